// SPDX-License-Identifier: GPL-2.0-or-later
// Films in templates in the real OBS: each frame that was recorded is one that `leitai render` draws, in the same order
// and at the same pace; and what cannot be shown is told.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Obs, startDisplay } from './lib/obs.mjs';
import { compare, decodePng, durationOf, framesBetween, over } from './lib/pictures.mjs';
import { run, until } from './lib/process.mjs';

const build = process.env.LEITAI_BUILD;
const scratch = fs.mkdtempSync(path.join(build, 'obs-films-'));
const size = { width: 640, height: 360 };
const kBackground = [0x80, 0x50, 0x30];
const kFps = 30;
const kFilmMs = 200;
const theme = path.join(scratch, 'films');

let display;
before(async () => {
  display = await startDisplay(scratch);
  const media = path.join(theme, 'media');
  const templates = path.join(theme, 'templates');
  for (const folder of [media, templates]) fs.mkdirSync(folder, { recursive: true });
  // Half transparent, with figures that change: no two pictures are alike.
  await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=s=400x240:r=${1000 / kFilmMs}:d=4,format=yuva420p,colorchannelmixer=aa=0.6`,
    '-c:v', 'libvpx-vp9', '-auto-alt-ref', '0', '-b:v', '2M', '-cpu-used', '8', path.join(media, 'film.webm')]);
  await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=120x90:r=5:d=1', path.join(media, 'badge.gif')]);
  const film = fs.readFileSync(path.join(media, 'film.webm'));
  fs.writeFileSync(path.join(media, 'broken.webm'), Buffer.concat([film.subarray(0, 64), Buffer.alloc(4096, 0x5a)]));
  fs.writeFileSync(path.join(theme, 'theme.json'), JSON.stringify({ name: 'films' }));
  const video = (src, x, width, height) => ({ type: 'video', src, anchor: 'top-left', x, y: 120, width, height, play: 'loop' });
  const box = { type: 'box', anchor: 'bottom-right', x: 90, y: 90, width: 300, height: 120, radius: 20, fill: '#204080' };
  const write = (id, name, children) => fs.writeFileSync(path.join(templates, `${id}.json`),
    JSON.stringify({ name, layer: 20, fields: {}, sample: {}, root: { type: 'group', children } }));
  write('film', 'Film', [video('media/film.webm', 150, 1200, 720),
    { type: 'image', src: 'media/badge.gif', anchor: 'top-right', x: 60, y: 60, width: 240, height: 180, radius: 90 }, box]);
  write('broken', 'Broken', [video('media/broken.webm', 150, 1200, 720), box]);
});
after(async () => {
  await display.stop();
  fs.rmSync(scratch, { recursive: true, force: true });
});

function startObs(name) {
  return Obs.start(path.join(scratch, name), {
    build, display: display.display, ...size, fps: kFps, colorFormat: 'RGB', recording: { RecQuality: 'Lossless' },
    sources: [{ id: 'color_source', versioned_id: 'color_source_v3', name: 'Hall', settings: { color: 0xff305080, ...size } },
              { id: 'leitai_overlay', name: 'Leitai', settings: { channel: 'program' } }],
    leitai: { theme },
  });
}

async function onAir(obs) {
  return until('the layer to be on', async () => {
    const item = (await obs.api('GET', '/api/v1/air')).channels.program.layers[20];
    return item?.state === 'on' && item.first_frame && item;
  });
}

const plus = (time, ms) => new Date(Date.parse(time) + ms).toISOString();

/** What `leitai render` draws from `from` on, every `stepMs`, over the hall. */
async function rendered(show, from, stepMs, count) {
  const folder = path.join(scratch, 'rendered');
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder);
  await run(path.join(build, 'bin', 'leitai'), ['render', show, '--theme', theme, '--from', from, '--to', plus(from, stepMs * count),
    '--fps', `${1000 / stepMs}`, '--size', `${size.width}x${size.height}`, '-o', path.join(folder, '%05d.png')]);
  const files = fs.readdirSync(folder).sort();
  return Promise.all(files.map(async (file) => over(await decodePng(fs.readFileSync(path.join(folder, file)), size), kBackground)));
}

test('a film on air is the film that leitai render draws, picture by picture', async (t) => {
  const obs = await startObs('agree');
  await obs.startRecording();
  await obs.api('POST', '/api/v1/air/take', { template: 'film' });
  const item = await onAir(obs);
  const first = (await obs.request('GetStats')).renderTotalFrames;
  await until('three seconds of it', async () => (await obs.request('GetStats')).renderTotalFrames > first + 3 * kFps);
  const stats = await obs.request('GetStats');
  const film = await obs.stopRecording();
  await obs.quit();

  const frames = await framesBetween(film, 0, await durationOf(film), size);
  const begin = frames.findIndex((frame) => compare(frame, frames[0], 8).past > 0.01);
  assert.ok(begin > 0, 'the take is on the film');
  const expected = await rendered(path.join(scratch, 'agree', 'show.leitai'), plus(item.taken_at, kFilmMs / 2), kFilmMs, 24);
  // Of each of the film's pictures the moment in its middle: a frame's delay does not make it another one.
  const offsets = [];
  for (let at = begin + 2; at + kFps / 2 < frames.length && offsets.length < 12; at += kFps * kFilmMs / 1000) {
    const differences = expected.map((picture) => compare(frames[at], picture, 3));
    const best = differences.reduce((least, { rms }, index) => (rms < differences[least].rms ? index : least), 0);
    t.diagnostic(`frame ${at}: picture ${best}, largest ${differences[best].largest}, past 3: ${(100 * differences[best].past).toFixed(4)} %`);
    assert.ok(differences[best].past < 1e-3 && differences[best].largest <= 8, `frame ${at}: ${JSON.stringify(differences[best])}`);
    offsets.push(best - (at - begin) / (kFps * kFilmMs / 1000));
  }
  assert.ok(offsets.length >= 8, 'several moments were looked at');
  assert.ok(Math.max(...offsets) - Math.min(...offsets) <= 1, `the film keeps its pace: ${offsets.map((offset) => offset.toFixed(2))}`);
  t.diagnostic(`frames skipped while it played: ${stats.renderSkippedFrames} of ${stats.renderTotalFrames}`);
});

test('a broken film leaves its place empty, and the operator is told once', async () => {
  const obs = await startObs('broken');
  await obs.api('POST', '/api/v1/air/take', { template: 'broken' });
  const item = await onAir(obs);
  await until('the log to tell of it', () => /\[leitai\].*broken\.webm /.test(obs.logText()));
  const shot = await obs.screenshot('Stage', size);
  const picture = over(await decodePng(shot, size), kBackground);
  const at = (x, y) => [...picture.data.subarray((y * size.width + x) * 3, (y * size.width + x) * 3 + 3)];
  assert.ok(at(200, 150).every((value, i) => Math.abs(value - kBackground[i]) <= 2), `the place is empty: ${at(200, 150)}`);
  assert.ok(Math.abs(at(600, 320)[2] - 0x80) <= 2, `what stands beside it is drawn: ${at(600, 320)}`);
  await obs.api('POST', '/api/v1/air/update', { channel: 'program', layer: 20, data: { note: 'again' } });
  await until('the change to be drawn', async () => (await onAir(obs)).first_frame.time !== item.first_frame.time);
  assert.equal(obs.logText().split('broken.webm ').length, 2, 'it is told once');
  await obs.quit();
});
