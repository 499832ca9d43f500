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
  const { up_next, search } = await load('control/roster_model.ts');
  const entry = (id, withdrawn = false) => ({ id, position: 1, contestant: { number: id.slice(1), name: `n${id}`, withdrawn } });
  const entries = [entry('c3'), entry('c13'), entry('c30', true), entry('c4')];
  assert.equal(up_next(entries, null).id, 'c3');
  assert.equal(up_next(entries, 'c13').id, 'c4');
  assert.equal(up_next(entries, 'c4'), undefined);
  assert.deepEqual(search(entries, '3', null).map((one) => one.id), ['c3']);
  assert.deepEqual(search(entries, 'nc3', null).map((one) => one.id), ['c3', 'c30']);
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
