// SPDX-License-Identifier: GPL-2.0-or-later
// What the pages reckon themselves, without a browser.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from './harness.mjs';

/** One of the pages' own modules, as the build would bundle it. */
async function load(path) {
  const { build } = createRequire(join(process.env.LEITAI_PAGES, 'package.json'))('esbuild');
  const folder = await mkdtemp(join(tmpdir(), 'leitai-module-'));
  try {
    const outfile = join(folder, 'module.mjs');
    await build({ entryPoints: [join(process.env.LEITAI_PAGES, 'src', path)], bundle: true, format: 'esm', outfile });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const kAnchor = Date.parse('2022-07-31T01:00:00.000Z');
const kTalk = { mode: 'down', duration_ms: 180_000, warn_ms: 30_000, danger_ms: 10_000, overtime: 'count' };

function running(timer, elapsed_ms = 0) {
  return { ...timer, state: 'running', anchor: '2022-07-31T01:00:00.000Z', elapsed_ms };
}

test('a down clock shows the ceiling of its seconds, and overtime the floor', async () => {
  const { clock_face } = await load('shared/clock.ts');
  const at = (ms) => clock_face(running(kTalk), kAnchor + ms).text;
  assert.equal(at(0), '3:00');
  assert.equal(at(1), '3:00');
  assert.equal(at(1000), '2:59');
  assert.equal(at(179_001), '0:01');
  assert.equal(at(180_000), '0:00');
  assert.equal(at(180_999), '+0:00');
  assert.equal(at(181_000), '+0:01');
  assert.equal(at(180_000 + 3_661_000), '+1:01:01');
});

test('a clock without overtime stops at its end', async () => {
  const { clock_face } = await load('shared/clock.ts');
  const down = clock_face(running({ ...kTalk, overtime: 'stop' }), kAnchor + 200_000);
  assert.deepEqual([down.text, down.phase], ['0:00', 'overtime']);
  const up = clock_face(running({ ...kTalk, mode: 'up', overtime: 'stop' }), kAnchor + 200_000);
  assert.equal(up.text, '3:00');
});

test('an up clock shows the floor of its seconds', async () => {
  const { clock_face } = await load('shared/clock.ts');
  const at = (ms) => clock_face(running({ mode: 'up' }), kAnchor + ms).text;
  assert.equal(at(999), '0:00');
  assert.equal(at(1000), '0:01');
  assert.equal(at(3_599_999), '59:59');
  assert.equal(at(3_600_000), '1:00:00');
});

test('warning and danger begin at exactly their remaining time', async () => {
  const { clock_face } = await load('shared/clock.ts');
  const phase = (ms) => clock_face(running(kTalk), kAnchor + ms).phase;
  assert.equal(phase(149_999), 'normal');
  assert.equal(phase(150_000), 'warning');
  assert.equal(phase(169_999), 'warning');
  assert.equal(phase(170_000), 'danger');
  assert.equal(phase(180_000), 'overtime');
});

test('a paused clock stands at what had passed', async () => {
  const { clock_face } = await load('shared/clock.ts');
  const paused = { ...kTalk, state: 'paused', anchor: null, elapsed_ms: 61_500 };
  assert.equal(clock_face(paused, kAnchor + 999_999).text, '1:59');
});

test('a duration that is none is refused', async () => {
  const { parse_duration } = await load('shared/clock.ts');
  for (const text of ['', '0', '-3', '3.5', 'three', '1:2:3:4', '24:00:00', '3:', ':30']) {
    assert.equal(parse_duration(text), null, text);
  }
  assert.equal(parse_duration('90'), 90_000);
  assert.equal(parse_duration(' 3:00 '), 180_000);
  assert.equal(parse_duration('3：30'), 210_000);
  assert.equal(parse_duration('1:02:03'), 3_723_000);
});

test("the clocks' difference comes from the answer with the shortest way", async () => {
  const { ServerClock } = await load('shared/clock.ts');
  const clock = new ServerClock();
  assert.equal(clock.offset(), 0);
  clock.observe('2022-07-31T01:00:05.000Z', kAnchor, kAnchor + 2000);
  assert.equal(clock.offset(), 4000);
  clock.observe('2022-07-31T01:00:05.000Z', kAnchor, kAnchor + 10);
  clock.observe('2022-07-31T01:00:09.000Z', kAnchor, kAnchor + 4000);
  assert.equal(clock.offset(), 4995);
  clock.observe('not a time', kAnchor, kAnchor);
  assert.equal(clock.offset(), 4995);
});

test('the next contestant is the next one who has not withdrawn', async () => {
  const { up_next } = await load('control/roster_model.ts');
  const entry = (id, withdrawn = false) => ({ id, position: 1, contestant: { number: id.slice(1), name: `n${id}`, withdrawn } });
  const entries = [entry('c3'), entry('c13'), entry('c30', true), entry('c4')];
  assert.equal(up_next(entries, null).id, 'c3');
  assert.equal(up_next(entries, 'c13').id, 'c4');
  assert.equal(up_next(entries, 'c4'), undefined);
});

test('a change of the rundown is made to whatever the rundown is by then', async () => {
  const { moved, moved_onto, inserted, removed, grouped, ungrouped } = await load('control/rundown_model.ts');
  const items = ['a', 'b', 'c', 'd'];
  assert.deepEqual(moved(items, 'gone', 1), items);
  assert.deepEqual(moved(items, 'a', -1), items);
  assert.deepEqual(moved(items, 'd', 1), items);
  assert.deepEqual(moved(items, 'b', 1), ['a', 'c', 'b', 'd']);
  assert.deepEqual(moved_onto(items, 'a', 'gone'), items);
  assert.deepEqual(moved_onto(items, 'a', 'c'), ['b', 'c', 'a', 'd']);
  assert.deepEqual(moved_onto(items, 'd', 'a'), ['d', 'a', 'b', 'c']);
  assert.deepEqual(inserted(items, 'x', 'gone'), ['a', 'b', 'c', 'd', 'x']);
  assert.deepEqual(inserted(items, 'x', 'b'), ['a', 'b', 'x', 'c', 'd']);
  assert.deepEqual(removed(items, 'c'), ['a', 'b', 'd']);
  assert.deepEqual(grouped(items, ['d', 'b'], 'g'), ['a', 'g', 'c']);
  assert.deepEqual(grouped(items, ['gone'], 'g'), ['a', 'b', 'c', 'd', 'g']);
  assert.deepEqual(ungrouped(['a', 'g', 'c'], 'g', ['b', 'd']), ['a', 'b', 'd', 'c']);
});

test('a chord is the same whatever the keyboard sends it as', async () => {
  const { chord_of, key_sign, kUsualKeys } = await load('control/keymap.ts');
  const chord = (key, more = {}) => chord_of({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });
  assert.equal(chord('Shift', { shiftKey: true }), null);
  assert.equal(chord('n'), 'N');
  assert.equal(chord('N', { shiftKey: true }), 'Shift+N');
  assert.equal(chord('?', { shiftKey: true }), '?');
  assert.equal(chord(' '), 'Space');
  assert.equal(chord('z', { metaKey: true }), 'Ctrl+Z');
  assert.equal(chord('ArrowUp', { altKey: true }), 'Alt+ArrowUp');
  assert.equal(chord('Process', { code: 'KeyT' }), 'T');
  assert.equal(key_sign('Alt+ArrowUp'), 'Alt ↑');
  assert.equal(key_sign('='), '+');
  assert.equal(new Set(Object.values(kUsualKeys)).size, Object.keys(kUsualKeys).length);
});

test("a form's field is what the schema says, and an empty one says nothing", async () => {
  const { kind_of, parse_number, new_entry, with_member } = await load('control/form/values.ts');
  assert.equal(kind_of({ type: ['string', 'null'], enum: ['a', null] }), 'choice');
  assert.equal(kind_of({ type: ['array', 'null'] }), 'list');
  assert.equal(kind_of({ type: ['string', 'integer', 'null'] }), 'text');
  assert.equal(kind_of({ type: ['string'], gddType: 'file-path/image-path' }), 'picture');
  assert.equal(kind_of({ type: 'integer' }), 'number');
  assert.equal(kind_of({ type: ['boolean', 'null'] }), 'yes');
  assert.equal(parse_number('', true), undefined);
  assert.equal(parse_number('1.5', true), null);
  assert.equal(parse_number('x', false), null);
  assert.equal(parse_number(' 12 ', true), 12);
  assert.deepEqual(new_entry({ type: 'object', properties: { id: { type: 'string' } } }, [{ id: 'r2' }]), { id: 'r3' });
  assert.deepEqual(with_member({ a: 1, b: 2 }, 'a', undefined), { b: 2 });
});

test('a lost connection is tried again ever later, never later than the limit, never in step', async () => {
  const { Backoff } = await load('shared/backoff.ts');
  const backoff = new Backoff(300, 5000);
  const waits = Array.from({ length: 60 }, () => backoff.next_ms());
  waits.forEach((wait, i) => assert.ok(wait >= 0 && wait <= Math.min(5000, 300 * 2 ** i)));
  assert.ok(new Set(waits).size > 50);
  assert.ok(Math.max(...waits) > 1000);
  backoff.reset();
  assert.ok(backoff.next_ms() <= 300);
});

test('a patch of the results is applied as RFC 6902 says, and one that does not fit is refused', async () => {
  const { patched } = await load('results/patch.ts');
  const before = { rows: [{ id: 'a' }, { id: 'b', 'x/y': 1 }, { id: 'c' }], stage: null };
  const operations = [
    { op: 'move', from: '/rows/2', path: '/rows/0' },
    { op: 'remove', path: '/rows/1' },
    { op: 'add', path: '/rows/1', value: { id: 'd' } },
    { op: 'replace', path: '/rows/2/x~1y', value: null },
    { op: 'replace', path: '/stage', value: { round: 'r' } },
  ];
  assert.deepEqual(patched(before, operations), { rows: [{ id: 'c' }, { id: 'd' }, { id: 'b', 'x/y': null }], stage: { round: 'r' } });
  assert.equal(before.rows.length, 3);
  for (const wrong of [
    { op: 'replace', path: '/nothing/here', value: 1 },
    { op: 'replace', path: '/nothing', value: 1 },
    { op: 'remove', path: '/rows/7' },
    { op: 'add', path: '/rows/9', value: 1 },
    { op: 'add', path: '/__proto__/x', value: 1 },
    { op: 'move', from: '/rows/5', path: '/rows/0' },
    { op: 'test', path: '/stage', value: null },
    null,
  ]) {
    assert.equal(patched(before, [wrong]), null, JSON.stringify(wrong));
  }
  assert.equal(patched(before, 'nothing'), null);
  assert.equal({}.x, undefined);
});

test('events are read as they come, however they are cut', async () => {
  const { read_events } = await load('results/events.ts');
  const bytes = new TextEncoder().encode('id: 1\ndata: {"name":"选手"}\n\nevent: heartbeat\r\ndata: a\r\ndata: b\r\n\r\n: nothing\n\ndata: unfinished');
  for (let size = 1; size <= bytes.length; size += 1) {
    const body = new ReadableStream({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
        controller.close();
      },
    });
    const told = [];
    await read_events(body, () => undefined, (data) => told.push(data));
    assert.deepEqual(told, ['{"name":"选手"}', 'a\nb']);
  }
});

test('a judge\'s total is exact, whatever the weights', async () => {
  const { fraction, weighted, written } = await load('ballot/decimal.ts');
  const total = (weights, marks) => {
    const criteria = weights.map((weight, i) => ({ id: String(i), weight }));
    return written(weighted(criteria, (one) => marks[Number(one.id)]), 4);
  };
  assert.equal(total(['1', '1'], ['0.1', '0.2']), '0.3');
  assert.equal(total(['1/3', '1/3', '1/3'], ['1', '1', '1']), '1');
  assert.equal(total(['2/3'], ['1']), '0.6667');
  assert.equal(total(['0.4', '0.6'], ['9.25', '8.75']), '8.95');
  assert.equal(total(['1', '1'], ['-1.5', undefined]), '-1.5');
  assert.equal(written(fraction('999999999999.999999999'), 9), '999999999999.999999999');
  assert.equal(weighted([{ id: 'a' }], () => undefined), null);
  for (const wrong of ['', '.5', '1.', '1e3', ' 1', '1/0', '1/2/3', '12345678901234']) assert.equal(fraction(wrong), null, wrong);
});

test('a criterion\'s scale has its steps, counted from its least mark, and takes no other mark', async () => {
  const { is_allowed, scale_of } = await load('ballot/decimal.ts');
  const halves = { id: 'h', min: '-1', max: '2.2', step: '0.5' };
  const scale = scale_of(halves);
  assert.deepEqual(Array.from({ length: scale.count }, (_, i) => scale.at(i)), ['-1.0', '-0.5', '0.0', '0.5', '1.0', '1.5', '2.0']);
  assert.equal(scale.index('0.5'), 3);
  assert.equal(scale.index('0.7'), 3);
  assert.equal(scale.index('99'), 6);
  assert.equal(scale.index('-99'), 0);
  assert.equal(scale.index('x'), null);
  for (const mark of ['-1', '-0.50', '2']) assert.ok(is_allowed(halves, mark), mark);
  for (const mark of ['-1.5', '0.25', '2.2', '2.5', '', 'x']) assert.ok(!is_allowed(halves, mark), mark);
  assert.equal(scale_of({ id: 'free' }), null);
  assert.equal(scale_of({ id: 'fine', min: '0', max: '100', step: '0.000001' }), null);
  assert.equal(scale_of({ id: 'none', min: '5', max: '5' }), null);
  assert.ok(is_allowed({ id: 'free' }, '-123.456'));
});

test('ballots that say the same are the same, however it is written', async () => {
  const { same_content } = await load('ballot/decimal.ts');
  assert.ok(same_content({ marks: { a: '9.0', b: '1' } }, { marks: { b: '1', a: '9' } }));
  assert.ok(!same_content({ marks: { a: '9' } }, { marks: { a: '9', b: '1' } }));
  assert.ok(same_content({ choices: ['a', 'b'] }, { choices: ['b', 'a'] }));
  assert.ok(!same_content({ choices: [] }, null));
  assert.ok(!same_content({ choices: [] }, { marks: {} }));
});
