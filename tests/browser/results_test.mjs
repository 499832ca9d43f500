// SPDX-License-Identifier: GPL-2.0-or-later
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { open_results, with_page } from './browser.mjs';
import { marks } from './contest.mjs';
import { test, until } from './harness.mjs';

const kPhone = { width: 390, height: 844, isMobile: true, hasTouch: true };

function results_test(name, options, body) {
  test(name, async ({ browser, show, done }) => {
    const server = await show([...marks('c1', '80'), ...marks('c2', '90')]);
    try {
      await with_page(browser, { ...kPhone, ...options }, async (page, more) => {
        await open_results(page, server);
        await body(page, server, more);
      });
    } finally {
      await done();
    }
  });
}

function order(page) {
  return page.$$eval('[data-row]', (rows) => rows.map((row) => row.dataset.row).join());
}

/** Notes which rows are animated from now on, in window.motion. */
function record_motion(page) {
  return page.evaluate(() => {
    window.motion = [];
    const animate = Element.prototype.animate;
    Element.prototype.animate = function (frames, options) {
      window.motion.push({ row: this.dataset.row, moved: /translateY\(-?[1-9]/.test(frames[0].transform ?? '') });
      return animate.call(this, frames, options);
    };
  });
}

results_test('a phone shows the ranking, who is on stage, and nothing sideways', {}, async (page, server) => {
  await until('ranked', async () => (await order(page)) === 'c2,c1');
  assert.match(await page.textContent('[data-row=c2]'), /90\.00/);
  await server.post('stage', { round: 'am', contestant: 'c3' });
  await page.waitForSelector('[data-stage=c3]');
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
});

results_test('a mark that is not complete stays unseen', {}, async (page, server) => {
  await server.post('events', [marks('c3', '63.7')[0]]);
  await server.post('events', marks('c4', '70'));
  await until('the fourth is in', async () => (await order(page)) === 'c2,c1,c4');
  assert.ok(!(await page.content()).includes('63.7'));
});

results_test('rows change places with motion, and a screen reader is told', {}, async (page, server) => {
  await until('ranked', async () => (await order(page)) === 'c2,c1');
  await record_motion(page);
  await server.post('events', marks('c1', '95'));
  await until('ranked anew', async () => (await order(page)) === 'c1,c2');
  assert.deepEqual((await page.evaluate(() => window.motion)).filter((one) => one.moved).map((one) => one.row).sort(), ['c1', 'c2']);
  await page.waitForFunction(() => /95\.00/.test(document.querySelector('[aria-live=polite]').textContent));
});

results_test('who asked for less motion gets none', { reducedMotion: 'reduce' }, async (page, server) => {
  await until('ranked', async () => (await order(page)) === 'c2,c1');
  await record_motion(page);
  await server.post('events', marks('c1', '95'));
  await until('ranked anew', async () => (await order(page)) === 'c1,c2');
  assert.deepEqual(await page.evaluate(() => window.motion), []);
});

results_test('a group has its own ranking', {}, async (page, server) => {
  await server.post('events', marks('c3', '85'));
  await until('three rows', async () => (await order(page)) === 'c2,c3,c1');
  await page.click('[data-choice=village]');
  assert.equal(await order(page), 'c3');
  assert.match(await page.textContent('[data-row=c3] .rank'), /1$/);
});

results_test('cut off, the page says as of when; back again, it is live and current', {}, async (page, server) => {
  await until('ranked', async () => (await order(page)) === 'c2,c1');
  await server.end('SIGKILL');
  await page.waitForSelector('[data-link=cut]');
  assert.match(await page.textContent('[data-link]'), /As of \d\d:\d\d/);
  await server.start();
  await server.post('events', marks('c1', '95'));
  await page.waitForSelector('[data-link=live]');
  await until('ranked anew', async () => (await order(page)) === 'c1,c2');
});

results_test('a rehearsal says that it is one, and a show does not', {}, async (page, server) => {
  await until('ranked', async () => (await order(page)) === 'c2,c1');
  assert.equal(await page.$('[data-rehearsal]'), null);
  await server.end('SIGTERM');
  server.rehearsal = true;
  await server.start();
  await page.waitForSelector('[data-rehearsal]');
  assert.match(await page.textContent('[data-rehearsal]'), /Rehearsal/);
  await server.end('SIGTERM');
  server.rehearsal = false;
  await server.start();
  await page.waitForSelector('[data-rehearsal]', { state: 'detached' });
});

results_test('no cookie, no third party, nothing kept, under a strict policy', {}, async (page, server, { context, hosts }) => {
  await until('ranked', async () => (await order(page)) === 'c2,c1');
  assert.deepEqual([...hosts], [`127.0.0.1:${server.port}`]);
  assert.deepEqual(await context.cookies(), []);
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  for (const path of ['/results', '/control']) {
    const response = await fetch(server.url + path);
    const policy = response.headers.get('content-security-policy') ?? '';
    assert.match(policy, /script-src 'self'\s*(;|$)/);
    assert.ok(!policy.includes('unsafe-eval') && !policy.includes('http'));
    const text = await response.text();
    // The style that comes with the page is allowed by its hash.
    const style = /<style>([^]*?)<\/style>/.exec(text)?.[1];
    if (style) assert.ok(policy.includes(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`));
    assert.ok(!/style=|<script>|onclick/.test(text));
  }
});

results_test('Chinese for a Chinese browser', { locale: 'zh-CN' }, async (page) => {
  await until('ranked', async () => (await order(page)) === 'c2,c1');
  assert.match(await page.textContent('[data-link]'), /实时/);
  await page.click('[data-action=language]');
  await page.waitForSelector('[data-link] >> text=Live');
});

for (const colorScheme of ['light', 'dark']) {
  results_test(`${colorScheme} where the phone is ${colorScheme}`, { colorScheme }, async (page) => {
    const [r, g, b] = await page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number));
    assert.equal(colorScheme === 'light', r + g + b > 382);
  });
}
