// SPDX-License-Identifier: GPL-2.0-or-later
// What is done before it begins: photos, the running order, and a rehearsal's marks.
import assert from 'node:assert/strict';
import { control_test, person } from './control_page.mjs';
import { marks } from './contest.mjs';
import { until } from './harness.mjs';

const order_of = async (server) => (await server.get('rounds/am')).contestants.join(' ');

/** A small picture that any page can make. */
async function drawn_png(page) {
  const base64 = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 50 });
    const context = canvas.getContext('2d');
    context.fillStyle = '#c33';
    context.fillRect(0, 0, 40, 50);
    return canvas.toDataURL('image/png').split(',')[1];
  });
  return Buffer.from(base64, 'base64');
}

/** As from a folder on the desk. */
async function drop_file(page, selector, picture) {
  await page.$eval(
    selector,
    (target, base64) => {
      const raw = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([raw], 'x.png', { type: 'image/png' }));
      const event = (type) => new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
      target.dispatchEvent(event('dragover'));
      target.dispatchEvent(event('drop'));
    },
    picture.toString('base64'),
  );
}

async function open_order(page) {
  await page.keyboard.press('2');
  await page.click('[data-action=order]');
  await page.waitForSelector('.dialog-order[open]');
}

async function set_order(page) {
  await page.click('[data-action=set-order]');
  await page.click('[data-action=set-order].asked');
}

control_test('a photo that is chosen is theirs, is replaced by the next, and can be taken away', {}, async (page, server) => {
  await page.keyboard.press('2');
  await page.click(person('c3'));
  const png = { name: 'x.png', mimeType: 'image/png', buffer: await drawn_png(page) };
  await page.setInputFiles('[data-choice=photo]', png);
  await page.waitForSelector('.face-photo');
  const { photo } = await server.get('contestants/c3');
  const kept = await fetch(`${server.url}/api/v1/media/${photo}`);
  assert.deepEqual(Buffer.from(await kept.arrayBuffer()), png.buffer);
  await page.waitForFunction(() => document.querySelector('.face-photo').naturalWidth === 40);
  await page.waitForSelector('[data-action=photo]:not([aria-busy=true])');
  await page.setInputFiles('[data-choice=photo]', png);
  await until('another name', async () => (await server.get('contestants/c3')).photo !== photo);
  await page.waitForSelector('[data-action=photo]:not([aria-busy=true])');
  await page.click('[data-action=remove-photo]');
  await page.waitForSelector('.face-photo', { state: 'detached' });
  assert.equal((await server.get('contestants/c3')).photo, undefined);
});

control_test('a photo may be a GIF', {}, async (page, server) => {
  await page.keyboard.press('2');
  await page.click(person('c3'));
  const buffer = Buffer.from('R0lGODlhAQABAPAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');
  await page.setInputFiles('[data-choice=photo]', { name: 'x.gif', mimeType: 'image/gif', buffer });
  await page.waitForFunction(() => document.querySelector('.face-photo')?.naturalWidth === 1);
  assert.match((await server.get('contestants/c3')).photo, /\.gif$/);
});

