// SPDX-License-Identifier: GPL-2.0-or-later
// Every page: what it weighs, whether everybody can use it, whether it fits; and the pages for stage and hall.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { assert_accessible } from './axe.mjs';
import { live, tab_to, with_page } from './browser.mjs';
import { control_test, line, rundown_events } from './control_page.mjs';
import { marks } from './contest.mjs';
import { test, until } from './harness.mjs';
import { kToken } from './server.mjs';

/** Compressed. The audience's and the judges' phones may be on a bad network. */
const kMostBytes = { control: 120 * 1024, results: 120 * 1024, clock: 120 * 1024, board: 120 * 1024, ballot: 60 * 1024 };

/** A page with the token, and live. */
async function open(page, server, path) {
  await page.goto(`${server.url}/${path}#token=${encodeURIComponent(kToken)}`);
  await page.waitForSelector('[data-link=live]');
}

test('no page weighs more than it may, compressed', async ({ show, done }) => {
  const server = await show();
  for (const [path, most] of Object.entries(kMostBytes)) {
    const html = await (await fetch(`${server.url}/${path}`)).text();
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file);
    assert.ok(files.length >= 3);
    const bodies = await Promise.all(files.map(async (file) => Buffer.from(await (await fetch(server.url + file)).arrayBuffer())));
    const bytes = [Buffer.from(html), ...bodies].reduce((sum, body) => sum + gzipSync(body).length, 0);
    console.log(`        /${path}: ${(bytes / 1024).toFixed(1)} kB`);
    assert.ok(bytes <= most, `/${path} weighs ${bytes}`);
  }
  await done();
});

const kSome = [...rundown_events(), ...marks('c1', '80'), marks('c2', '90')[0], { type: 'rounds', id: 'pm', data: { name: '第二轮', order: 2 } }, { type: 'messages', id: 'm1', data: { text: '继续' } }];

for (const locale of ['en-US', 'zh-CN']) {
  control_test(`axe finds nothing on the control page, ${locale}, whatever is shown`, { events: kSome, locale }, async (page, server) => {
    await server.post('stage', { round: 'am', contestant: 'c2' });
    await server.post('air/take', { cue: 'open' });
    await page.waitForSelector(`${line('open')}[data-state=on]`);
    await assert_accessible(page, 'rundown');
    for (const key of ['2', '4', '5', '6']) {
      await page.keyboard.press(key);
      await page.waitForFunction((at) => document.querySelectorAll('[role=tab]')[at].ariaSelected === 'true', Number(key) - 1);
      await assert_accessible(page, `tab ${key}`);
    }
    await page.keyboard.press('2');
    await page.click('[data-action=order]');
    for (const way of ['hand', 'lot', 'ranking']) {
      await page.check(`.dialog-order[open] input[value=${way}]`);
      await assert_accessible(page, `order, ${way}`);
    }
    await page.keyboard.press('Escape');
    await page.waitForSelector('.dialog-order', { state: 'detached' });
    await page.keyboard.press('1');
    await page.waitForFunction(() => document.querySelectorAll('[role=tab]')[0].ariaSelected === 'true');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-panel=editor]');
    await assert_accessible(page, 'editor');
    await page.click('[data-action=cancel-edit]');
    await page.keyboard.press('?');
    await page.waitForSelector('.dialog-keys[open]');
    await assert_accessible(page, 'keys');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.dialog-keys', { state: 'detached' });
    await page.click('.menu summary');
    await page.click('[data-action=access]');
    await page.waitForSelector('.dialog-access[open]');
    await assert_accessible(page, 'access');
    await page.keyboard.press('Escape');
    await page.click('.menu summary');
    if (!(await page.isVisible('[data-action=contest]'))) await page.click('.menu summary');
    await page.click('[data-action=contest]');
    await page.waitForSelector('.dialog-contest[open]');
    await assert_accessible(page, 'contest');
    await page.keyboard.press('Escape');
    await server.end('SIGKILL');
    await page.waitForSelector('.banner.lost');
    await assert_accessible(page, 'cut off');
  });
}

for (const path of ['results', 'clock', 'board']) {
  test(`axe finds nothing on /${path}`, async ({ browser, show, done }) => {
    const server = await show(marks('c1', '80'));
    await server.post('stage', { round: 'am', contestant: 'c1' });
    await with_page(browser, {}, async (page) => {
      await open(page, server, path);
      await assert_accessible(page, path);
    });
    await done();
  });
}

test('axe finds nothing where a page asks for its token', async ({ browser, show, done }) => {
  const server = await show();
  await with_page(browser, {}, async (page) => {
    await page.goto(`${server.url}/control#token=wrong`);
    await page.waitForSelector('form.login [role=alert]');
    await assert_accessible(page, 'login');
  });
  await done();
});

