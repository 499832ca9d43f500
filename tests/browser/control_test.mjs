// SPDX-License-Identifier: GPL-2.0-or-later
import assert from 'node:assert/strict';
import { open_control, picture_drawn, with_page } from './browser.mjs';
import { marks } from './contest.mjs';
import { test, until } from './harness.mjs';

/** A fresh show, its control page live; the show is removed afterwards. */
function control_test(name, options, body) {
  test(name, async ({ browser, show, done }) => {
    const { events = [], server: server_options = {}, ...page_options } = options;
    const server = await show(events, server_options);
    try {
      await with_page(browser, page_options, async (page) => {
        await open_control(page, server);
        await body(page, server);
      });
    } finally {
      await done();
    }
  });
}

const row = (id) => `[data-contestant=${id}]`;

control_test('typing is typing: no key reaches the show from a field', {}, async (page, server) => {
  await server.post('stage', { round: 'am', contestant: 'c1' });
  await page.waitForSelector('[data-on-stage=c1]');
  const before = await server.get('health');
  await page.fill('.ad-hoc [name=title]', '');
  await page.type('.ad-hoc [name=title]', 'n t r n');
  await page.keyboard.down('Escape');
  await page.waitForFunction(() => document.activeElement === document.body);
  await page.keyboard.up('Escape');
  await page.focus('[type=search]');
  await page.keyboard.type('n t');
  assert.equal((await server.get('health')).token, before.token);
  assert.equal(await page.inputValue('.ad-hoc [name=title]'), 'n t r n');
});

control_test('a short Esc cuts nothing', {}, async (page, server) => {
  await server.post('air/take', { template: 'lower-third', data: { title: 'A', subtitle: 'B' } });
  await page.waitForSelector('[data-layer="20"]');
  // Both in one go, then a timer that is due after the one that a hold starts.
  await page.evaluate(() => {
    for (const type of ['keydown', 'keyup']) window.dispatchEvent(new KeyboardEvent(type, { key: 'Escape' }));
    return new Promise((resolve) => setTimeout(resolve, 1500));
  });
  await page.waitForSelector('.panic:not(.holding)');
  assert.equal((await server.layers())['20'].template, 'lower-third');
});

control_test('a refusal is shown with the field that it names', { server: { without: 'ranking' } }, async (page, server) => {
  await page.keyboard.press('r');
  const field = await page.waitForSelector('.panel-ranking [role=alert] code');
  assert.equal(await field.textContent(), '/template');
  assert.deepEqual(await server.layers(), {});
  await page.click('.panel-ranking [role=alert] button');
  await page.waitForSelector('[role=alert]', { state: 'detached' });
});

control_test('the roster follows the running order and its groups, and finds by number and name', {}, async (page) => {
  const names = () => page.$$eval('.roster .name', (all) => all.map((one) => one.textContent));
  assert.deepEqual(await names(), ['一号选手', '二号选手', '三号选手', '四号选手']);
  assert.match(await page.textContent(row('c3')), /村居/);
  await page.keyboard.press('/');
  await page.keyboard.type('4');
  await until('number 4 alone', async () => (await names()).join() === '四号选手');
  await page.fill('[type=search]', '二号');
  await until('the second alone', async () => (await names()).join() === '二号选手');
  await page.press('[type=search]', 'Enter');
  await page.waitForSelector(`${row('c2')}[aria-selected=true]`);
  assert.equal((await names()).length, 4);
  await page.selectOption('.filters select', 'village');
  assert.deepEqual(await names(), ['三号选手', '四号选手']);
});

control_test('N calls the next contestant and readies the clock', {}, async (page, server) => {
  await page.keyboard.press('n');
  await page.waitForSelector('[data-on-stage=c1]');
  await page.waitForSelector('[data-clock="3:00"]');
  await page.waitForSelector(`${row('c1')}[aria-selected=true]`);
  assert.equal((await server.get('stage/stage')).contestant, 'c1');
});

control_test('two hasty presses of N call one contestant', {}, async (page, server) => {
  await page.evaluate(() => {
    for (let i = 0; i < 2; i += 1) window.dispatchEvent(new KeyboardEvent('keydown', { key: 'n' }));
  });
  await page.waitForSelector('[data-on-stage=c1]');
  assert.equal((await server.get('stage/stage')).contestant, 'c1');
});

control_test('somebody is put on stage by hand', {}, async (page, server) => {
  await page.click(row('c3'));
  await page.click(`${row('c3')} button`);
  await page.waitForSelector('[data-on-stage=c3]');
  assert.equal((await server.get('stage/stage')).contestant, 'c3');
});

