// SPDX-License-Identifier: GPL-2.0-or-later
import assert from 'node:assert/strict';
import { picture_drawn } from './browser.mjs';
import { control_test, line, rundown_events } from './control_page.mjs';
import { until } from './harness.mjs';

control_test('a graphic is written in a form made from its schema, seen before it is saved, and saved as a cue', {}, async (page, server) => {
  await page.click('[data-template=title]');
  await page.waitForSelector('.editor [name=template]:focus');
  await page.fill('.editor [name=title]', '擂台比武');
  await page.waitForSelector('[data-monitor=preview][data-picture=current]');
  await until('it is in the preview', () => picture_drawn(page, 'preview'));
  assert.deepEqual(await server.layers(), {});
  await page.fill('.editor [name=cue-name]', '开场');
  await page.press('.editor [name=cue-name]', 'Enter');
  await page.waitForSelector('[data-cue][aria-selected=true] >> text=开场');
  const [id] = (await server.get('rundown/rundown')).items;
  const { name, template, data } = await server.get(`cues/${id}`);
  assert.deepEqual([name, template, data], ['开场', 'title', { title: '擂台比武' }]);
});

control_test('a form offers what the template can be bound to, with what is most likely meant', {}, async (page, server) => {
  await server.post('stage', { round: 'am', contestant: 'c2' });
  await page.waitForSelector('[data-on-stage=c2]');
  await page.click('[data-template=score-card]');
  assert.equal(await page.inputValue('.editor [name=bind-kind]'), 'score');
  assert.equal(await page.inputValue('.editor [name=bind-round]'), 'am');
  assert.equal(await page.inputValue('.editor [name=bind-contestant]'), '@stage');
  await page.selectOption('.editor [name=bind-contestant]', 'c3');
  await page.click('[data-action=take-draft]');
  await page.waitForSelector('[data-layer="41"]');
  assert.deepEqual((await server.layers())['41'].bind, { score: { round: 'am', contestant: 'c3' } });
});

control_test('lists within lists are written, and what is left empty is not sent', {}, async (page, server) => {
  await page.click('[data-template=awards]');
  await page.selectOption('.editor [name=bind-kind]', '');
  await page.click('summary >> text=Groups');
  await page.click('[aria-label="Add: Groups"]');
  await page.fill('.editor fieldset [name=name]', '优秀部门');
  await page.click('summary >> text=Winners');
  await page.click('[aria-label="Add: Winners"]');
  await page.fill('.editor fieldset fieldset [name=name]', '1号选手');
  await page.click('[data-action=take-draft]');
  await page.waitForSelector('[data-layer="45"]');
  assert.deepEqual((await server.layers())['45'].data, {
    groups: [{ id: 'r1', name: '优秀部门', winners: [{ id: 'r1', name: '1号选手' }] }],
  });
});

control_test('Enter edits the selected cue; cancelled, it is as it was', { events: rundown_events() }, async (page, server) => {
  await page.waitForSelector(`${line('open')}[aria-selected=true]`);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-panel=editor]');
  await page.fill('.editor [name=title]', '不要');
  await page.click('[data-action=cancel-edit]');
  await page.waitForSelector('[data-panel=editor]', { state: 'detached' });
  assert.equal((await server.get('cues/open')).data.title, '擂台比武');
  await page.keyboard.press('Enter');
  await page.fill('.editor [name=duration]', '8.5');
  await page.fill('.editor [name=note]', '先等音乐');
  await page.press('.editor [name=note]', 'Enter');
  await page.waitForSelector(`${line('open')} >> text=先等音乐`);
  assert.equal((await server.get('cues/open')).duration_ms, 8500);
});

control_test('what a form is refused for is shown with its field', {}, async (page, server) => {
  await page.click('[data-template=ranking]');
  await page.selectOption('.editor [name=bind-kind]', '');
  await page.fill('.editor [name=limit]', '-5');
  await page.click('[data-action=take-draft]');
  const field = await page.waitForSelector('.panel-editor [role=alert] code');
  assert.equal(await field.textContent(), '/data/limit');
  assert.deepEqual(await server.layers(), {});
});
