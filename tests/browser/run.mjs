// SPDX-License-Identifier: GPL-2.0-or-later
// Runs all tests of the pages: node run.mjs [part of a name]
import './arithmetic_test.mjs';
import './login_test.mjs';
import './control_test.mjs';
import './rundown_test.mjs';
import './form_test.mjs';
import './connection_test.mjs';
import './results_test.mjs';
import './screens_test.mjs';
import './access_test.mjs';
import './operators_test.mjs';
import './session_test.mjs';
import './latency_test.mjs';
import { launch } from './browser.mjs';
import { contest_events } from './contest.mjs';
import { run_all } from './harness.mjs';
import { end_all, Server } from './server.mjs';

process.on('exit', end_all);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

const browser = await launch();
const servers = [];

/** A server with the small contest, for one test; `events` come on top. */
async function show(events = [], options = {}) {
  const server = await Server.create(options);
  servers.push(server);
  await server.post('events', [...contest_events(), ...events]);
  return server;
}

const failures = await run_all({ browser, show, done: remove_servers }, process.argv[2] ?? '');
await browser.close();
process.exitCode = failures > 0 ? 1 : 0;

async function remove_servers() {
  for (const server of servers.splice(0)) await server.remove();
}
