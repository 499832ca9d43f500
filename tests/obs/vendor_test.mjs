// SPDX-License-Identifier: GPL-2.0-or-later
// The vendor `leitai` of obs-websocket in the real OBS: what is refused, what is done, what is told.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Obs, startDisplay } from './lib/obs.mjs';
import { until } from './lib/process.mjs';

const build = process.env.LEITAI_BUILD;
const scratch = fs.mkdtempSync(path.join(build, 'obs-vendor-'));
const size = { width: 640, height: 360 };

let display;
let obs;
let told;
before(async () => {
  display = await startDisplay(scratch);
  obs = await Obs.start(path.join(scratch, 'obs'), {
    build, display: display.display, ...size, fps: 30,
    sources: [{ id: 'leitai_overlay', name: 'Leitai', settings: { channel: 'program' } }],
  });
  await obs.api('POST', '/api/v1/events', [
    ...['c1', 'c2', 'c3'].map((id, i) => ({ type: 'contestants', id, data: { name: `${i + 1}号选手`, number: `${i + 1}` } })),
    { type: 'people', id: 'j1', data: { name: '评委1', role: 'judge' } },
    { type: 'rounds', id: 'r1', data: { name: '上午场', contestants: ['c1', 'c2', 'c3'], confirm: true } },
    ...['c1', 'c2', 'c3'].map((contestant, i) => ({ type: 'scores', id: `s-${contestant}`,
                                              data: { round: 'r1', contestant, judge: 'j1', marks: { total: `${90 - i}` } } })),
    { type: 'timers', id: 'stage', data: { label: '演讲', mode: 'down', duration_ms: 180000 } },
    { type: 'timers', id: 'break', data: { label: '休息', mode: 'down', duration_ms: 600000 } },
  ]);
  told = await obs.vendorEvents();
});
after(async () => {
  told?.close();
  await obs?.quit();
  await display.stop();
  fs.rmSync(scratch, { recursive: true, force: true });
});

const layers = async () => (await obs.api('GET', '/api/v1/air')).channels.program.layers;
const head = async () => (await obs.api('GET', '/api/v1/health')).token;

/** A request that is done: its answer has the position of its record. */
async function done(request, body) {
  const answer = await obs.vendor(request, body);
  assert.equal(answer.status, 200, `${request}: ${answer.json}`);
  assert.equal(answer.token, await head());
  assert.equal(JSON.parse(answer.json).token, answer.token);
  return answer;
}

test('what HTTP refuses is refused with the same problem, and changes nothing', async () => {
  const before = await head();
  const cases = [
    ['take', { template: 'no-such' }, 'POST', '/api/v1/air/take'],
    ['take', { template: 'lower-third', layer: 'twenty' }, 'POST', '/api/v1/air/take'],
    ['update', { layer: 20, data: { title: 'x' } }, 'POST', '/api/v1/air/update'],
    ['next', { layer: 20 }, 'POST', '/api/v1/air/next'],
    ['hold', { channel: 'no-such' }, 'POST', '/api/v1/air/hold'],
    ['release', { channel: 'no-such' }, 'POST', '/api/v1/air/release'],
    ['stage', { contestant: 'c9' }, 'POST', '/api/v1/stage'],
  ];
  for (const [request, body, method, where] of cases) {
    const response = await fetch(obs.url + where, { method, body: JSON.stringify(body),
                                                    headers: { Authorization: `Bearer ${obs.token}`, 'Content-Type': 'application/json' } });
    const answer = await obs.vendor(request, body);
    assert.ok(answer.status >= 400, `${request}: ${answer.json}`);
    assert.equal(answer.status, response.status);
    assert.deepEqual(JSON.parse(answer.json), await response.json(), request);
  }
  assert.equal((await obs.vendor('timer', { id: 'no-such', verb: 'start' })).status, 404);
  assert.equal((await obs.vendor('timer', { id: 'break', verb: '../../events' })).status, 404);
  assert.equal((await obs.vendor('timer', { id: 7, verb: 'start' })).status, 422);
  assert.equal((await obs.vendor('timer', { id: 'break' })).detail, '/verb: must be given, as text');
  assert.equal((await obs.vendor('reveal', { next: true })).errors[0].pointer, '/round');
  assert.equal((await obs.vendor('take', { json: '{"template": ' })).status, 400);
  assert.equal((await obs.vendor('reveal', { json: '[]' })).status, 400);
  await assert.rejects(obs.request('CallVendorRequest', { vendorName: 'leitai', requestType: 'no_such' }), /60[0-9]/);
  assert.equal(await head(), before);
});

