// SPDX-License-Identifier: GPL-2.0-or-later
// Operating: the play head, groups, the lock, rules; undo; and two desks that want the same show.
import assert from 'node:assert/strict';
import { live, open_control, tab_to, with_page } from './browser.mjs';
import { control_test, line, rundown_events, shown_rundown } from './control_page.mjs';
import { until } from './harness.mjs';

const events = rundown_events();

control_test('F5 takes the next cue, and the preview goes on to the one after it', { events }, async (page, server) => {
  await page.waitForSelector(`${line('open')}.cued[aria-selected=true]`);
  await page.keyboard.press('F5');
  await page.waitForSelector(`${line('open')}[data-state=on]`);
  await page.waitForSelector(`${line('lower')}.cued[aria-selected=true]`);
  await server.call('PATCH', 'cues/lower', { skip: true });
  await page.waitForSelector(`${line('corner')}.cued[aria-selected=true]`);
  await page.keyboard.press('F5');
  await page.waitForSelector(`${line('corner')}[data-state=on]`);
  await page.waitForSelector('[data-action=take_next]:disabled');
  assert.deepEqual(Object.keys(await server.layers()).sort(), ['50', '70']);
});

control_test('a cue is made the next one, and is dotted', { events }, async (page, server) => {
  await page.waitForSelector(`${line('open')}.cued`);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('.');
  await page.waitForSelector(`${line('corner')}.cued`);
  assert.equal((await server.get('playhead/playhead')).next, 'corner');
});

control_test('marked cues become a group that is taken as one, and fall apart again', { events }, async (page, server) => {
  await page.waitForSelector(`${line('open')}[aria-selected=true]`);
  await page.keyboard.press('x');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('x');
  await page.waitForSelector(`${line('lower')}.marked`);
  await page.keyboard.press('g');
  await until('two lines', async () => (await shown_rundown(page)).split(' ').length === 2);
  const [group] = (await server.get('rundown/rundown')).items;
  assert.deepEqual((await server.get(`cues/${group}`)).cues, ['open', 'lower']);
  await page.waitForSelector(`${line(group)}[aria-selected=true]`);
  await page.keyboard.press('Space');
  await page.waitForSelector(`${line(group)}[data-state=on]`);
  assert.deepEqual(Object.keys(await server.layers()).sort(), ['20', '50']);
  await page.keyboard.press('Space');
  await until('out', async () => Object.keys(await server.layers()).length === 0);
  await page.keyboard.press('g');
  await until('three lines', async () => (await shown_rundown(page)) === 'open lower corner');
});

control_test('a locked rundown is not changed, and says that it is locked', { events }, async (page, server) => {
  await page.waitForSelector(`${line('open')}[aria-selected=true]`);
  await page.keyboard.press('Shift+L');
  await page.waitForSelector('[data-locked=true]');
  await page.keyboard.press('Alt+ArrowDown');
  await page.waitForSelector('.rundown-panel [role=alert]');
  assert.equal((await server.get('rundown/rundown')).items.join(' '), 'open lower corner');
  await page.keyboard.press('F5');
  await page.waitForSelector(`${line('open')}[data-state=on]`);
  await page.keyboard.press('Shift+L');
  await page.waitForSelector('[data-locked=false]');
});

control_test('a rule is seen and held', {
  events: [{ type: 'rules', id: 'call', data: { name: '上台就放人名条', when: { on: 'called' }, do: { take: { template: 'lower-third', bind: { contestant: '@stage' } } } } }],
}, async (page, server) => {
  await page.keyboard.press('6');
  await page.waitForSelector('[data-rule=call] >> text=上台就放人名条');
  await page.keyboard.press('c');
  await until('the rule took it', async () => (await server.layers())['20']?.template === 'lower-third');
  await page.click('[data-rule=call] button');
  await until('held', async () => (await server.get('rules/call')).held === true);
});

control_test('undo takes the last deed back, says which, and redo does it again', { events }, async (page, server) => {
  await page.waitForSelector(`${line('open')}[aria-selected=true]`);
  await page.keyboard.press('Space');
  await page.waitForSelector(`${line('open')}[data-state=on]`);
  await page.keyboard.press('Control+Z');
  await page.waitForSelector('.notice');
  await page.waitForSelector(`${line('open')}[data-state=off]`);
  await page.keyboard.press('Control+Y');
  await page.waitForSelector(`${line('open')}[data-state=on]`);
  assert.equal((await server.layers())['50'].cue, 'open');
});

control_test('one desk leads; another one watches, may cut, and takes over only when it says so', { events }, async (page, server, { context }) => {
  await page.waitForSelector('[data-lease=mine]');
  await with_page(context.browser(), {}, async (other) => {
    await open_control(other, server);
    await other.waitForSelector('[data-lease=theirs]');
    await other.waitForSelector('.banner.theirs');
    await page.keyboard.press('Space');
    await other.waitForSelector(`${line('open')}[data-state=on]`);
    await other.keyboard.press('Space');
    await other.waitForSelector('.transport [role=alert]');
    assert.equal((await server.layers())['50'].state === 'out', false);
    await other.keyboard.down('Escape');
    await until('cut', async () => Object.keys(await server.layers()).length === 0);
    await other.keyboard.up('Escape');
    await tab_to(other, '[data-action=take_over]');
    await other.keyboard.press('Enter');
    await other.waitForSelector('[data-lease=mine]');
    await page.waitForSelector('[data-lease=theirs]');
    await page.keyboard.press('Space');
    await page.waitForSelector('.transport [role=alert]');
    assert.deepEqual(await server.layers(), {});
  });
  // The other desk is closed: who is left leads again without asking.
  await page.waitForSelector('[data-lease=mine]');
  await live(page);
});
