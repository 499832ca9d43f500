// SPDX-License-Identifier: GPL-2.0-or-later
import assert from 'node:assert/strict';
import { live, open_control, with_page } from './browser.mjs';
import { test } from './harness.mjs';
import { kToken } from './server.mjs';

test('control without a token asks for one, and shows nothing of the show', async ({ browser, show, done }) => {
  const server = await show();
  await with_page(browser, {}, async (page) => {
    await page.goto(`${server.url}/control`);
    await page.waitForSelector('form.login');
    assert.ok(!(await page.textContent('body')).includes('一号选手'));
  });
  await done();
});

test('control with a wrong token says so and asks again', async ({ browser, show, done }) => {
  const server = await show();
  await with_page(browser, {}, async (page) => {
    await page.goto(`${server.url}/control#token=wrong`);
    await page.waitForSelector('form.login [role=alert]');
    assert.equal(new URL(page.url()).hash, '');
    await page.fill('#token', kToken);
    await page.keyboard.press('Enter');
    await live(page);
  });
  await done();
});

test('the token leaves the address, and the page remembers it', async ({ browser, show, done }) => {
  const server = await show();
  await with_page(browser, {}, async (page) => {
    await open_control(page, server);
    assert.equal(page.url(), `${server.url}/control`);
    assert.ok(!(await page.content()).includes(kToken));
    await page.reload();
    await live(page);
    await page.click('.menu summary');
    await page.click('[data-action=forget]');
    await page.waitForSelector('[data-action=forget].asked');
    await live(page);
    // The button takes its question back where it moves away under the pointer: then it asks once more.
    for (let press = 0; press < 5 && !(await page.$('form.login')); press += 1) {
      await page.click('[data-action=forget]');
      await page.waitForSelector('form.login, [data-action=forget].asked');
    }
    await page.waitForSelector('form.login');
    await page.reload();
    await page.waitForSelector('form.login');
  });
  await done();
});

test('the whole address can be pasted instead of the token', async ({ browser, show, done }) => {
  const server = await show();
  await with_page(browser, {}, async (page) => {
    await page.goto(`${server.url}/control`);
    await page.fill('#token', `${server.url}/control#token=${kToken}`);
    await page.keyboard.press('Enter');
    await live(page);
  });
  await done();
});