control_test('Space takes the lower third of the selected one, and Space takes it out', {}, async (page, server) => {
  await page.click(row('c2'));
  await page.keyboard.press('Space');
  await page.waitForSelector('[data-layer="20"][data-state=on]');
  await page.waitForSelector('[data-take=lower-third][aria-pressed=true]');
  await page.waitForSelector(`${row('c2')}.airing`);
  assert.deepEqual((await server.layers())['20'].bind, { contestant: 'c2' });
  await page.waitForSelector('[data-picture=current]');
  await until('the lower third is in the picture', () => picture_drawn(page));

  await page.keyboard.press('Space');
  await page.waitForSelector('[data-layer="20"]', { state: 'detached' });
  assert.deepEqual(await server.layers(), {});
  await until('the picture is empty', async () => !(await picture_drawn(page)));
});

control_test('Space on somebody else replaces the lower third', {}, async (page, server) => {
  await page.click(row('c2'));
  await page.keyboard.press('Space');
  await page.waitForSelector(`${row('c2')}.airing`);
  await page.keyboard.press('ArrowDown');
  await page.waitForSelector(`${row('c3')}[aria-selected=true]`);
  await page.keyboard.press('Space');
  await page.waitForSelector(`${row('c3')}.airing`);
  assert.deepEqual((await server.layers())['20'].bind, { contestant: 'c3' });
});

control_test('a focused button does not answer to Space as well', {}, async (page, server) => {
  await page.click(row('c1'));
  await page.focus('[data-take=ranking]');
  await page.keyboard.press('Space');
  await page.waitForSelector('[data-layer="20"]');
  assert.deepEqual(Object.keys(await server.layers()), ['20']);
});

control_test('another lower third goes on air with Enter', {}, async (page, server) => {
  await page.fill('.ad-hoc [name=title]', '特邀嘉宾');
  await page.fill('.ad-hoc [name=subtitle]', '评审组');
  await page.press('.ad-hoc [name=subtitle]', 'Enter');
  await page.waitForSelector('[data-layer="20"][data-state=on]');
  assert.match(await page.textContent('[data-layer="20"]'), /特邀嘉宾/);
  const { data, bind } = (await server.layers())['20'];
  assert.deepEqual([data.title, data.subtitle, bind], ['特邀嘉宾', '评审组', null]);
  await page.click('[data-layer="20"] button');
  await page.waitForSelector('[data-layer="20"]', { state: 'detached' });
});

control_test('T starts and pauses the clock, and both sides agree on it', {}, async (page, server) => {
  await server.post('stage', { round: 'am', contestant: 'c1' });
  await page.waitForSelector('[data-clock="3:00"]');
  await page.keyboard.press('t');
  await page.waitForSelector('[data-phase=normal]');
  await page.waitForSelector('[data-clock^="2:"]');
  await page.keyboard.press('t');
  await until('paused', async () => (await server.get('timers/stage')).state === 'paused');
  const { elapsed_ms } = await server.get('timers/stage');
  const seconds = Math.ceil((180_000 - elapsed_ms) / 1000);
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  await page.waitForSelector(`[data-clock="${text}"]`);
});

control_test('ten seconds more, ten less, and back to the start', {}, async (page, server) => {
  await server.post('stage', { round: 'am', contestant: 'c1' });
  await page.waitForSelector('[data-clock="3:00"]');
  await page.click('[data-action=minus]');
  await page.waitForSelector('[data-clock="2:50"]');
  await page.click('[data-action=plus]');
  await page.waitForSelector('[data-clock="3:00"]');
  await page.keyboard.press('t');
  await page.waitForSelector('[data-phase=normal]');
  assert.ok(await page.isDisabled('[data-action=reset]'));
  await page.waitForSelector('[data-clock^="2:"]');
  await page.keyboard.press('t');
  await page.click('[data-action=reset]:enabled');
  await page.waitForSelector('[data-clock="3:00"][data-phase=idle]');
});

control_test('a clock is made by writing its time', {}, async (page, server) => {
  await page.fill('.duration input', 'soon');
  await page.press('.duration input', 'Enter');
  await page.waitForSelector('.duration [aria-invalid=true]');
  await page.fill('.duration input', '1:30');
  await page.press('.duration input', 'Enter');
  await page.waitForSelector('[data-clock="1:30"]');
  assert.equal((await server.get('timers/stage')).duration_ms, 90_000);
  await page.click('[data-take=timer]');
  await page.waitForSelector('[data-layer="30"][data-state=on]');
  assert.deepEqual((await server.layers())['30'].bind, { timer: 'stage' });
  await page.click('[data-take=timer][aria-pressed=true]');
  await page.waitForSelector('[data-layer="30"]', { state: 'detached' });
});

