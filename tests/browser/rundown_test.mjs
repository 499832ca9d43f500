// SPDX-License-Identifier: GPL-2.0-or-later
import assert from 'node:assert/strict';
import { picture_drawn } from './browser.mjs';
import { control_test, line, rundown_events, shown_rundown } from './control_page.mjs';
import { until } from './harness.mjs';

const events = rundown_events();
const shows = (page, ids) => until(`the rundown is ${ids}`, async () => (await shown_rundown(page)) === ids);

control_test('the arrows go through the rundown, the preview goes along, and nothing is on air', { events }, async (page, server) => {
  await page.waitForSelector(`${line('open')}[aria-selected=true]`);
  await page.keyboard.press('ArrowDown');
  await page.waitForSelector(`${line('lower')}[aria-selected=true]`);
  await page.waitForSelector('[data-monitor=preview][data-picture=current] >> text=一号选手');
  await until('drawn', () => picture_drawn(page, 'preview'));
  assert.deepEqual(await server.layers(), {});
});

control_test('a cue that cannot be taken now says why in the preview', {
  events: [
    { type: 'cues', id: 'nobody', data: { template: 'lower-third', bind: { contestant: '@stage' } } },
    { type: 'rundown', id: 'rundown', data: { items: ['nobody'] } },
  ],
}, async (page, server) => {
  await page.waitForSelector('[data-monitor=preview] .screen-note >> text=/stage/');
  await server.post('stage', { round: 'am', contestant: 'c1' });
  await page.waitForSelector('[data-monitor=preview][data-picture=current]');
});

control_test('Space takes the selected cue, and its line is red while it is on air, only then', { events }, async (page, server) => {
  await page.waitForSelector(`${line('open')}[aria-selected=true]`);
  await page.keyboard.press('Space');
  await page.waitForSelector(`${line('open')}[data-state=on]`);
  assert.equal((await server.layers())['50'].cue, 'open');
  assert.equal(await page.$(`${line('lower')}[data-state=on]`), null);
  await page.waitForSelector('[data-layer="50"][data-state=on]');
  await page.keyboard.press('Space');
  await page.waitForSelector(`${line('open')}[data-state=off]`);
  assert.deepEqual(await server.layers(), {});
});

control_test('a cue that was written anew is updated in place by F6', { events }, async (page, server) => {
  await page.waitForSelector(`${line('open')}[aria-selected=true]`);
  await page.keyboard.press('F2');
  await page.waitForSelector(`${line('open')}[data-state=on]`);
  const { taken_at } = (await server.layers())['50'];
  await server.call('PATCH', 'cues/open', { data: { title: '改过的标题' } });
  await page.keyboard.press('F6');
  await page.waitForSelector('[data-layer="50"] >> text=改过的标题');
  assert.equal((await server.layers())['50'].taken_at, taken_at);
  await page.keyboard.press('F10');
  await page.waitForSelector('[data-layer="50"]', { state: 'detached' });
});

control_test('cues are sorted, doubled, skipped and deleted, also while another desk sorts', { events }, async (page, server) => {
  await shows(page, 'open lower corner');
  await page.keyboard.press('Alt+ArrowDown');
  await shows(page, 'lower open corner');
  // Another desk adds a line that this page has no time to see.
  await server.post('events', [
    { type: 'cues', id: 'late', data: { template: 'title', data: { title: '后加' } } },
    { type: 'rundown', id: 'rundown', data: { items: ['late', 'lower', 'open', 'corner'] } },
  ]);
  await page.keyboard.press('Alt+ArrowDown');
  await shows(page, 'late lower corner open');
  await page.keyboard.press('Shift+S');
  await page.waitForSelector(`${line('open')}.skipped`);
  assert.equal((await server.get('cues/open')).skip, true);
  await page.keyboard.press('d');
  await until('doubled', async () => (await server.get('rundown/rundown')).items.length === 5);
  const copy = (await server.get('rundown/rundown')).items[4];
  await page.waitForSelector(`${line(copy)}[aria-selected=true]`);
  assert.deepEqual((await server.get(`cues/${copy}`)).data, (await server.get('cues/open')).data);
  await page.click('.more-tools > summary');
  await page.click('[data-action=delete-cue]');
  assert.equal((await server.get('rundown/rundown')).items.length, 5);
  await page.click('[data-action=delete-cue]');
  await shows(page, 'late lower corner open');
  await until('gone', async () => !(await server.get('cues')).some((cue) => cue.id === copy));
});

control_test('a line is dragged to another place', { events }, async (page) => {
  await shows(page, 'open lower corner');
  await page.dragAndDrop(line('corner'), line('open'));
  await shows(page, 'corner open lower');
});

control_test('somebody found is put into the rundown', { events }, async (page, server) => {
  await page.keyboard.press('/');
  await page.keyboard.type('三号');
  await page.waitForSelector('.people .row');
  await page.keyboard.press('Enter');
  await page.click('[data-action=person-to-rundown]');
  await until('added', async () => (await server.get('rundown/rundown')).items.length === 4);
  const { items } = await server.get('rundown/rundown');
  assert.deepEqual((await server.get(`cues/${items[3]}`)).bind, { contestant: 'c3' });
});
