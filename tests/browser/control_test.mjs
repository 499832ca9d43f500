// SPDX-License-Identifier: GPL-2.0-or-later
import assert from 'node:assert/strict';
import { picture_drawn } from './browser.mjs';
import { marks } from './contest.mjs';
import { control_test, person } from './control_page.mjs';
import { until } from './harness.mjs';

control_test('typing is typing: no key reaches the show from a field', {}, async (page, server) => {
  await server.post('stage', { round: 'am', contestant: 'c1' });
  await page.waitForSelector('[data-on-stage=c1]');
  const before = await server.get('health');
  await page.focus('.ad-hoc [name=title]');
  await page.keyboard.type('c t r l n v');
  await page.keyboard.down('Escape');
  await page.waitForFunction(() => document.activeElement === document.body);
  await page.keyboard.up('Escape');
  await page.keyboard.press('/');
  await page.waitForSelector('[type=search]:focus');
  await page.keyboard.type('c t');
  assert.equal((await server.get('health')).token, before.token);
  assert.equal(await page.inputValue('.ad-hoc [name=title]'), 'c t r l n v');
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
  const field = await page.waitForSelector('.panel-marks [role=alert] code');
  assert.equal(await field.textContent(), '/template');
  assert.deepEqual(await server.layers(), {});
  await page.click('.panel-marks [role=alert] button');
  await page.waitForSelector('.panel-marks [role=alert]', { state: 'detached' });
});

control_test('people are in the running order, and found by number, name and initials', {}, async (page) => {
  const names = () => page.$$eval('.people .name', (all) => all.map((one) => one.textContent));
  await page.keyboard.press('2');
  await until('all are listed', async () => (await names()).join() === '一号选手,二号选手,三号选手,四号选手');
  assert.match(await page.textContent(person('c3')), /村居/);
  await page.keyboard.press('/');
  await page.keyboard.type('4');
  await until('number 4 alone', async () => (await names()).join() === '四号选手');
  await page.fill('[type=search]', 'ehxs');
  await until('the second by initials', async () => (await names())[0] === '二号选手');
  await page.fill('[type=search]', '评委甲');
  await page.waitForSelector('[data-person=j1]');
  await page.fill('[type=search]', '二号');
  await until('the second alone', async () => (await names()).join() === '二号选手');
  await page.press('[type=search]', 'Enter');
  await page.waitForSelector(`${person('c2')}[aria-selected=true]`);
  await until('all are back', async () => (await names()).length === 4);
  await page.selectOption('[data-choice=group]', 'village');
  await until('a group', async () => (await names()).join() === '三号选手,四号选手');
});

control_test('C calls the next contestant and readies the clock', {}, async (page, server) => {
  await page.keyboard.press('c');
  await page.waitForSelector('[data-on-stage=c1]');
  await page.waitForSelector('[data-clock="3:00"]');
  assert.equal((await server.get('stage/stage')).contestant, 'c1');
});

control_test('two hasty presses of C call one contestant', {}, async (page, server) => {
  await page.evaluate(() => {
    for (let i = 0; i < 2; i += 1) window.dispatchEvent(new KeyboardEvent('keydown', { key: 'c' }));
  });
  await page.waitForSelector('[data-on-stage=c1]');
  assert.equal((await server.get('stage/stage')).contestant, 'c1');
});

control_test('somebody is put on stage by hand', {}, async (page, server) => {
  await page.keyboard.press('2');
  await page.click(person('c3'));
  await page.click('[data-action=put-on-stage]');
  await page.waitForSelector('[data-on-stage=c3]');
  assert.equal((await server.get('stage/stage')).contestant, 'c3');
});

control_test('whoever is selected is in the preview, Space takes the very picture, and Space takes it out', {}, async (page, server) => {
  await page.keyboard.press('2');
  await page.click(person('c2'));
  await page.waitForSelector('[data-monitor=preview][data-picture=current]');
  await until('the lower third is in the preview', () => picture_drawn(page, 'preview'));
  assert.deepEqual(await server.layers(), {});
  await page.keyboard.press('Space');
  await page.waitForSelector('[data-layer="20"][data-state=on]');
  await page.waitForSelector('[data-action=take][aria-pressed=true]');
  await page.waitForSelector(`${person('c2')}.on`);
  assert.deepEqual((await server.layers())['20'].bind, { contestant: 'c2' });
  await until('the lower third is in the program', () => picture_drawn(page));
  const pictures = await page.$$eval('.monitor canvas', (all) => all.map((canvas) => canvas.toDataURL()));
  await until('preview and program are the same picture', async () => {
    const now = await page.$$eval('.monitor canvas', (all) => all.map((canvas) => canvas.toDataURL()));
    return now[0] === now[1];
  });
  assert.equal(pictures.length, 2);

  await page.keyboard.press('Space');
  await page.waitForSelector('[data-layer="20"]', { state: 'detached' });
  assert.deepEqual(await server.layers(), {});
  await until('the picture is empty', async () => !(await picture_drawn(page)));
});

