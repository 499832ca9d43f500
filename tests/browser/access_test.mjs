// SPDX-License-Identifier: GPL-2.0-or-later
import assert from 'node:assert/strict';
import { live, with_page } from './browser.mjs';
import { control_test } from './control_page.mjs';

control_test('a token is made, logs somebody in by its link, and is revoked', {}, async (page, server, { context }) => {
  await page.click('.menu summary');
  await page.click('[data-action=access]');
  await page.fill('.dialog-access form input', '记分台');
  await page.selectOption('.dialog-access select', 'operator');
  await page.press('.dialog-access form input', 'Enter');
  await page.waitForSelector('.dialog-access .qr');
  const link = await page.inputValue('.made input');
  assert.ok(link.startsWith(`${server.url}/control#token=`));
  assert.ok(await page.$eval('.made .qr', (picture) => picture.complete && picture.naturalWidth > 0));
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.click('[data-action=copy-link]');
  await page.waitForSelector('[data-action=copy-link].chosen');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
  await with_page(context.browser(), {}, async (other) => {
    await other.goto(link);
    await live(other);
    assert.equal(other.url(), `${server.url}/control`);
    await page.click('[data-token=记分台] [data-action=revoke]');
    await page.click('[data-token=记分台] [data-action=revoke]');
    await page.waitForSelector('[data-token]', { state: 'detached' });
    await other.waitForSelector('form.login [role=alert]');
  });
});