test('every request does what its call does', async () => {
  await done('take', { template: 'lower-third', data: { title: '甲' } });
  assert.equal((await layers())[20].data.title, '甲');
  await done('update', { layer: 20, data: { title: '乙' } });
  assert.equal((await layers())[20].data.title, '乙');
  await done('hold', { layer: 20 });
  assert.equal((await layers())[20].held, true);
  await done('release', { layer: 20 });
  assert.equal((await layers())[20].held, false);
  await done('next', { layer: 20 });
  assert.equal((await layers())[20]?.state ?? 'out', 'out');
  // What OBS's data cannot hold goes as text.
  const rows = [{ id: 'a', rank: null, name: '丙' }];
  await done('take', { json: JSON.stringify({ template: 'ranking', data: { title: '排名', rows } }) });
  assert.deepEqual((await layers())[40].data.rows, rows);
  await done('out', { channel: 'program' });
  await done('clear', {});
  assert.equal((await layers())[20], undefined);
  await done('take', { template: 'title', data: { title: '开幕' } });
  await done('undo');
  assert.equal((await layers())[50]?.state ?? 'out', 'out');
  await done('redo');
  await obs.api('PUT', '/api/v1/cues/opening', { template: 'title', data: { title: '开场' } });
  await obs.api('PUT', '/api/v1/rundown/rundown', { items: ['opening'] });
  await done('ready', { cue: 'opening' });
  await done('take', { next: true });
  assert.equal((await layers())[50].data.title, '开场');
  await done('panic');
  assert.deepEqual(await layers(), {});
  assert.equal((await obs.api('GET', '/api/v1/air')).automation, 'held');
  await done('release', { automation: 'release' });

  await done('stage', { round: 'r1', contestant: 'c1' });
  assert.equal((await obs.api('GET', '/api/v1/stage/stage')).contestant, 'c1');
  await done('stage', { next: true });
  assert.equal((await obs.api('GET', '/api/v1/stage/stage')).contestant, 'c2');
  const timer = async (id) => (await obs.api('GET', `/api/v1/timers/${id}`)).state;
  for (const [verb, state] of [['start', 'running'], ['pause', 'paused'], ['resume', 'running'], ['reset', 'idle']]) {
    await done('timer', { id: 'break', verb });
    assert.equal(await timer('break'), state);
  }
  await done('timer', { id: 'break', verb: 'add', ms: 5000 });
  await done('timer', { verb: 'start' });
  assert.equal(await timer('stage'), 'running');
  await done('confirm', { round: 'r1', all: true });
  await done('reveal', { next: true });
  const standings = await obs.api('GET', '/api/v1/rounds/r1/standings');
  assert.deepEqual(standings.rows.map(({ contestant }) => contestant), ['c3']);
  await done('reveal', { round: 'r1', contestant: 'c1' });

  const air = await obs.vendor('get_air');
  assert.equal(air.status, 200);
  assert.equal(air.channels.program.width, size.width);
  const { now: _, ...same } = JSON.parse(air.json);
  const { now: __, ...byHttp } = await obs.api('GET', '/api/v1/air');
  assert.deepEqual(same, byHttp);
});

test('the event `air` tells every change of what is on air, those of the clock too', async () => {
  const since = () => told.events.slice(from).filter(({ eventType }) => eventType === 'air').map(({ eventData }) => eventData);
  const states = () => since().map((air) => air.channels.program.layers?.[20]?.state ?? 'empty');
  let from = told.events.length;
  await obs.api('POST', '/api/v1/air/take', { template: 'lower-third', data: { title: '1号选手' }, duration_ms: 1500 });
  await until('the item to be told in, on, out and gone', () => states().at(-1) === 'empty' && states().length > 1);
  assert.deepEqual(states().filter((state, i, all) => state !== all[i - 1]), ['in', 'on', 'out', 'empty']);
  assert.equal(since()[0].channels.program.layers[20].data.title, '1号选手');
  assert.ok(JSON.parse(since()[0].json).now);

  // What is not on air tells nothing; what comes after it is told.
  from = told.events.length;
  await obs.api('PATCH', '/api/v1/contestants/c3', { title: '队长' });
  await obs.api('POST', '/api/v1/air/take', { template: 'title', data: { title: '颁奖' } });
  await until('the take to be told', () => since().some((air) => air.channels.program.layers?.[50]));
  assert.ok(since().every((air) => air.channels.program.layers?.[50]));
});