control_test('Space on somebody else replaces the lower third', {}, async (page, server) => {
  await page.keyboard.press('2');
  await page.click(person('c2'));
  await page.keyboard.press('Space');
  await page.waitForSelector(`${person('c2')}.on`);
  await page.keyboard.press('ArrowDown');
  await page.waitForSelector(`${person('c3')}[aria-selected=true]`);
  await page.keyboard.press('Space');
  await page.waitForSelector(`${person('c3')}.on`);
  assert.deepEqual((await server.layers())['20'].bind, { contestant: 'c3' });
});

control_test('a focused button does not answer to Space as well, nor a clicked one to Enter', {}, async (page, server) => {
  await page.keyboard.press('2');
  await page.click(person('c1'));
  await page.focus('[data-action=ranking]');
  await page.keyboard.press('Space');
  await page.waitForSelector('[data-layer="20"][data-state=on]');
  assert.deepEqual(Object.keys(await server.layers()), ['20']);
  await page.click('[data-action=take]');
  await page.waitForSelector('[data-layer="20"]', { state: 'detached' });
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-panel=editor]');
  assert.deepEqual(await server.layers(), {});
});

control_test('L takes the lower third of whoever is on stage', {}, async (page, server) => {
  await page.keyboard.press('c');
  await page.waitForSelector('[data-on-stage=c1]');
  await page.keyboard.press('l');
  await page.waitForSelector('[data-action=lower_third][aria-pressed=true]');
  await page.waitForSelector('[data-layer="20"][data-state=on]');
  assert.deepEqual((await server.layers())['20'].bind, { contestant: 'c1' });
  await page.keyboard.press('l');
  await page.waitForSelector('[data-layer="20"]', { state: 'detached' });
});

control_test('another lower third goes on air with two fields and Enter', {}, async (page, server) => {
  await page.keyboard.press('a');
  await page.waitForSelector('.ad-hoc [name=title]:focus');
  await page.keyboard.type('特邀嘉宾');
  await page.keyboard.press('Tab');
  await page.keyboard.type('评审组');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-layer="20"][data-state=on]');
  assert.match(await page.textContent('[data-layer="20"]'), /特邀嘉宾/);
  const { data, bind } = (await server.layers())['20'];
  assert.deepEqual([data.title, data.subtitle, bind], ['特邀嘉宾', '评审组', null]);
  await page.click('[data-layer="20"] [data-layer-action=out]');
  await page.waitForSelector('[data-layer="20"]', { state: 'detached' });
});

control_test('data on air is held and let go, layer by layer', {}, async (page, server) => {
  await server.post('air/take', { template: 'lower-third', bind: { contestant: 'c1' } });
  await page.click('[data-layer="20"] [data-layer-action=hold]');
  await page.waitForSelector('[data-layer="20"] .chip.warn');
  await server.call('PATCH', 'contestants/c1', { name: '改名后' });
  assert.equal((await server.layers())['20'].data.title, '一号选手');
  await page.click('[data-layer="20"] [data-layer-action=hold]');
  await page.waitForSelector('[data-layer="20"] >> text=改名后');
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
  await page.keyboard.press('-');
  await page.waitForSelector('[data-clock="2:50"]');
  await page.click('[data-action=plus]');
  await page.waitForSelector('[data-clock="3:00"]');
  await page.keyboard.press('t');
  await page.waitForSelector('[data-phase=normal]');
  assert.ok(await page.isDisabled('[data-action=clock_reset]'));
  await page.waitForSelector('[data-clock^="2:"]');
  await page.keyboard.press('t');
  await page.waitForSelector('[data-action=clock_reset]:enabled');
  await page.keyboard.press('0');
  await page.waitForSelector('[data-clock="3:00"][data-phase=idle]');
});

control_test('a clock is made by writing its time, and taken with K', {}, async (page, server) => {
  await page.fill('.duration input', 'soon');
  await page.press('.duration input', 'Enter');
  await page.waitForSelector('.duration [aria-invalid=true]');
  await page.fill('.duration input', '1:30');
  await page.press('.duration input', 'Enter');
  await page.waitForSelector('[data-clock="1:30"]');
  assert.equal((await server.get('timers/stage')).duration_ms, 90_000);
  await page.press('.duration input', 'Escape');
  await page.keyboard.press('k');
  await page.waitForSelector('[data-layer="30"][data-state=on]');
  assert.deepEqual((await server.layers())['30'].bind, { timer: 'stage' });
  await page.click('[data-action=clock_air][aria-pressed=true]');
  await page.waitForSelector('[data-layer="30"]', { state: 'detached' });
});

control_test('R takes the ranking of the round, and R takes it out', { events: marks('c2', '91.5') }, async (page, server) => {
  await page.keyboard.press('r');
  await page.waitForSelector('[data-action=ranking][aria-pressed=true]');
  assert.deepEqual((await server.layers())['40'].bind, { round: 'am' });
  await page.waitForSelector('[data-layer="40"][data-state=on]');
  await page.keyboard.press('r');
  await page.waitForSelector('[data-layer="40"]', { state: 'detached' });
});

