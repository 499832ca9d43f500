// SPDX-License-Identifier: GPL-2.0-or-later
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { live, open_control, with_page } from './browser.mjs';
import { contest_events } from './contest.mjs';
import { test, until } from './harness.mjs';

/** Nothing on the page may look like a live state. */
async function assert_nothing_live(page) {
  await page.waitForSelector('.banner.lost[role=alert]');
  assert.equal(await page.$('.layer.on, .layer.in, button.on, .row.on, .row.moving, .row.cued, [data-picture=current]'), null);
  for (const one of ['[data-action=take]', '[data-action=take_next]', '[data-action=lower_third]', '[data-action=next_contestant]']) {
    assert.ok(await page.isDisabled(one), one);
  }
  assert.ok(!(await page.isDisabled('[data-action=panic]')), 'panic must stay');
}

async function take_somebody(page) {
  await page.keyboard.press('2');
  await page.click('[data-contestant=c2]');
  await page.keyboard.press('Space');
  await page.waitForSelector('[data-layer="20"][data-state=on]');
  await page.waitForSelector('[data-monitor=program][data-picture=current]');
}

test('when the server is killed, nothing is shown as live; started again, the page goes on without a reload', async ({ browser, show, done }) => {
  const server = await show();
  await with_page(browser, {}, async (page) => {
    await open_control(page, server);
    await take_somebody(page);
    await page.evaluate(() => (window.same_page = true));
    await server.end('SIGKILL');
    await page.waitForSelector('[data-phase=lost]');
    await assert_nothing_live(page);
    await page.keyboard.press('Space');
    await page.waitForSelector('.transport [role=alert]');

    await server.start();
    await live(page);
    await page.waitForSelector('[data-layer="20"][data-state=on]');
    await page.waitForSelector('[data-contestant=c2].on');
    await page.waitForSelector('[data-monitor=program][data-picture=current]');
    assert.deepEqual((await server.layers())['20'].bind, { contestant: 'c2' });
    await server.call('PATCH', 'contestants/c1', { name: '改名后' });
    await page.waitForSelector('[data-contestant=c1] >> text=改名后');
    assert.equal(await page.evaluate(() => window.same_page), true);
  });
  await done();
});

test('a server that hangs is noticed, and so is its return', async ({ browser, show, done }) => {
  const server = await show();
  await with_page(browser, {}, async (page) => {
    await open_control(page, server);
    await take_somebody(page);
    server.child.kill('SIGSTOP');
    try {
      await page.waitForSelector('[data-phase=lost]');
      await assert_nothing_live(page);
    } finally {
      server.child.kill('SIGCONT');
    }
    await live(page);
    await page.waitForSelector('[data-contestant=c2].on');
  });
  await done();
});

test('another show under the same address replaces everything', async ({ browser, show, done }) => {
  const server = await show();
  await with_page(browser, {}, async (page) => {
    await open_control(page, server);
    await take_somebody(page);
    await server.end();
    for (const ending of ['', '-wal', '-shm']) await rm(server.show + ending, { force: true });
    await server.start();
    const person = { type: 'contestants', id: 'x1', data: { name: '新的选手', number: '1' } };
    await server.post('events', [contest_events()[0], person]);
    await page.waitForSelector('[data-contestant=x1]');
    await live(page);
    assert.equal(await page.$('[data-contestant=c2]'), null);
    assert.equal(await page.$('[data-layer]'), null);
  });
  await done();
});

test('a page that was cut off learns what it missed', async ({ browser, show, done }) => {
  const server = await show();
  await with_page(browser, {}, async (page, { context }) => {
    await open_control(page, server);
    await page.keyboard.press('2');
    await context.setOffline(true);
    await page.waitForSelector('[data-phase=lost]');
    await server.post('air/take', { template: 'lower-third', bind: { contestant: 'c3' } });
    await server.call('PATCH', 'contestants/c1', { name: '期间改名' });
    assert.equal(await page.$('[data-layer]'), null);
    await context.setOffline(false);
    await live(page);
    await page.waitForSelector('[data-contestant=c3].on');
    await page.waitForSelector('[data-contestant=c1] >> text=期间改名');
  });
  await done();
});

test('panic reaches the server even while the feed is down', async ({ browser, show, done }) => {
  const server = await show();
  await with_page(browser, {}, async (page) => {
    await open_control(page, server);
    await take_somebody(page);
    // The feed and the server's health are cut; single requests still get through.
    await page.route(/event-feed|health/, (route) => route.abort());
    await page.waitForSelector('[data-phase=lost]');
    await page.keyboard.down('Escape');
    await until('cut', async () => Object.keys(await server.layers()).length === 0);
    await page.keyboard.up('Escape');
  });
  await done();
});