control_test('a file that is no picture changes nothing, and the page says so', {}, async (page, server) => {
  await page.keyboard.press('2');
  await page.click(person('c3'));
  await page.setInputFiles('[data-choice=photo]', { name: 'x.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') });
  await page.waitForSelector('.people-panel [role=alert]');
  await page.setInputFiles('[data-choice=photo]', { name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await page.waitForSelector('.people-panel .report');
  assert.equal((await server.get('contestants/c3')).photo, undefined);
  assert.deepEqual(await server.get('media'), []);
});

control_test('a picture dropped on somebody in the list is theirs, whoever is selected', {}, async (page, server) => {
  await page.keyboard.press('2');
  await page.click(person('c1'));
  await drop_file(page, person('c2'), await drawn_png(page));
  await until('it is theirs', async () => (await server.get('contestants/c2')).photo);
  assert.equal((await server.get('contestants/c1')).photo, undefined);
});

async function open_contest(page) {
  await page.click('.menu summary');
  await page.click('[data-action=contest]');
  await page.waitForSelector('.dialog-contest[open]');
}

control_test("a file that is no picture is no logo, and the contest's own stays", {}, async (page, server) => {
  await server.call('PATCH', 'contest/contest', { logo: 'old.png' });
  await open_contest(page);
  await page.setInputFiles('[data-choice=logo]', { name: 'x.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') });
  await page.waitForSelector('.contest-logo [role=alert]');
  await page.setInputFiles('[data-choice=logo]', { name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await page.waitForSelector('.dialog-contest .report');
  assert.equal((await server.get('contest/contest')).logo, 'old.png');
  assert.deepEqual(await server.get('media'), []);
});

for (const locale of ['en-GB', 'zh-CN']) {
  control_test(`the contest's logo is chosen, shown, replaced, dropped and taken away (${locale})`, { locale }, async (page, server) => {
    const { name } = await server.get('contest/contest');
    await open_contest(page);
    const png = { name: 'x.png', mimeType: 'image/png', buffer: await drawn_png(page) };
    await page.setInputFiles('[data-choice=logo]', png);
    await page.waitForFunction(() => document.querySelector('.dialog-contest .logo')?.naturalWidth === 40);
    await page.waitForFunction(() => document.querySelector('.top .logo-small')?.naturalWidth === 40);
    const first = (await server.get('contest/contest')).logo;
    const kept = await fetch(`${server.url}/api/v1/media/${first}`);
    assert.deepEqual(Buffer.from(await kept.arrayBuffer()), png.buffer);
    await page.waitForSelector('[data-action=logo]:not([aria-busy=true])');
    await page.setInputFiles('[data-choice=logo]', png);
    await until('another name', async () => (await server.get('contest/contest')).logo !== first);
    const second = (await server.get('contest/contest')).logo;
    await page.waitForFunction((logo) => document.querySelector('.dialog-contest .logo')?.src.endsWith(logo), second);
    await page.waitForSelector('[data-action=logo]:not([aria-busy=true])');
    await drop_file(page, '.contest-logo', png.buffer);
    await until('the dropped one', async () => (await server.get('contest/contest')).logo !== second);
    await page.waitForSelector('[data-action=logo]:not([aria-busy=true])');
    await page.click('[data-action=remove-logo]');
    await page.waitForSelector('.logo, .logo-small', { state: 'detached' });
    assert.deepEqual(await server.get('contest/contest').then(({ logo, name: same }) => [logo, same]), [undefined, name]);
  });
}

control_test('the contest is named where it had no name, and a logo is the first thing that is known of another', {}, async (page, server) => {
  await open_contest(page);
  await page.fill('[name=contest-name]', '街道擂台');
  await page.fill('[name=contest-subtitle]', '');
  await page.click('[data-action=save-contest]');
  await page.waitForSelector('.contest-form [role=status]');
  assert.equal((await server.get('contest/contest')).name, '街道擂台');
  assert.equal(await page.textContent('.top h1'), '街道擂台');
  await server.call('DELETE', 'contest/contest');
  await page.waitForFunction(() => document.querySelector('[name=contest-name]').value === '');
  await page.setInputFiles('[data-choice=logo]', { name: 'x.png', mimeType: 'image/png', buffer: await drawn_png(page) });
  await page.waitForSelector('.top .logo-small');
  assert.deepEqual(Object.keys(await server.get('contest/contest')).sort(), ['id', 'logo']);
});

control_test('the running order is written with the keyboard, and nothing is sent before it is confirmed', {}, async (page, server) => {
  await open_order(page);
  await page.focus('.order-list');
  await page.selectOption('.order-list', 'c3');
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('Alt+ArrowUp');
  await page.click('[data-action=set-order]');
  assert.equal(await order_of(server), 'c1 c2 c3 c4');
  await page.click('[data-action=set-order].asked');
  await page.waitForSelector('.order-how [role=status]');
  assert.equal(await order_of(server), 'c3 c1 c2 c4');
});

control_test('an order that somebody else changed meanwhile is not overwritten', {}, async (page, server) => {
  await open_order(page);
  await page.focus('.order-list');
  await page.selectOption('.order-list', 'c4');
  await page.keyboard.press('Alt+ArrowUp');
  await server.call('PATCH', 'rounds/am', { contestants: ['c4', 'c3', 'c2', 'c1'] });
  await set_order(page);
  await page.waitForSelector('.dialog-order .report');
  assert.equal(await order_of(server), 'c4 c3 c2 c1');
});

control_test('the order is drawn by lot, and the round keeps the lot', {}, async (page, server) => {
  await open_order(page);
  await page.check('input[value=lot]');
  await set_order(page);
  await page.waitForSelector('.order-how [role=status]');
  const round = await server.get('rounds/am');
  assert.deepEqual([...round.contestants].sort(), ['c1', 'c2', 'c3', 'c4']);
  const shown = await page.$$eval('.order-list option', (all) => all.map((one) => one.value));
  assert.deepEqual(shown, round.contestants);
});

const kEarlier = [
  { type: 'rounds', id: 'early', data: { name: '预赛', order: 0, contestants: ['c1', 'c2', 'c3'], visibility: 'live', scoring: { method: 'marks', criteria: [{ id: 'total', min: '0', max: '100', step: '0.1' }] } } },
  ...['c1', 'c2', 'c3'].flatMap((contestant, i) =>
    marks(contestant, String(70 + 10 * i)).map(({ id, data, ...more }) => ({ ...more, id: `early-${id}`, data: { ...data, round: 'early' } })),
  ),
];

control_test('the order comes from how another round came out, the last first', { events: kEarlier }, async (page, server) => {
  await page.keyboard.press('2');
  await page.selectOption('[data-choice=round]', 'am');
  await page.click('[data-action=order]');
  await page.check('input[value=ranking]');
  await page.check('input[name=reversed]');
  await set_order(page);
  await page.waitForSelector('.order-how [role=status]');
  assert.equal(await order_of(server), 'c1 c2 c3');
});

control_test('a rehearsal invents marks for whoever is on stage, or the whole round', { server: { rehearsal: true } }, async (page, server) => {
  await server.post('stage', { round: 'am', contestant: 'c2' });
  await page.click('[data-action=invent]');
  await page.waitForSelector('[data-marks^="2"]');
  await page.waitForSelector('[data-action=invent]', { state: 'detached' });
  const complete = async () => (await server.get('rounds/am/standings?audience=operator')).rows.filter((row) => row.status === 'complete').length;
  assert.equal(await complete(), 1);
  await page.keyboard.press('4');
  await page.click('[data-action=invent-round]');
  assert.equal(await complete(), 1);
  await page.click('[data-action=invent-round].asked');
  await until('all marks are in', async () => (await complete()) === 4);
});

control_test('outside of a rehearsal no marks are invented', {}, async (page, server) => {
  await server.post('stage', { round: 'am', contestant: 'c2' });
  await page.waitForSelector('[data-on-stage=c2]');
  await page.keyboard.press('4');
  await page.waitForSelector('[data-action=reveal_next]');
  assert.equal(await page.$('[data-action=invent], [data-action=invent-round]'), null);
});