control_test('marks come in judge by judge, and who is missing is named', {}, async (page, server) => {
  await server.post('stage', { round: 'am', contestant: 'c2' });
  await page.waitForSelector('[data-judge=j1][data-mark=missing]');
  assert.match(await page.textContent('[data-judge=j2]'), /评委乙/);
  await server.post('events', [marks('c2', '91.5')[0]]);
  await page.waitForSelector('[data-judge=j1][data-mark="91.5"]');
  await page.waitForSelector('[data-judge=j2][data-mark=missing]');
  await page.waitForSelector('[data-marks="1 of 2"]');
  await server.post('events', [marks('c2', '91.5')[1]]);
  await page.waitForSelector('[data-marks="2 of 2"].good');
  await page.waitForSelector('[data-total="91.50"]');
  await page.keyboard.press('s');
  await page.waitForSelector('[data-action=score_card][aria-pressed=true]');
  assert.deepEqual((await server.layers())['41'].bind, { score: { round: 'am', contestant: 'c2' } });
});

const kSealed = [
  ...marks('c1', '80'),
  ...marks('c2', '90'),
  { type: 'rounds', id: 'am', data: { name: '第一轮', visibility: 'sealed', contestants: ['c1', 'c2'], scoring: { method: 'marks' } } },
];
control_test('V reveals from the last place up, B takes back', { events: kSealed }, async (page, server) => {
  await page.keyboard.press('4');
  await page.waitForSelector('[data-revealed="0"]');
  await page.keyboard.press('v');
  await page.waitForSelector('[data-row=c1].known');
  assert.equal(await page.$('[data-row=c2].known'), null);
  await page.keyboard.press('b');
  await page.waitForSelector('[data-revealed="0"]');
  assert.deepEqual(await server.get('reveals'), []);
});

control_test('a message for the ticker is written, taken and removed', {}, async (page, server) => {
  await page.keyboard.press('m');
  await page.waitForSelector('.message-form input:focus');
  await page.keyboard.type('下午一点半继续');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-message=m1] >> text=下午一点半继续');
  await page.click('[data-action=ticker]');
  await page.waitForSelector('[data-action=ticker][aria-pressed=true]');
  assert.deepEqual((await server.layers())['60'].bind, { messages: true });
  await page.click('[data-message=m1] button');
  await page.waitForSelector('[data-message]', { state: 'detached' });
  assert.deepEqual(await server.get('messages'), []);
});

control_test('Esc held cuts everything, and automation waits for its release', {}, async (page, server) => {
  await server.post('air/take', { template: 'lower-third', bind: { contestant: 'c1' } });
  await page.waitForSelector('[data-layer="20"]');
  await page.keyboard.down('Escape');
  await page.waitForSelector('[data-layer="20"]', { state: 'detached' });
  await page.keyboard.up('Escape');
  assert.deepEqual(await server.layers(), {});
  await page.click('.banner.held button');
  await page.waitForSelector('.banner.held', { state: 'detached' });
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
  await page.keyboard.press('2');
  await server.call('PATCH', 'contestants/c2', { name: '王二号' });
  await page.waitForSelector(`${person('c2')} >> text=王二号`);
  await server.post('events', marks('c3', '88.5'));
  await page.waitForSelector(`${person('c3')} >> text=88.50`);
  await server.post('air/take', { template: 'lower-third', bind: { contestant: 'c4' } });
  await page.waitForSelector(`${person('c4')}.on`);
  await server.post('air/out', { channel: 'program', layer: 20 });
  await page.waitForSelector(`${person('c4')}.on`, { state: 'detached' });
});

control_test('an item with a duration leaves the page when it leaves the picture', {}, async (page, server) => {
  await server.post('air/take', { template: 'lower-third', data: { title: 'A', subtitle: '' }, duration_ms: 1500 });
  await page.waitForSelector('[data-layer="20"]');
  await page.waitForSelector('[data-layer="20"]', { state: 'detached' });
  assert.deepEqual(await server.layers(), {});
});

control_test('a key is changed on this device, never to one that is taken, and stays changed', {}, async (page) => {
  await page.keyboard.press('?');
  await page.waitForSelector('.dialog-keys[open]');
  await page.click('[data-key-of=next_contestant] button');
  await page.keyboard.press('t');
  await page.waitForSelector('.dialog-keys [role=alert]');
  await page.click('[data-key-of=next_contestant] button');
  await page.keyboard.press('j');
  await page.waitForSelector('[data-key-of=next_contestant] kbd >> text=J');
  await page.click('[data-action=close-dialog]');
  await page.reload();
  await page.waitForSelector('.console[data-phase=live]');
  assert.match(await page.textContent('[data-action=next_contestant] kbd'), /J/);
  await page.keyboard.press('j');
  await page.waitForSelector('[data-on-stage=c1]');
});

control_test('a Chinese browser gets Chinese, and the switch is remembered', { locale: 'zh-CN' }, async (page) => {
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
  assert.match(await page.textContent('[data-panel=ad-hoc]'), /临时人名条/);
  await page.click('.menu summary');
  await page.click('[data-action=language]');
  await page.waitForSelector('[data-panel=ad-hoc] >> text=Other lower third');
  await page.reload();
  await page.waitForSelector('[data-panel=ad-hoc] >> text=Other lower third');
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
});