control_test('R takes the ranking of the round, and R takes it out', { events: marks('c2', '91.5') }, async (page, server) => {
  await page.keyboard.press('r');
  await page.waitForSelector('[data-take=ranking][aria-pressed=true]');
  assert.deepEqual((await server.layers())['40'].bind, { round: 'am' });
  await page.waitForSelector('[data-layer="40"][data-state=on]');
  await page.keyboard.press('r');
  await page.waitForSelector('[data-layer="40"]', { state: 'detached' });
});

control_test('Esc held cuts everything, and automation waits for its release', {}, async (page, server) => {
  await page.click(row('c1'));
  await page.keyboard.press('Space');
  await page.waitForSelector('[data-layer="20"]');
  await page.keyboard.down('Escape');
  await page.waitForSelector('[data-layer="20"]', { state: 'detached' });
  await page.keyboard.up('Escape');
  assert.deepEqual(await server.layers(), {});
  await page.click('.held button');
  await page.waitForSelector('.held', { state: 'detached' });
  assert.equal((await server.get('air')).automation, 'run');
});

control_test('the panic button works by being held', {}, async (page, server) => {
  await server.post('air/take', { template: 'lower-third', data: { title: 'A', subtitle: '' } });
  await page.waitForSelector('[data-layer="20"]');
  const box = await (await page.$('[data-action=panic]')).boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.waitForSelector('[data-layer="20"]', { state: 'detached' });
  await page.mouse.up();
  assert.deepEqual(await server.layers(), {});
});

control_test('what others do appears without a reload', {}, async (page, server) => {
  await server.call('PATCH', 'contestants/c2', { name: '王二号' });
  await page.waitForSelector(`${row('c2')} >> text=王二号`);
  await server.post('events', marks('c3', '88.5'));
  await page.waitForSelector(`${row('c3')} >> text=88.50`);
  await server.post('air/take', { template: 'lower-third', bind: { contestant: 'c4' } });
  await page.waitForSelector(`${row('c4')}.airing`);
  await server.post('air/out', { channel: 'program', layer: 20 });
  await page.waitForSelector(`${row('c4')}.airing`, { state: 'detached' });
});

control_test('an item with a duration leaves the page when it leaves the picture', {}, async (page, server) => {
  await server.post('air/take', { template: 'lower-third', data: { title: 'A', subtitle: '' }, duration_ms: 1500 });
  await page.waitForSelector('[data-layer="20"]');
  await page.waitForSelector('[data-layer="20"]', { state: 'detached' });
  assert.deepEqual(await server.layers(), {});
});

control_test('a Chinese browser gets Chinese, and the switch is remembered', { locale: 'zh-CN' }, async (page) => {
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
  assert.match(await page.textContent('[data-panel=lower-third]'), /人名条/);
  await page.click('[data-action=language]');
  await page.waitForSelector('[data-panel=lower-third] >> text=Lower third');
  await page.reload();
  await page.waitForSelector('[data-panel=lower-third] >> text=Lower third');
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
});

for (const [width, height] of [[1280, 720], [1024, 768]]) {
  control_test(`at ${width}×${height} every control is in sight`, { width, height }, async (page, server) => {
    await server.post('stage', { round: 'am', contestant: 'c1' });
    await page.waitForSelector('[data-action=clock]');
    for (const one of ['[data-take=lower-third]', '[data-take=ranking]', '[data-take=timer]', '[data-take=ad-hoc]', '[data-action=next]', '[data-action=clock]', '[data-action=panic]', row('c1'), '.preview']) {
      const box = await (await page.$(one)).boundingBox();
      assert.ok(box && box.y >= 0 && box.x >= 0 && box.y + box.height <= height && box.x + box.width <= width, one);
    }
  });
}

control_test('in a dock of 380 pixels nothing is cut off sideways, and panic stays in sight', { width: 380, height: 700 }, async (page) => {
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 380);
  const wide = await page.$$eval('main *', (all) => all.filter((one) => one.getBoundingClientRect().right > 381).length);
  assert.equal(wide, 0);
  const box = await (await page.$('[data-action=panic]')).boundingBox();
  assert.ok(box.y + box.height <= 700);
});
