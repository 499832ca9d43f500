// SPDX-License-Identifier: GPL-2.0-or-later
// Runs the tests of the pages: node run.mjs [--only PART_OF_A_NAME] [file_test.mjs …]; all files where none is named.
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launch } from './browser.mjs';
import { contest_events } from './contest.mjs';
import { run_all } from './harness.mjs';
import { end_all, Server } from './server.mjs';

process.on('exit', end_all);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

const { values, positionals } = parseArgs({ options: { only: { type: 'string', default: '' } }, allowPositionals: true });
const all = (await readdir(dirname(fileURLToPath(import.meta.url)))).filter((name) => name.endsWith('_test.mjs')).sort();
for (const file of positionals.length > 0 ? positionals : all) await import(`./${file}`);

const browser = await launch();
const servers = [];

/** A server with the small contest, for one test; `events` come on top. */
async function show(events = [], options = {}) {
  const server = await Server.create(options);
  servers.push(server);
  await server.post('events', [...contest_events(), ...events]);
  return server;
}

const failures = await run_all({ browser, show, done: remove_servers }, values.only);
await browser.close();
process.exitCode = failures > 0 ? 1 : 0;

async function remove_servers() {
  for (const server of servers.splice(0)) await server.remove();
}
