// SPDX-License-Identifier: GPL-2.0-or-later
// A day of street-arena through the page alone, by the keyboard alone, while a second operator is at work, the
// server dies in the middle, and the network is slow.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { live, open_control, slow_down, tab_to, with_page } from './browser.mjs';
import { test, until } from './harness.mjs';
import { Server } from './server.mjs';

const kRetryMs = 400;

async function sample_lines() {
  const { stdout } = await promisify(execFile)(process.env.LEITAI_BIN, ['sample', 'street-arena'], { maxBuffer: 1 << 26 });
  return stdout.trim().split('\n').map((text) => JSON.parse(text));
}

const event = ({ type, id, data }) => ({ type, id, data });

/** Somebody else who puts things on air, takes them off and writes, all the time. */
function second_operator(server) {
  let going = true;
  const work = (async () => {
    for (let n = 0; going; n += 1) {
      await server.post('air/take', { template: 'bug', data: { text: `二号台 ${n}` } }).catch(() => undefined);
      await server.call('PUT', 'messages/other', { text: `二号台留言 ${n}` }).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 900));
      if (n % 3 === 2) await server.post('air/out', { layer: 70 }).catch(() => undefined);
    }
  })();
  return {
    end: async () => {
      going = false;
      await work;
    },
  };
}

/** Presses a key until its take is accepted: what the other operator did meanwhile refuses it, and is shown. */
async function take(page, key, layer) {
  const is_take = (response) => response.url().endsWith('/api/v1/air/take') && response.request().method() === 'POST';
  await until(`layer ${layer} by ${key}`, async () => {
    const [answer] = await Promise.all([page.waitForResponse(is_take), page.keyboard.press(key)]);
    if (answer.ok()) return true;
    assert.equal(answer.status(), 409);
    await page.waitForSelector('main [role=alert]');
    await page.waitForTimeout(kRetryMs);
    return false;
  }, 60_000);
  await page.waitForSelector(`[data-layer="${layer}"][data-state=on], [data-layer="${layer}"][data-state=in]`);
}

async function out(page, layer) {
  await tab_to(page, `[data-layer="${layer}"] [data-layer-action=out]`);
  await page.keyboard.press('Enter');
  await page.waitForSelector(`[data-layer="${layer}"]`, { state: 'detached' });
  await page.evaluate(() => document.activeElement?.blur());
}

/** Chooses in a list by the arrows. */
async function choose(page, selector, value) {
  await tab_to(page, selector);
  await page.keyboard.press('Home');
  for (let presses = 0; presses < 100; presses += 1) {
    if ((await page.inputValue(selector)) === value) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`${selector} has no ${value}`);
}

/** A graphic written in the form, and taken from there. */
async function take_written(page, template, fill, layer) {
  await page.keyboard.press('i');
  await page.waitForSelector('.editor [name=template]:focus');
  await choose(page, '.editor [name=template]', template);
  await fill();
  await tab_to(page, '[data-action=take-draft]');
  await take(page, 'Enter', layer);
  await tab_to(page, '[data-action=cancel-edit]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-panel=editor]', { state: 'detached' });
}

async function opening(page, server) {
  await page.keyboard.press('i');
  await page.waitForSelector('.editor [name=template]:focus');
  await choose(page, '.editor [name=template]', 'title');
  await tab_to(page, '.editor [name=title]');
  await page.keyboard.type('擂台比武 选将赛马');
  await tab_to(page, '.editor [name=cue-name]');
  await page.keyboard.type('开场');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-panel=editor]', { state: 'detached' });
  await page.waitForSelector('[data-cue][aria-selected=true] >> text=开场');
  await take(page, 'Space', 50);
  assert.match((await server.layers())['50'].cue, /^cue-/);
  await page.waitForSelector('[data-action=take][aria-pressed=true]');
  await page.waitForTimeout(kRetryMs);
  await page.keyboard.press('Space');
  await page.waitForSelector('[data-layer="50"]', { state: 'detached' });
}

async function first_talk(page, server, lines) {
  await page.keyboard.press('c');
  await page.waitForSelector('[data-on-stage=c01]');
  await take(page, 'l', 20);
  await take(page, 'k', 30);
  await page.keyboard.press('t');
  await page.waitForSelector('[data-panel=clock] [data-phase=normal]');
  await page.keyboard.press('-');
  await page.waitForSelector('[data-clock^="2:4"], [data-clock^="2:50"]');
  const scores = lines.filter(({ type, data }) => type === 'scores' && data.round === 'morning' && data.contestant === 'c01');
  await server.post('events', [event(scores[0])]);
  await page.waitForSelector('[data-marks="1 of 10"]');
  assert.equal(await page.$$eval('[data-mark=missing]', (all) => all.length), 9);
  for (const score of scores.slice(1)) await server.post('events', [event(score)]);
  await page.waitForSelector('[data-marks="10 of 10"]');
  await page.keyboard.press('t');
  await until('the clock stands', async () => (await server.get('timers/stage')).state === 'paused');
  await out(page, 30);
  await take(page, 's', 41);
  assert.deepEqual((await server.layers())['41'].bind, { score: { round: 'morning', contestant: 'c01' } });
  await out(page, 41);
  await take(page, 'r', 40);
}

