// SPDX-License-Identifier: GPL-2.0-or-later
// OBS and offline agree: the program and the clean feed of one session are recorded by the real OBS; `leitai rerender`
// draws the graphics over the clean one, with nothing but the journal to tell it when, and must come to the program's frames.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { kCodeHeight, makeNumberedHall, numbersIn } from './lib/hall.mjs';
import { Obs, startDisplay } from './lib/obs.mjs';
import { run, until } from './lib/process.mjs';

const build = process.env.LEITAI_BUILD;
const scratch = fs.mkdtempSync(path.join(build, 'obs-rerender-'));
const size = { width: 640, height: 360 };
const kFps = 30;
const kLeastSsim = 0.98;
// How many frames away a picture is looked for, and the difference of SSIM among those that says that it moves.
const kFarthest = 2;
const kMoves = 0.002;
const hall = path.join(scratch, 'hall.mp4');

let display;
before(async () => {
  await makeNumberedHall(hall, { ...size, fps: kFps, seconds: 60 });
  display = await startDisplay(scratch);
});
after(async () => {
  await display.stop();
  fs.rmSync(scratch, { recursive: true, force: true });
});

async function startObs(name, options = {}) {
  const obs = await Obs.start(path.join(scratch, name), {
    build, display: display.display, ...size, fps: kFps,
    // Next to lossless: what is compared is the graphics, not the encoder.
    encoder: { rate_control: 'CRF', crf: 4, preset: 'veryfast' },
    sources: [{ id: 'ffmpeg_source', name: 'Hall', settings: { local_file: hall, looping: true, hw_decode: false } },
              { id: 'leitai_overlay', name: 'Leitai', settings: { channel: 'program' } }],
    leitai: { clean_scene: 'Clean' }, ...options,
  });
  await obs.request('CreateScene', { sceneName: 'Clean' });
  await obs.request('CreateSceneItem', { sceneName: 'Clean', sourceName: 'Hall' });
  await obs.request('SetCurrentProgramScene', { sceneName: 'Stage' });
  return obs;
}

/** Waits until so many seconds have been recorded since now, and gives the next such wait. */
async function filmClock(obs) {
  const recorded = async () => (await obs.request('GetRecordStatus')).outputDuration;
  const first = await recorded();
  return (seconds) => until(`${seconds} s of film`, async () => (await recorded()) - first >= 1000 * seconds, { everyMs: 15 });
}

const take = (obs, template, data, more = {}) => obs.api('POST', '/api/v1/air/take', { template, data, ...more });

/** Graphics that come, move, count and go. */
async function perform(obs) {
  const at = await filmClock(obs);
  await obs.api('PUT', '/api/v1/timers/stage', { mode: 'down', duration_ms: 95_000 });
  await at(0.5);
  await take(obs, 'lower-third', { title: '1号选手', subtitle: 'Arena' });
  await at(2);
  await obs.api('POST', '/api/v1/timers/stage/start', {});
  await take(obs, 'timer', {}, { bind: { timer: 'stage' } });
  await at(4.2);
  await take(obs, 'lower-third', { title: '2号选手', subtitle: 'Final' });
  await at(6);
  await take(obs, 'title', { title: 'Leitai', subtitle: 'Grand final' });
  await at(7.5);
  await obs.api('POST', '/api/v1/air/out', {});
  await at(9);
}

/** Two pauses, in which the clock runs on and something is taken. */
async function performWithPauses(obs) {
  const at = await filmClock(obs);
  const pause = async (frames, work = async () => {}) => {
    await obs.request('PauseRecord');
    await work();
    await obs.framesAfter(frames);
    await obs.request('ResumeRecord');
  };
  await obs.api('PUT', '/api/v1/timers/stage', { mode: 'down', duration_ms: 95_000 });
  await obs.api('POST', '/api/v1/timers/stage/start', {});
  await take(obs, 'timer', {}, { bind: { timer: 'stage' } });
  await at(1.2);
  await pause(47, () => take(obs, 'lower-third', { title: '1号选手', subtitle: 'Arena' }));
  await take(obs, 'title', { title: 'Leitai', subtitle: 'Grand final' });
  await at(2.6);
  await pause(31);
  await take(obs, 'lower-third', { title: '2号选手', subtitle: 'Final' });
  await at(4);
}

async function rerender(obs, clean, out, more = []) {
  await run(path.join(build, 'bin', 'leitai'), ['rerender', path.join(obs.folder, 'show.leitai'), '--over', clean, '--codec', 'ffv1', ...more,
    '-o', out]);
}

/** One session, recorded and rerendered: its three films. */
async function record(obs, session) {
  await obs.startRecording();
  await session(obs);
  const program = await obs.stopRecording();
  const { dir, name, ext } = path.parse(program);
  const clean = path.join(dir, `${name} clean${ext}`);
  await until('the clean feed to be told', async () => {
    const told = await obs.api('GET', '/api/v1/obs/clean-recording');
    return told.state === 'stopped' && told.file === clean;
  });
  const out = path.join(obs.folder, 'rerendered.mkv');
  await rerender(obs, clean, out);
  return { program, clean, out };
}

