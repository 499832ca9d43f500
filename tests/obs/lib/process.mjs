// SPDX-License-Identifier: GPL-2.0-or-later
// Programs that a test starts, and ends again by their own ids.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';

const running = new Set();

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

/** Starts a program; its output goes to `log`. `done` resolves to {code, signal} at its end. */
export function start(command, args, { env = process.env, log, cwd } = {}) {
  const sink = log ? fs.openSync(log, 'w') : 'ignore';
  const child = spawn(command, args, { env, cwd, stdio: ['ignore', sink, sink] });
  if (log) fs.closeSync(sink);
  running.add(child);
  child.done = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  return child;
}

/** Runs a program to its end and gives its standard output; throws with its errors where it fails. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    running.add(child);
    const out = [];
    const err = [];
    child.stdout.on('data', (chunk) => out.push(chunk));
    child.stderr.on('data', (chunk) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      running.delete(child);
      if (code === 0) resolve(Buffer.concat(out));
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${Buffer.concat(err)}`));
    });
  });
}

/** Asks `check` until it gives something true; throws what was waited for when the time is over. */
export async function until(what, check, { timeoutMs = 30_000, everyMs = 50 } = {}) {
  const end = Date.now() + timeoutMs;
  let last;
  while (Date.now() < end) {
    try {
      const value = await check();
      if (value) return value;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  throw new Error(`waited ${timeoutMs} ms for ${what}${last ? `: ${last.message}` : ''}`);
}

/** Ends a program and waits for it: politely, then not. Gives the milliseconds it took. */
export async function stop(child, signal = 'SIGINT', timeoutMs = 20_000) {
  const begin = process.hrtime.bigint();
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  const result = await child.done;
  clearTimeout(timer);
  return { ...result, ms: Number(process.hrtime.bigint() - begin) / 1e6 };
}

const givenPorts = new Set();

/** A port that nobody listens on; never the same one twice, for the system may well give one again that was just let go. */
export async function freePort() {
  for (;;) {
    const port = await new Promise((resolve, reject) => {
      const server = net.createServer();
      server.on('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        server.close(() => resolve(port));
      });
    });
    if (!givenPorts.has(port)) {
      givenPorts.add(port);
      return port;
    }
  }
}

/** Ends whatever still runs: a file of tests waits for its programs, after a failed test too. */
export async function stopAll() {
  await Promise.all([...running].map((child) => stop(child, 'SIGKILL')));
}