/** The page learns nothing of the air until what is answered is called. */
async function hold_air_back(page) {
  let release = () => undefined;
  const held = new Promise((resolve) => (release = resolve));
  const is_air = (url) => url.pathname === '/api/v1/air';
  await page.route(is_air, async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  return async () => {
    release();
    await page.unroute(is_air);
  };
}

/** The page has not seen what the other did on this layer a moment ago: its take is refused, shown, and repeated knowingly. */
async function stale_take(page, server) {
  const go_on = await hold_air_back(page);
  await server.post('air/take', { template: 'lower-third', data: { title: '另一位导播', subtitle: '刚刚播出' } });
  await page.keyboard.press('l');
  await page.waitForSelector('.panel-stage [role=alert]');
  assert.equal((await server.layers())['20'].data.title, '另一位导播');
  await go_on();
  await page.waitForSelector('[data-layer="20"]');
  await page.waitForTimeout(kRetryMs);
  await take(page, 'l', 20);
  await page.waitForSelector('.panel-stage [role=alert]', { state: 'detached' });
  assert.notEqual((await server.layers())['20'].data.title, '另一位导播');
  await out(page, 20);
}

/** What another did on another layer is no hindrance, seen or not. */
async function take_beside(page, server) {
  const go_on = await hold_air_back(page);
  await server.post('air/take', { template: 'qr', data: { title: '扫码打分', url: 'https://example.org/' } });
  await page.keyboard.press('l');
  await until('the strap beside it', async () => (await server.layers())['20'] !== undefined);
  await go_on();
  await page.waitForSelector('[data-layer="20"]');
  assert.equal(await page.$('.panel-stage [role=alert]'), null);
  await out(page, 71);
}

async function crash(page, server) {
  await server.end('SIGKILL');
  await page.waitForSelector('.banner.lost');
  assert.equal(await page.$('button.on, .row.on, [data-picture=current]'), null);
  await page.keyboard.press('c');
  await page.waitForSelector('.panel-stage [role=alert], [data-action=next_contestant]:disabled');
  await server.start();
  await live(page);
  await page.waitForSelector('[data-on-stage=c01]');
  await page.waitForSelector('[data-layer="40"][data-state=on]');
  await page.waitForSelector('[data-monitor=program][data-picture=current]');
  assert.deepEqual((await server.layers())['40'].bind, { round: 'morning' });
  await out(page, 40);
}

async function afternoon(page, server, lines) {
  const ballots = lines.filter(({ type, data }) => type === 'scores' && data.round === 'nomination');
  await server.post('events', ballots.map(event));
  await take_written(page, 'vote', () => choose(page, '.editor [name=bind-round]', 'nomination'), 46);
  assert.deepEqual((await server.layers())['46'].bind, { round: 'nomination' });
  await out(page, 46);
  const rounds = lines.filter(({ type, id, at_ms }) => type === 'rounds' && at_ms > 0 && at_ms < 90_000 && id !== 'morning');
  await server.post('events', rounds.map(event));

  await page.keyboard.press('2');
  await page.waitForSelector('.people');
  await choose(page, '[data-choice=round]', 'race');
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('/');
  await page.keyboard.type('46');
  await page.waitForSelector('[data-contestant=c46]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-contestant=c46][aria-selected=true]');
  await tab_to(page, '[data-action=put-on-stage]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-on-stage=c46]');
  await page.evaluate(() => document.activeElement?.blur());
  await tab_to(page, '[data-segment=support]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-segment=support][aria-pressed=true]');
  await page.evaluate(() => document.activeElement?.blur());
  await out(page, 20);
  await take_written(page, 'lower-third', () => choose(page, '.editor [name=bind-kind]', 'person'), 20);
  const { supporter } = await server.get('contestants/c46');
  await until('the supporter', async () => (await server.layers())['20'].bind.person === supporter);
  await page.keyboard.press('c');
  await page.waitForSelector('[data-on-stage=c24]');
}

async function ending(page, server) {
  await page.keyboard.press('m');
  await page.waitForSelector('.message-form input:focus');
  await page.keyboard.type('感谢观看');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-message] >> text=感谢观看');
  await tab_to(page, '[data-action=ticker]');
  await take(page, 'Enter', 60);
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('a');
  await page.waitForSelector('.ad-hoc [name=title]:focus');
  await page.keyboard.type('主持人');
  await page.keyboard.press('Tab');
  await page.keyboard.type('张家楼街道');
  await until('the host is on air', async () => {
    await page.keyboard.press('Enter');
    await page.waitForTimeout(kRetryMs);
    return (await server.layers())['20']?.data.title === '主持人';
  });
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement === document.body);
}

/** What is cut stays cut: the other one has gone home. */
async function panic(page, server) {
  await page.keyboard.down('Escape');
  await until('all is cut', async () => Object.keys(await server.layers()).length === 0);
  await page.keyboard.up('Escape');
  await page.waitForSelector('[data-layer]', { state: 'detached' });
  await tab_to(page, '[data-action=release_automation]');
  await page.keyboard.press('Enter');
  await until('rules run again', async () => (await server.get('air')).automation === 'run');
}

for (const latency_ms of [0, 200]) {
  test(`a whole street-arena day by keyboard alone, with ${latency_ms} ms of latency`, async ({ browser }) => {
    const server = await Server.create();
    let other = null;
    try {
      const lines = await sample_lines();
      const prepared = lines.filter(({ at_ms, type }) => at_ms === 0 && type);
      await server.post('events', prepared.map(event));
      await with_page(browser, {}, async (page, { context }) => {
        if (latency_ms) await slow_down(context, page, latency_ms);
        await open_control(page, server);
        await page.evaluate(() => (window.same_page = true));
        other = second_operator(server);
        await opening(page, server);
        await first_talk(page, server, lines);
        await other.end();
        await out(page, 20);
        await stale_take(page, server);
        await take_beside(page, server);
        await crash(page, server);
        other = second_operator(server);
        await afternoon(page, server, lines);
        await ending(page, server);
        await other.end();
        await panic(page, server);
        assert.equal(await page.evaluate(() => window.same_page), true);
      });
    } finally {
      await other?.end();
      await server.remove();
    }
  });
}
