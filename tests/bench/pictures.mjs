// SPDX-License-Identifier: GPL-2.0-or-later
// What the control page's pictures cost the server: program and preview, 640 pixels wide, ten a second each while they
// move; while they stand; and while nobody looks at the page. In cores of the server's process.
import { readFileSync } from 'node:fs';
import { launch, open_control, with_page } from '../browser/browser.mjs';
import { contest_events } from '../browser/contest.mjs';
import { rundown_events } from '../browser/control_page.mjs';
import { until } from '../browser/harness.mjs';
import { end_all, kToken, Server } from '../browser/server.mjs';

const kSeconds = 10;
const kPaceMs = 100;
const kTicksPerSecond = 100;
/** Moves all the time. */
const kTicker = { template: 'ticker', bind: { messages: true } };

let missed = 0;
process.on('exit', end_all);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

const server = await Server.create();
const browser = await launch();
try {
  await server.post('events', [...contest_events(), ...rundown_events(), message()]);
  await moving_and_standing();
  await on_the_page();
} finally {
  await browser.close();
  await server.remove();
}
process.exitCode = missed > 0 ? 1 : 0;

/** As a page asks that keeps to the most that is allowed: both pictures ten times a second, with their ETags. */
async function moving_and_standing() {
  heading('both pictures at 10 a second, as fast as a page may ask');
  const program = picture('channel=program&width=640');
  const preview = picture('channel=program&width=640&cue=lower');
  const empty = await cores(() => paced(kPaceMs, async () => void (await Promise.all([program.ask(), preview.ask()]))));
  figure('nothing on air', `${empty.toFixed(3)} cores, ${program.fresh + preview.fresh} pictures drawn`);
  program.fresh = preview.fresh = 0;
  const clip = animated();
  await server.post('air/take', kTicker);
  const moving = await cores(() =>
    paced(kPaceMs, async (turn) => {
      if (turn % 7 === 0) await clip();
      await Promise.all([program.ask(), preview.ask()]);
    }),
  );
  figure('drawn while they move', `${program.fresh} of the program, ${preview.fresh} of the preview, in ${kSeconds} s`);
  at_most('in motion, takes included', moving, 0.35);
  await server.post('air/clear', {});
  await server.post('air/take', { cue: 'open' });
  await settled();
  await Promise.all([program.ask(), preview.ask()]);
  program.fresh = preview.fresh = 0;
  const standing = await cores(() => paced(1000, async () => void (await Promise.all([program.ask(), preview.ask()]))));
  at_most('standing, asked for once a second', standing, 0.02);
  figure('drawn while they stand', `${program.fresh + preview.fresh}`);
  await server.post('air/clear', {});
}

/** The page itself, as it stands before an operator; then nobody looks. */
async function on_the_page() {
  heading('the control page in Chromium');
  await with_page(browser, {}, async (page) => {
    let asked = 0;
    page.on('request', (request) => (asked += request.url().includes('preview.png') ? 1 : 0));
    await open_control(page, server);
    await server.post('air/take', { cue: 'open' });
    await settled();
    await page.waitForSelector('[data-monitor=program][data-picture=current]');
    asked = 0;
    const standing = await cores(() => wait(kSeconds * 1000));
    at_most('standing', standing, 0.02);
    figure('pictures asked for while they stand', String(asked));
    const clip = animated();
    await server.post('air/take', kTicker);
    asked = 0;
    const moving = await cores(() => paced(700, clip));
    at_most('in motion, all that the page asks for', moving, 0.35);
    at_most('pictures a second, both monitors', asked / kSeconds, 20);
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    asked = 0;
    await cores(() => paced(700, clip));
    at_most('pictures asked for while nobody looks, things moving', asked, 0);
  });
}

/** More than a line holds: its ticker never stands. */
function message() {
  return { type: 'messages', id: 'm1', data: { text: '欢迎来到擂台比武现场，请各位选手提前十分钟到候场区就位。'.repeat(6) } };
}

/** Takes a lower third where there is none, and out where there is. */
function animated() {
  let on = false;
  return async () => {
    on = !on;
    await server.post(on ? 'air/take' : 'air/out', on ? { cue: 'lower' } : { channel: 'program', layer: 20 });
  };
}

function picture(query) {
  let etag = null;
  const known = {
    fresh: 0,
    ask: async () => {
      const headers = { Authorization: `Bearer ${kToken}`, ...(etag && { 'If-None-Match': etag }) };
      const response = await fetch(`${server.url}/api/v1/preview.png?${query}`, { headers });
      await response.arrayBuffer();
      if (response.status === 200) known.fresh += 1;
      etag = response.headers.get('ETag');
    },
  };
  return known;
}

/** Nothing comes or leaves any more. */
function settled() {
  return until('nothing moves', async () => Object.values(await server.layers()).every((item) => item.state === 'on' && !item.leaving));
}

/** Calls `deed` every so many milliseconds, for kSeconds. */
async function paced(every_ms, deed) {
  const began = performance.now();
  for (let turn = 0; turn * every_ms < kSeconds * 1000; turn += 1) {
    await wait(began + turn * every_ms - performance.now());
    await deed(turn);
  }
}

/** The server's processor time while `deed` runs, in cores. */
async function cores(deed) {
  const used = () => {
    const fields = readFileSync(`/proc/${server.child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / kTicksPerSecond;
  };
  const [before, began] = [used(), performance.now()];
  await deed();
  return (used() - before) / ((performance.now() - began) / 1000);
}

function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}

function heading(words) {
  console.log(`\n-- ${words}`);
}

function figure(name, words) {
  console.log(`${name}: ${words}`);
}

function at_most(name, value, target) {
  const reached = value <= target;
  missed += reached ? 0 : 1;
  console.log(`${name}: ${value.toFixed(3)} (target: at most ${target}, ${reached ? 'reached' : 'missed'})`);
}