/** SSIM of each frame of `a` from `fromA` on with those of `b` from `fromB` on, without their numbers. */
async function ssim(a, fromA, b, fromB, count) {
  const stats = path.join(scratch, 'ssim.log');
  const cut = (from) => `format=yuv420p,crop=iw:ih-${kCodeHeight}:0:${kCodeHeight},trim=start_frame=${from}:end_frame=${from + count},setpts=N/${kFps}/TB`;
  await run('ffmpeg', ['-v', 'error', '-i', a, '-i', b, '-filter_complex',
    `[0:v]${cut(fromA)}[a];[1:v]${cut(fromB)}[b];[a][b]ssim=stats_file=${stats}`, '-fps_mode', 'passthrough', '-f', 'null', '-']);
  return fs.readFileSync(stats, 'utf8').trim().split('\n').map((line) => Number(line.match(/All:([\d.]+)/)[1]));
}

/** By how many frames the clean recording began later than the program, by the numbers in their pictures. */
function framesLater(program, clean) {
  const votes = new Map();
  program.forEach((number, frame) => {
    const other = clean.indexOf(number);
    if (other >= 0) votes.set(frame - other, (votes.get(frame - other) ?? 0) + 1);
  });
  return [...votes].sort((a, b) => b[1] - a[1])[0][0];
}

/** Holds the rerendered film against the program: each frame with that of its number, and with its neighbours. */
async function agreement(t, { program, clean, out }) {
  const numbers = { program: await numbersIn(program), clean: await numbersIn(clean) };
  const later = framesLater(numbers.program, numbers.clean);
  const shift = kFarthest + Math.max(0, -later);
  const count = Math.min(numbers.program.length - later, numbers.clean.length) - shift - kFarthest;
  const numbered = (film, from) => film.slice(from, from + count);
  assert.deepEqual(numbered(numbers.clean, shift), numbered(numbers.program, later + shift), 'both hold the same frames');
  assert.ok(new Set(numbered(numbers.clean, shift)).size > 0.9 * count, 'the background moves');

  const byOffset = new Map();
  for (let offset = -kFarthest; offset <= kFarthest; ++offset) {
    byOffset.set(offset, await ssim(program, later + shift, out, shift + offset, count));
  }
  const bare = await ssim(program, later + shift, clean, shift, count);
  const best = Array.from({ length: count }, (_, frame) => {
    const [offset, value] = [...byOffset].map(([at, values]) => [at, values[frame]])
      // Of equal ones the nearest.
      .sort((a, b) => b[1] - a[1] || Math.abs(a[0]) - Math.abs(b[0]))[0];
    const least = Math.min(...[...byOffset.values()].map((values) => values[frame]));
    return { offset, value, moves: value - least > kMoves };
  });
  const moving = best.filter(({ moves }) => moves);
  const least = Math.min(...byOffset.get(0));
  t.diagnostic(`${count} frames, the clean film ${later} later: SSIM at least ${least}, on average ` +
    `${(byOffset.get(0).reduce((a, b) => a + b) / count).toFixed(5)}; the clean film itself: ${Math.min(...bare)}`);
  t.diagnostic(`${moving.length} frames move: nearest to the frame of ` +
    [-2, -1, 0, 1, 2].map((offset) => `${offset}: ${moving.filter((frame) => frame.offset === offset).length}`).join(', '));
  assert.ok(moving.length >= 20, 'graphics move');
  assert.ok(Math.min(...bare) < 0.95, 'there are graphics to be drawn');
  assert.ok(best.every(({ offset, moves }) => !moves || Math.abs(offset) <= 1), 'timing within a frame');
  assert.ok(best.every(({ offset, value, moves }, frame) => (moves ? value : byOffset.get(0)[frame]) >= kLeastSsim), `SSIM ${least}`);
}

test('what is drawn over the clean feed is what the program was, frame by frame', async (t) => {
  const obs = await startObs('agree');
  const films = await record(obs, perform);
  assert.equal((await obs.quit()).code, 0);
  assert.match(obs.logText(), /Number of memory leaks: 0/);
  await agreement(t, films);
});

test('pauses are left out of both films, to the frame', async (t) => {
  const obs = await startObs('paused');
  const films = await record(obs, performWithPauses);
  assert.equal((await obs.quit()).code, 0);
  await agreement(t, films);
});

test('a recording without an encoder of OBS is as exact, and the overlay above all scenes is in the program alone', async (t) => {
  const obs = await startObs('lossless', {
    encoder: undefined, recording: { RecQuality: 'Lossless' }, leitai: { clean_scene: 'Clean', global_overlay: true },
  });
  const films = await record(obs, perform);
  await obs.quit();
  await agreement(t, films);
});

test('a scene that is not there is told, and OBS records as ever', async () => {
  const obs = await startObs('missing', { leitai: { clean_scene: 'No such scene' } });
  await obs.startRecording();
  const program = await obs.stopRecording();
  assert.ok((await numbersIn(program)).length > 0);
  assert.match(obs.logText(), /no clean feed is recorded: there is no scene "No such scene"/);
  assert.equal((await obs.quit()).code, 0);
});
