// SPDX-License-Identifier: GPL-2.0-or-later
// The demo: the real OBS records a sample contest that is played into the HTTP endpoint.
//   node demo.mjs --build BUILD --out FOLDER [--keep] [--sample street-arena] [--speed 1]
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeHall } from './lib/hall.mjs';
import { Obs, startDisplay } from './lib/obs.mjs';
import { run } from './lib/process.mjs';

const { values: options } = parseArgs({
  options: {
    build: { type: 'string' },
    out: { type: 'string' },
    keep: { type: 'boolean', default: false },
    sample: { type: 'string', default: 'street-arena' },
    speed: { type: 'string', default: '1' },
  },
});

// What two cores without a GPU can draw and encode in time.
const kWidth = 1280;
const kHeight = 720;
const kFps = 30;

/** Collects when each change on air was first drawn, while `work` runs. */
async function watchFrames(obs, work) {
  const latencies = new Map();
  let over = false;
  const watching = (async () => {
    while (!over) {
      const air = await obs.api('GET', '/api/v1/air');
      for (const channel of Object.values(air.channels)) {
        for (const item of Object.values(channel.layers)) {
          const frame = item.first_frame;
          if (frame) latencies.set(frame.time, frame.latency_ms);
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  try {
    return { result: await work(), latencies };
  } finally {
    over = true;
    await watching;
  }
}

function percentile(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((p / 100) * sorted.length))];
}

async function contactSheet(film, picture, seconds) {
  const columns = 4;
  const rows = 6;
  await run('ffmpeg', ['-y', '-v', 'error', '-i', film, '-frames:v', '1', '-vf',
    `fps=${(columns * rows) / seconds},scale=480:-2,tile=${columns}x${rows}:margin=8:padding=8:color=0x101010`, picture]);
}

async function main() {
  const out = path.resolve(options.out);
  const work = path.join(out, 'obs');
  fs.rmSync(out, { recursive: true, force: true });
  fs.mkdirSync(work, { recursive: true });
  const leitai = path.join(options.build, 'bin', 'leitai');
  const show = path.join(out, `${options.sample}.ndjson`);
  fs.writeFileSync(show, await run(leitai, ['sample', options.sample]));
  const hall = path.join(work, 'hall.mp4');
  await makeHall(hall, { width: kWidth, height: kHeight, fps: kFps });

  const display = process.env.DISPLAY ? { display: process.env.DISPLAY, stop: async () => {} } : await startDisplay(work);
  const obs = await Obs.start(work, {
    build: path.resolve(options.build),
    display: display.display,
    width: kWidth, height: kHeight, fps: kFps,
    recording: { RecQuality: 'Stream', VBitrate: 6000, StreamEncoder: 'x264', RecEncoder: 'x264', UseAdvanced: true, Preset: 'superfast' },
    sources: [
      { id: 'ffmpeg_source', name: 'Hall', settings: { local_file: hall, looping: true, hw_decode: false } },
      { id: 'leitai_overlay', name: 'Leitai', settings: { channel: 'program' } },
    ],
  });
  console.log(`OBS is up; the endpoint is ${obs.url}`);
  await obs.startRecording();
  const before = await obs.request('GetStats');
  const { result: played, latencies } = await watchFrames(obs, () =>
    run(leitai, ['play', show, '--url', obs.url, '--token', obs.token, '--speed', options.speed]));
  const after = await obs.request('GetStats');
  const recording = await obs.stopRecording();
  const film = path.join(out, 'program.mp4');
  await run('ffmpeg', ['-y', '-v', 'error', '-i', recording, '-c', 'copy', '-movflags', '+faststart', film]);
  const seconds = Number(await run('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', film]));
  await contactSheet(film, path.join(out, 'contact-sheet.png'), seconds);

  const values = [...latencies.values()];
  const rendered = after.renderTotalFrames - before.renderTotalFrames;
  const late = after.renderSkippedFrames - before.renderSkippedFrames;
  console.log(String(played).trim().split('\n').at(-1));
  console.log(`event to frame: ${values.length} changes, p50 ${percentile(values, 50)} ms, p99 ${percentile(values, 99)} ms`);
  console.log(`frames: ${rendered} rendered, ${late} late (${((100 * late) / rendered).toFixed(1)} %; no GPU here means some)`);
  console.log(`film: ${path.relative(process.cwd(), film)} (${seconds.toFixed(1)} s)`);
  console.log(`contact sheet: ${path.relative(process.cwd(), path.join(out, 'contact-sheet.png'))}`);

  if (options.keep) {
    console.log(`OBS stays open; the control page is ${obs.url}/control#token=${obs.token}\nEnd with Ctrl-C.`);
    await obs.child.done;
  } else {
    const end = await obs.quit();
    console.log(`OBS quit in ${end.ms.toFixed(0)} ms: ${obs.logText().match(/Number of memory leaks: \d+/)?.[0] ?? 'no leak count'}`);
    if (end.code !== 0) throw new Error(`OBS ended with ${end.code ?? end.signal}`);
  }
  await display.stop();
  if (values.length === 0) throw new Error('no change on air was ever drawn');
}

await main();
process.exit(0);
