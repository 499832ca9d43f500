// SPDX-License-Identifier: GPL-2.0-or-later
// The way of one event in the real OBS: from a POST to the recorded pixel, and what an operator can trust meanwhile.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Obs, startDisplay } from './lib/obs.mjs';
import { compare, decodePng, durationOf, frameAt, framesBetween, over } from './lib/pictures.mjs';
import { freePort, start, stop, until } from './lib/process.mjs';

const build = process.env.LEITAI_BUILD;
const scratch = fs.mkdtempSync(path.join(build, 'obs-test-'));
const size = { width: 1280, height: 720 };
const kBackground = [0x80, 0x50, 0x30];
const kColourSource = { id: 'color_source', versioned_id: 'color_source_v3', name: 'Hall',
                        settings: { color: 0xff305080, ...size } };
const kOverlay = { id: 'leitai_overlay', name: 'Leitai', settings: { channel: 'program' } };

let display;
before(async () => {
  display = await startDisplay(scratch);
});
after(async () => {
  await display.stop();
  fs.rmSync(scratch, { recursive: true, force: true });
});

function startObs(name, options = {}) {
  return Obs.start(path.join(scratch, name), {
    build, display: display.display, ...size, fps: 30, colorFormat: 'RGB', recording: { RecQuality: 'Lossless' },
    sources: [kColourSource, kOverlay], ...options,
  });
}