control_test('Tab reaches every control that is not shut', { events: kSome }, async (page, server) => {
  await server.post('stage', { round: 'am', contestant: 'c1' });
  await server.post('air/take', { cue: 'open' });
  await page.waitForSelector(`${line('open')}[data-state=on]`);
  await page.evaluate(() => {
    const all = document.querySelectorAll('button:enabled, input:enabled, select:enabled, summary, [role=listbox]');
    // Of tabs one is reached by Tab, the others by the arrows.
    [...all]
      .filter((one) => one.checkVisibility() && one.tabIndex >= 0)
      .forEach((one, i) => (one.dataset.reach = `${i}`));
  });
  const wanted = await page.$$eval('[data-reach]', (all) => all.length);
  const reached = new Set();
  for (let presses = 0; presses < wanted + 20; presses += 1) {
    await page.keyboard.press('Tab');
    reached.add(await page.evaluate(() => document.activeElement?.dataset.reach));
  }
  const missed = await page.$$eval('[data-reach]', (all, seen) => all.filter((one) => !seen.includes(one.dataset.reach)).map((one) => one.outerHTML.slice(0, 120)), [...reached]);
  assert.deepEqual(missed, []);
  await tab_to(page, '[role=tab][data-tab=graphics]');
  await page.keyboard.press('ArrowRight');
  await page.waitForSelector('[data-tab=reveal][aria-selected=true]:focus');
});

for (const [width, height] of [[1280, 720], [1024, 768]]) {
  control_test(`at ${width}×${height} what is needed live is in sight`, { width, height, events: kSome }, async (page, server) => {
    await server.post('stage', { round: 'am', contestant: 'c1' });
    await page.waitForSelector('[data-action=clock]');
    const needed = ['take', 'take_next', 'lower_third', 'next_contestant', 'clock', 'clock_air', 'panic'].map((one) => `[data-action=${one}]`);
    for (const one of [...needed, line('open'), '[data-monitor=preview]', '[data-monitor=program]']) {
      const box = await (await page.$(one)).boundingBox();
      assert.ok(box && box.y >= 0 && box.x >= 0 && box.y + box.height <= height && box.x + box.width <= width, one);
    }
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
  });
}

control_test('in a dock of 380 pixels nothing is cut off sideways, and take and panic stay in sight', { width: 380, height: 700, events: kSome }, async (page) => {
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 380);
  const wide = await page.$$eval('main *', (all) => all.filter((one) => one.getBoundingClientRect().right > 381).length);
  assert.equal(wide, 0);
  await page.evaluate(() => document.querySelector('main').scrollTo(0, 1e6));
  for (const one of ['panic', 'take', 'take_next']) {
    const box = await (await page.$(`[data-action=${one}]`)).boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height <= 700, one);
  }
});

test("the speaker's clock has the stage's time in figures as large as the screen, its phases, and says when it is cut off", async ({ browser, show, done }) => {
  const server = await show();
  await server.post('stage', { round: 'am', contestant: 'c1' });
  await with_page(browser, {}, async (page) => {
    await open(page, server, 'clock');
    await page.waitForSelector('[data-clock="3:00"][data-phase=idle]');
    const { height } = await (await page.$('.digits')).boundingBox();
    assert.ok(height > 0.4 * 720, `the figures are ${height} pixels high`);
    for (const [add, phase] of [[-160_000, 'warning'], [-12_000, 'danger'], [-9_000, 'overtime']]) {
      await server.post('timers/stage/add', { ms: add });
      if (add === -160_000) await server.post('timers/stage/start');
      await page.waitForSelector(`[data-phase=${phase}]`);
    }
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    await server.end('SIGKILL');
    await page.waitForSelector('.clock.unknown[data-link=lost]');
    await server.start();
    await page.waitForSelector('.clock:not(.unknown)[data-link=live]');
  });
  await done();
});

test('the board shows the picture that is on air and nothing else, and goes on after the server came back', async ({ browser, show, done }) => {
  const server = await show();
  await with_page(browser, {}, async (page) => {
    await open(page, server, 'board');
    const drawn = () =>
      page.evaluate(() => {
        const canvas = document.querySelector('canvas');
        return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0);
      });
    await page.waitForSelector('[data-picture=current]');
    assert.equal(await drawn(), false);
    await server.post('air/take', { template: 'lower-third', data: { title: 'A', subtitle: '' } });
    await until('the picture is there', drawn);
    assert.equal(await page.$('button, a'), null);
    await server.end('SIGKILL');
    await page.waitForSelector('[data-picture=stale]');
    assert.equal(await drawn(), true);
    await server.start();
    await page.waitForSelector('[data-picture=current]');
    await server.post('air/clear', {});
    await until('the picture is empty', async () => !(await drawn()));
  });
  await done();
});

control_test('a page that nobody looks at asks for no picture', {}, async (page, server, { context }) => {
  await page.waitForSelector('[data-monitor=program][data-picture=current]');
  const other = await context.newPage();
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().includes('preview.png')) asked += 1;
  });
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await server.post('air/take', { template: 'lower-third', data: { title: 'A', subtitle: '' } });
  await page.waitForSelector('[data-layer="20"][data-state=on]');
  assert.equal(asked, 0);
  await page.evaluate(() => {
    delete document.hidden;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await until('it looks again', () => asked > 0);
  await other.close();
  await live(page);
});

control_test('a picture that stands is not asked for', {}, async (page, server) => {
  await server.post('air/take', { template: 'title', data: { title: '擂台比武' } });
  await page.waitForSelector('[data-layer="50"][data-state=on]');
  await until('it stands', async () => {
    const before = await page.evaluate(() => performance.getEntriesByType('resource').filter((one) => one.name.includes('preview.png')).length);
    await page.waitForTimeout(1500);
    const after = await page.evaluate(() => performance.getEntriesByType('resource').filter((one) => one.name.includes('preview.png')).length);
    return after === before;
  });
});
