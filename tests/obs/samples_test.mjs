// SPDX-License-Identifier: GPL-2.0-or-later
// Each sample contest, played at speed into the real OBS: the standings are those that the file states, the last picture is
// drawn, and the audience is told what is revealed and nothing else.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Obs, startDisplay } from './lib/obs.mjs';
import { compare, decodePng, over } from './lib/pictures.mjs';
import { run, until } from './lib/process.mjs';

const build = process.env.LEITAI_BUILD;
const leitai = path.join(build, 'bin', 'leitai');
const scratch = fs.mkdtempSync(path.join(build, 'obs-samples-'));
const size = { width: 1280, height: 720 };
const kBackground = [0x80, 0x50, 0x30];
const kSources = [
  { id: 'color_source', versioned_id: 'color_source_v3', name: 'Hall', settings: { color: 0xff305080, ...size } },
  { id: 'leitai_overlay', name: 'Leitai', settings: { channel: 'program' } },
];
const kSpeed = '1000';
const kClosingLayer = '50';
/** The leading rows of each sample's chief round, drawn after the play. */
const kRounds = {
  campaign: 'review',
  'county-final': 'final',
  'districts-quarter': 'q3',
  'five-star': 'city',
  'street-arena': 'race',
};

let display;
before(async () => {
  display = await startDisplay(scratch);
});
after(async () => {
  await display.stop();
  fs.rmSync(scratch, { recursive: true, force: true });
});

/** The air once all but one layer has left, and that one is drawn at rest. */
function standsAlone(obs, layer) {
  return until(`layer ${layer} to stand alone`, async () => {
    const air = await obs.api('GET', '/api/v1/air');
    const layers = air.channels.program.layers;
    const stands = layers[layer]?.state === 'on' && layers[layer].first_frame;
    return stands && Object.keys(layers).length === 1 && air;
  });
}

/** OBS draws what the CPU painter draws at that time, and it is not nothing. */
async function checkDrawn(obs, layer, t) {
  const air = await standsAlone(obs, layer);
  const picture = await screenshot(obs);
  const drawn = compare(picture, await preview(obs, air.now), 2);
  t.diagnostic(`layer ${layer}: largest ${drawn.largest}, past 2: ${(100 * drawn.past).toFixed(4)} %`);
  assert.ok(drawn.past < 1e-4 && drawn.largest <= 8, JSON.stringify(drawn));
  const blank = compare(picture, over({ ...size, data: Buffer.alloc(size.width * size.height * 4) }, kBackground), 40);
  assert.ok(blank.past > 0.02, 'the graphic covers some of the picture');
}

/** What OBS draws of its scene. */
async function screenshot(obs) {
  const { imageData } = await obs.request('GetSourceScreenshot', {
    sourceName: 'Stage',
    imageFormat: 'png',
    imageWidth: size.width,
    imageHeight: size.height,
  });
  return over(await decodePng(Buffer.from(imageData.split(',')[1], 'base64'), size), kBackground);
}

async function preview(obs, at) {
  const png = await obs.api('GET', `/api/v1/preview.png?channel=program&width=${size.width}&at=${encodeURIComponent(at)}`);
  return over(await decodePng(png, size), kBackground);
}

/** The contestants of each round whom the audience may know, by the show's own facts. */
async function revealed(obs) {
  const rounds = await obs.api('GET', '/api/v1/rounds');
  const reveals = await obs.api('GET', '/api/v1/reveals');
  return new Map(
    rounds
      .filter(({ state }) => state !== 'planned')
      .map(({ id, visibility, contestants }) => [
        id,
        new Set(
          visibility === 'running'
            ? contestants
            : reveals.filter(({ round }) => round === id).map(({ contestant }) => contestant),
        ),
      ]),
  );
}

async function checkPublicResults(obs) {
  const expected = await revealed(obs);
  const { rounds } = await (await fetch(`${obs.url}/api/v1/public/results`)).json();
  assert.deepEqual(rounds.map(({ id }) => id).sort(), [...expected.keys()].sort());
  let rows = 0;
  for (const { id, standings } of rounds) {
    const told = standings.rows.map(({ contestant }) => contestant);
    assert.deepEqual([...told].sort(), [...expected.get(id)].sort(), `round ${id}`);
    assert.ok(standings.rows.every((row) => !('marks_in' in row)));
    rows += told.length;
  }
  return rows;
}

const names = String(await run(leitai, ['sample', '--list']))
  .trim()
  .split('\n');
assert.ok(names.length >= 5);

for (const name of names) {
  test(`${name}, played at speed, comes to what it states, on screen and in public`, async (t) => {
    const folder = path.join(scratch, name);
    const obs = await Obs.start(folder, {
      build,
      display: display.display,
      ...size,
      fps: 30,
      colorFormat: 'RGB',
      sources: kSources,
    });
    const file = path.join(folder, `${name}.ndjson`);
    fs.writeFileSync(file, await run(leitai, ['sample', name]));
    const played = String(
      await run(leitai, ['play', file, '--url', obs.url, '--token', obs.token, '--speed', kSpeed, '--verify']),
    );
    t.diagnostic(played.trim().split('\n').slice(-2).join('; '));
    assert.match(played, /verified \d+ rows of \d+ rounds/);

    await checkDrawn(obs, kClosingLayer, t);
    await obs.api('POST', '/api/v1/air/out', { layer: Number(kClosingLayer) });
    await obs.api('POST', '/api/v1/air/take', { template: 'ranking', bind: { round: kRounds[name], limit: 10 } });
    await checkDrawn(obs, '40', t);
    t.diagnostic(`${await checkPublicResults(obs)} public rows`);
    const end = await obs.quit();
    assert.equal(end.code, 0);
    const complaints = obs
      .logText()
      .split('\n')
      .filter((line) => /(warning|error): \[leitai\]/.test(line));
    assert.deepEqual(complaints, []);
  });
}
