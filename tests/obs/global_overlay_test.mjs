// SPDX-License-Identifier: GPL-2.0-or-later
// `global_overlay` in the real OBS: above every scene and through a transition, on the program and in what is recorded.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Obs, startDisplay } from './lib/obs.mjs';
import { compare, decodePng, durationOf, frameAt, framesBetween, over } from './lib/pictures.mjs';
import { until } from './lib/process.mjs';

const build = process.env.LEITAI_BUILD;
const scratch = fs.mkdtempSync(path.join(build, 'obs-global-'));
const size = { width: 640, height: 360 };
const kStage = [0x80, 0x50, 0x30];
const kBreak = [0x20, 0x60, 0xa0];
const colour = (abgr) => ({ color: abgr, ...size });

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
    sources: [{ id: 'color_source', versioned_id: 'color_source_v3', name: 'Hall', settings: colour(0xff305080) },
              { id: 'leitai_overlay', name: 'Leitai', settings: { channel: 'program' } }],
    leitai: { global_overlay: true }, ...options,
  });
}

/** A scene of one colour and nothing else. */
async function addBreakScene(obs) {
  await obs.request('CreateScene', { sceneName: 'Break' });
  await obs.request('CreateInput', { sceneName: 'Break', inputName: 'Wall', inputKind: 'color_source_v3', inputSettings: colour(0xffa06020) });
  await obs.request('SetCurrentSceneTransition', { transitionName: 'Fade' });
  await obs.request('SetCurrentSceneTransitionDuration', { transitionDuration: 1500 });
}

async function stillPicture(obs) {
  await obs.api('POST', '/api/v1/air/take', { template: 'lower-third', data: { title: '1号选手', subtitle: 'Arena' } });
  const air = await until('the lower third to be on', async () => {
    const now = await obs.api('GET', '/api/v1/air');
    return now.channels.program.layers[20]?.state === 'on' && now;
  });
  const png = await obs.api('GET', `/api/v1/preview.png?channel=program&width=${size.width}&at=${encodeURIComponent(air.now)}`);
  return decodePng(png, size);
}

const pixel = (frame, x, y) => [...frame.data.subarray((y * frame.width + x) * 3, (y * frame.width + x) * 3 + 3)];
const near = (a, b, limit) => a.every((value, i) => Math.abs(value - b[i]) <= limit);

test('the overlay stands through a fade from a scene with a Leitai source to one without, once and unfaded', async (t) => {
  const obs = await startObs('fade');
  await addBreakScene(obs);
  await obs.request('SetCurrentProgramScene', { sceneName: 'Stage' });
  const picture = await stillPicture(obs);
  await obs.startRecording();
  const frames = async () => (await obs.request('GetStats')).renderTotalFrames;
  const pass = async (count) => {
    const first = await frames();
    await until('frames', async () => (await frames()) >= first + count);
  };
  await pass(20);
  await obs.request('SetCurrentProgramScene', { sceneName: 'Break' });
  await pass(75);
  const film = await obs.stopRecording();
  const seconds = await durationOf(film);

  for (const [name, at, background] of [['Stage', 0.3, kStage], ['Break', seconds - 0.4, kBreak]]) {
    const rest = compare(await frameAt(film, at, size), over(picture, background), 2);
    t.diagnostic(`on ${name}: largest ${rest.largest}, past 2: ${(100 * rest.past).toFixed(4)} %`);
    assert.ok(rest.past < 1e-4 && rest.largest <= 8, `${name} ${JSON.stringify(rest)}`);
  }

  const opaque = [];
  for (let i = 0; i < size.width * size.height; ++i) if (picture.data[i * 4 + 3] === 255) opaque.push(i);
  assert.ok(opaque.length > 1000, 'the lower third has an opaque plate');
  const expected = over(picture, kStage);
  const worst = (frame) => opaque.reduce((most, i) => Math.max(most, Math.abs(frame.data[i * 3] - expected.data[i * 3])), 0);
  let between = 0;
  const all = await framesBetween(film, 0, seconds, size);
  for (const frame of all) {
    const hall = pixel(frame, 5, 5);
    if (!near(hall, kStage, 12) && !near(hall, kBreak, 12)) ++between;
    assert.ok(worst(frame) <= 3, `an opaque pixel differs by ${worst(frame)}`);
  }
  t.diagnostic(`${all.length} frames, ${between} of them between the scenes`);
  assert.ok(between >= 5, 'the fade is on the film');

  // Whoever looks at the scene alone sees its own source.
  const scene = await decodePng(await obs.screenshot('Stage', size), size);
  assert.ok(compare(over(scene, [0, 0, 0]), expected, 2).past < 1e-3);

  // Another collection empties OBS's output channels: it is put up again.
  await obs.request('CreateSceneCollection', { sceneCollectionName: 'second' });
  await obs.startRecording();
  await pass(30);
  const second = await obs.stopRecording();
  const bare = worst(await frameAt(second, (await durationOf(second)) - 0.3, size));
  assert.ok(bare <= 3, `an opaque pixel differs by ${bare} over an empty scene`);
  const end = await obs.quit();
  assert.equal(end.code, 0);
});

test('without the setting a scene without a source has no overlay', async () => {
  const obs = await startObs('without', { leitai: {} });
  await addBreakScene(obs);
  await obs.request('SetCurrentSceneTransition', { transitionName: 'Cut' });
  await obs.request('SetCurrentProgramScene', { sceneName: 'Break' });
  const picture = await stillPicture(obs);
  await obs.startRecording();
  const film = await obs.stopRecording();
  const nothing = over({ ...picture, data: Buffer.alloc(picture.data.length) }, kBreak);
  assert.equal(compare(await frameAt(film, 0.1, size), nothing, 3).past, 0);
  assert.equal((await obs.quit()).code, 0);
});
