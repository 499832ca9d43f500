// SPDX-License-Identifier: GPL-2.0-or-later
// Graphics over hours of film, in a memory that does not grow: small pictures, so that it takes minutes. Into Matroska:
// an MP4's index names every packet, and is in memory until the file's end, whoever writes it.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const hours = Number(process.argv[2] ?? 2);
const kRate = 10, kRows = 20, kStepMs = 2_000, kContestants = 40;
/** What it may have at the end beside what it had after ten minutes of film. */
const kMostGrowth = 1.1;

const seconds = Math.round(hours * 3600);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leitai-soak-'));
const place = (name) => path.join(folder, name);
const leitai = process.env.LEITAI_BIN;

/** A ranking that changes places every two seconds, another title each time that it is taken, and a clock. */
function write_show(file) {
  const out = fs.openSync(file, 'w');
  const line = (at_ms, call, body) => fs.writeSync(out, `${JSON.stringify({ at_ms, call, body })}\n`);
  const order = Array.from({ length: kContestants }, (_, i) => i);
  let dice = 7;
  const below = (end) => (dice = (dice * 1103515245 + 12345) % 2147483648) % end;
  for (let at = 0, i = 0; at < seconds * 1000; at += kStepMs, ++i) {
    for (let swap = 0; swap < 6; ++swap) {
      const [a, b] = [below(kContestants), below(kContestants)];
      [order[a], order[b]] = [order[b], order[a]];
    }
    const rows = order.slice(0, kRows).map((who, rank) => ({ id: `c${who}`, rank: rank + 1, name: `${who}号选手 ${i}`, total: `${99 - rank}.${10 + (i % 90)}` }));
    const data = { title: `成绩 ${i}`, rows, limit: kRows };
    if (i % 30 === 0) line(at, 'air/take', { template: 'ranking', data });
    else if (i % 30 === 29) line(at, 'air/out', { layer: 40 });
    else line(at, 'air/update', { channel: 'program', layer: 40, data });
  }
  fs.closeSync(out);
}

/** 0: it has ended. */
function memory_of(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Megabytes, twice a second, with the share of the way that it told last. */
async function memory_while(args) {
  const child = spawn(leitai, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const samples = [];
  let share = 0;
  child.stderr.setEncoding('utf8').on('data', (text) => {
    const told = [...text.matchAll(/(\d+) of (\d+)/g)].at(-1);
    if (told) share = Number(told[1]) / Number(told[2]);
    else process.stderr.write(text);
  });
  const looking = setInterval(() => {
    const mb = memory_of(child.pid);
    if (mb > 0) samples.push({ share, mb });
  }, 500);
  const [status] = await once(child, 'exit');
  clearInterval(looking);
  if (status !== 0) throw new Error(`leitai ${args[0]} ended with ${status}`);
  return samples;
}

function judge(what, samples) {
  const after_ten_minutes = samples.filter((sample) => sample.share >= Math.min(0.5, 600 / seconds));
  if (after_ten_minutes.length < 4) throw new Error(`${what}: it told its progress too seldom to see anything`);
  const then = after_ten_minutes[0].mb, most = Math.max(...after_ten_minutes.map((sample) => sample.mb));
  const good = most <= then * kMostGrowth;
  console.log(`${what}: ${then.toFixed(0)} MB after ten minutes of film, at most ${most.toFixed(0)} MB until its end (at most ${kMostGrowth} times): ${good ? 'ok' : 'MISSED'}`);
  return good;
}

try {
  write_show(place('show.ndjson'));
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', `testsrc2=s=160x90:r=${kRate}:d=${seconds}`, '-f', 'lavfi', '-i', 'sine=frequency=440',
    '-shortest', '-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', place('in.mp4')]);
  const over = await memory_while(['render', place('show.ndjson'), '--over', place('in.mp4'), '-o', place('over.mkv')]);
  const alone = await memory_while(['render', place('show.ndjson'), '--size', '160x90', '--fps', String(kRate), '-o', place('out.mkv')]);
  const results = [judge(`${hours} hours, over a film`, over), judge(`${hours} hours, graphics alone`, alone)];
  process.exitCode = results.every(Boolean) ? 0 : 1;
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