const kRoster = [
  { type: 'groups', id: 'g1', data: { name: '部门组', short_name: '部门', order: 1 } },
  ...Array.from({ length: 6 }, (_, i) => ({
    type: 'contestants', id: `c${i + 1}`,
    data: { name: `${i + 1}号选手`, number: `${i + 1}`, group: 'g1', organization: '街道办事处 Arena 🏆', title: '负责人' },
  })),
  { type: 'people', id: 'j1', data: { name: '评委1', role: 'judge' } },
  { type: 'rounds', id: 'r1', data: { name: '上午场', visibility: 'live', contestants: ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'] } },
];

function score(contestant, total) {
  return { type: 'scores', id: `s-${contestant}`, data: { round: 'r1', contestant, judge: 'j1', marks: { total } } };
}

async function shows(obs, layer, state) {
  return until(`layer ${layer} to be ${state}`, async () => {
    const air = await obs.api('GET', '/api/v1/air');
    const item = air.channels.program.layers[layer];
    return (item?.state ?? 'empty') === state && air;
  });
}

/** What the CPU painter draws at a show time, over the scene's background. */
async function expected(obs, at) {
  const png = await obs.api('GET', `/api/v1/preview.png?channel=program&width=${size.width}&at=${encodeURIComponent(at)}`);
  return over(await decodePng(png, size), kBackground);
}

const plus = (time, ms) => new Date(Date.parse(time) + ms).toISOString();

test('what is posted is what is recorded', async (t) => {
  const obs = await startObs('recorded');
  await obs.api('POST', '/api/v1/events', kRoster);
  await obs.api('POST', '/api/v1/events', ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'].map((c, i) => score(c, `9${i}.5${i}`)));
  await obs.startRecording();
  await obs.api('POST', '/api/v1/air/take', { template: 'lower-third', bind: { contestant: 'c3' } });
  const taken = await shows(obs, 20, 'on');
  await obs.api('POST', '/api/v1/air/take', { template: 'ranking', bind: { round: 'r1' } });
  const still = await shows(obs, 40, 'on');
  assert.ok(taken.channels.program.layers[20].first_frame, 'the first frame of a take is told');
  const frames = (await obs.request('GetStats')).renderTotalFrames;
  await until('a second of the still picture', async () => (await obs.request('GetStats')).renderTotalFrames > frames + 30);
  const running = await obs.api('GET', '/api/v1/obs/recording');
  assert.equal(running.state, 'started');
  const film = await obs.stopRecording();
  assert.equal(running.file, film);

  const seconds = await durationOf(film);
  const atRest = compare(await frameAt(film, seconds - 0.4, size), await expected(obs, still.now), 2);
  t.diagnostic(`at rest: largest ${atRest.largest}, past 2: ${(100 * atRest.past).toFixed(4)} %`);
  assert.ok(atRest.past < 1e-4 && atRest.largest <= 8, JSON.stringify(atRest));
  const blank = compare(await frameAt(film, seconds - 0.4, size), over({ ...size, data: Buffer.alloc(size.width * size.height * 4) }, kBackground), 40);
  assert.ok(blank.past > 0.02, 'the overlay covers some of the picture');

  // In motion: some moment of the take's in animation is on the film, just as the CPU painter draws it.
  const item = taken.channels.program.layers[20];
  const moving = await framesBetween(film, 0, Math.min(seconds, 3), size);
  const nothing = moving[0];
  const first = moving.findIndex((frame) => compare(frame, nothing, 8).past > 0.001);
  assert.ok(first > 0, 'the take is on the film');
  const frame = moving[first + 4];
  let best = { rms: Infinity };
  const tryAt = async (ms) => {
    const candidate = compare(frame, await expected(obs, plus(item.taken_at, ms)), 8);
    if (candidate.rms < best.rms) best = { ...candidate, ms };
  };
  for (let ms = 40; ms <= 520; ms += 32) await tryAt(ms);
  const near = best.ms;
  for (let ms = near - 28; ms <= near + 28; ms += 4) await tryAt(ms);
  t.diagnostic(`in motion: ${best.ms} ms after the take, rms ${best.rms.toFixed(2)}, past 8: ${(100 * best.past).toFixed(3)} %`);
  assert.ok(best.rms < 2, JSON.stringify(best));
  await obs.quit();
});

/** One session with feeds open at its end: how OBS quit. */
async function quitWithFeedsOpen(name) {
  const obs = await startObs(name);
  const headers = { Authorization: `Bearer ${obs.token}` };
  const open = [];
  for (const where of ['/api/v1/event-feed?since_token=0', '/api/v1/stream', '/api/v1/public/stream']) {
    const response = await fetch(obs.url + where, { headers });
    assert.equal(response.status, 200);
    open.push(response);
  }
  await obs.api('POST', '/api/v1/air/take', { template: 'lower-third', data: { title: '1号选手' } });
  await shows(obs, 20, 'on');
  const end = await obs.quit();
  for (const response of open) await response.body.cancel().catch(() => {});
  return { ...end, leaks: Number(obs.logText().match(/Number of memory leaks: (\d+)/)?.[1]) };
}

test('OBS quits within a second with clients and feeds open, and leaks nothing', async (t) => {
  // Under load OBS 29 leaves an allocation of its own behind now and then, without any plugin of ours too; what we
  // leaked would be there every time.
  const ends = [];
  do {
    ends.push(await quitWithFeedsOpen(`quit-${ends.length}`));
  } while (ends.at(-1).leaks !== 0 && ends.length < 3);
  t.diagnostic(ends.map(({ ms, leaks }) => `quit in ${ms.toFixed(0)} ms, ${leaks} leaks`).join('; '));
  assert.ok(ends.every(({ code }) => code === 0));
  assert.equal(ends.at(-1).leaks, 0);
});

test('killed and started again, the same is on air', async () => {
  const obs = await startObs('killed');
  await obs.api('POST', '/api/v1/events', kRoster);
  await obs.api('POST', '/api/v1/air/take', { template: 'lower-third', bind: { contestant: 'c2' } });
  await obs.api('POST', '/api/v1/timers/stage/start').catch(() => {});
  await obs.api('PATCH', '/api/v1/contestants/c2', { name: '改名选手' });
  const before = await shows(obs, 20, 'on');
  const picture = await expected(obs, before.now);
  obs.child.kill('SIGKILL');
  await obs.child.done;
  await obs.launch();
  const again = await shows(obs, 20, 'on');
  const { first_frame: a, ...was } = before.channels.program.layers[20];
  const { first_frame: b, ...is } = again.channels.program.layers[20];
  assert.deepEqual(is, was);
  assert.equal(is.data.title, '改名选手');
  assert.equal(compare(await expected(obs, before.now), picture, 0).largest, 0);
  await obs.quit();
});

test('the hotkeys do what they say', async () => {
  const obs = await startObs('hotkeys');
  await obs.api('POST', '/api/v1/events', kRoster);
  await obs.api('PUT', '/api/v1/timers/stage', { label: '演讲', mode: 'down', duration_ms: 180000 });
  const { hotkeys } = await obs.request('GetHotkeyList');
  const ours = hotkeys.filter((name) => name.startsWith('leitai.')).sort();
  assert.deepEqual(ours, ['leitai.clear', 'leitai.next_contestant', 'leitai.out', 'leitai.panic', 'leitai.redo',
                          'leitai.reveal_next', 'leitai.take_next', 'leitai.timer_pause', 'leitai.timer_reset',
                          'leitai.timer_start', 'leitai.undo']);
  const press = (name) => obs.request('TriggerHotkeyByName', { hotkeyName: `leitai.${name}` });
  const timerIs = (state) => until(`the timer to be ${state}`, async () => (await obs.api('GET', '/api/v1/timers/stage')).state === state);
  const take = () => obs.api('POST', '/api/v1/air/take', { template: 'lower-third', data: { title: '1号选手' } });

  await press('reveal_next');
  await until('the log to say why there is nothing to reveal', () => /\[leitai\] hotkey leitai.reveal_next: .*nobody is on stage/.test(obs.logText()));
  await obs.api('POST', '/api/v1/stage', { round: 'r1', contestant: 'c1' });
  await obs.api('PATCH', '/api/v1/rounds/r1', { visibility: 'sealed' });
  await obs.api('POST', '/api/v1/events', ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'].map((c, i) => score(c, `${90 - i}`)));
  const shown = async () => (await obs.api('GET', '/api/v1/rounds/r1/standings')).rows.map(({ contestant }) => contestant);
  assert.deepEqual(await shown(), []);
  await press('reveal_next');
  await until('the lowest row to be shown', async () => (await shown()).join() === 'c6');
  await press('next_contestant');
  await until('the next contestant', async () => (await obs.api('GET', '/api/v1/stage/stage')).contestant === 'c2');
  await press('timer_start');
  await timerIs('running');
  await press('timer_pause');
  await timerIs('paused');
  await press('timer_reset');
  await timerIs('idle');
  await take();
  await shows(obs, 20, 'on');
  await press('out');
  await shows(obs, 20, 'empty');
  await take();
  await shows(obs, 20, 'on');
  await press('clear');
  await shows(obs, 20, 'empty');
  const cue = (title) => ({ template: 'title', data: { title } });
  await obs.api('PUT', '/api/v1/cues/opening', cue('开幕'));
  await obs.api('PUT', '/api/v1/cues/closing', cue('闭幕'));
  await obs.api('PUT', '/api/v1/rundown/rundown', { items: ['opening', 'closing'] });
  await press('take_next');
  assert.equal((await shows(obs, 50, 'on')).channels.program.layers[50].cue, 'opening');
  await press('undo');
  await shows(obs, 50, 'empty');
  await press('redo');
  assert.equal((await shows(obs, 50, 'on')).channels.program.layers[50].cue, 'opening');
  await press('take_next');
  await until('the next cue', async () => (await shows(obs, 50, 'on')).channels.program.layers[50].cue === 'closing');
  await take();
  await press('panic');
  const air = await shows(obs, 20, 'empty');
  assert.equal(air.automation, 'held');
  await obs.quit();
});

test('the show is told of scenes, recordings and streams, and its rules act on them', async () => {
  const obs = await startObs('told', { ...size, recording: { RecQuality: 'Small', RecEncoder: 'x264', StreamEncoder: 'x264' } });
  const told = (what) => obs.api('GET', `/api/v1/obs/${what}`).catch(() => ({}));
  const is = (what, state) => until(`${what} to be ${state}`, async () => (await told(what)).state === state && told(what));
  await obs.api('PUT', '/api/v1/rules/break', { when: { on: 'scene', scene: 'Break' },
                                                do: { take: { template: 'title', data: { title: '休息' } } } });
  await obs.request('CreateScene', { sceneName: 'Break' });
  await obs.request('SetCurrentProgramScene', { sceneName: 'Break' });
  await until('the scene to be told', async () => (await told('scene')).scene === 'Break');
  assert.equal((await shows(obs, 50, 'on')).channels.program.layers[50].data.title, '休息');

  await obs.startRecording();
  const started = await is('recording', 'started');
  const { outputPath } = await obs.request('StopRecord');
  assert.equal(started.file, outputPath);
  assert.equal((await is('recording', 'stopped')).file, outputPath);

  const server = `rtmp://127.0.0.1:${await freePort()}/live`;
  const sink = start('ffmpeg', ['-v', 'error', '-listen', '1', '-i', `${server}/secret-key`, '-f', 'null', '-']);
  await obs.request('SetStreamServiceSettings', { streamServiceType: 'rtmp_custom', streamServiceSettings: { server, key: 'secret-key' } });
  await until('the stream to begin', async () => {
    if (!(await obs.request('GetStreamStatus')).outputActive) await obs.request('StartStream').catch(() => {});
    return (await told('streaming')).state === 'started';
  }, { everyMs: 500 });
  await obs.request('StopStream');
  await is('streaming', 'stopped');
  const answer = await fetch(`${obs.url}/api/v1/event-feed?since_token=0&stream=false`,
                             { headers: { Authorization: `Bearer ${obs.token}` } });
  const feed = await answer.text();
  const states = feed.split('\n').filter((line) => line.includes('"type":"obs","id":"recording"')).map((line) => JSON.parse(line).data);
  assert.deepEqual(states.map(({ state }) => state).filter((state, i, all) => state !== all[i - 1]), ['started', 'stopped']);
  assert.ok(Date.parse(states.at(-2).frame_at) <= Date.parse(states.at(-1).since), 'its first frame is told, too');
  assert.ok(!feed.includes('secret-key'));
  await stop(sink, 'SIGTERM');
  await obs.quit();
});

test('a taken port, a locked show and a broken theme leave OBS running, and are told', async (t) => {
  const port = await freePort();
  const squatter = net.createServer().listen(port, '127.0.0.1');
  t.after(() => squatter.close());
  const theme = path.join(scratch, 'broken-theme');
  fs.mkdirSync(theme, { recursive: true });
  fs.writeFileSync(path.join(theme, 'theme.json'), '{"name": ');
  const cases = [
    { name: 'port', leitai: { port }, says: /\[leitai\].*port.*taken/i },
    { name: 'theme', leitai: { theme }, says: /\[leitai\] theme\.json:1:\d+: error/ },
  ];
  for (const { name, leitai, says } of cases) {
    const obs = await startObs(`broken-${name}`, { leitai });
    await until(`the log to tell of the ${name}`, () => says.test(obs.logText()));
    const end = await obs.quit();
    assert.equal(end.code, 0);
  }

  const first = await startObs('holder');
  const second = await startObs('locked-out', { leitai: { show: path.join(scratch, 'holder', 'show.leitai') } });
  await until('the log to tell of the lock', () => /\[leitai\].*(locked|another)/i.test(second.logText()));
  assert.equal((await second.quit()).code, 0);
  assert.equal((await first.api('GET', '/api/v1/health')).status, 'ok');
  await first.quit();
});
