// SPDX-License-Identifier: GPL-2.0-or-later
// docs/control-surfaces.md does what it says: each of its curl commands, and each row of Companion's table.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run, start, stop, until } from './lib/process.mjs';

const build = process.env.LEITAI_BUILD;
const scratch = fs.mkdtempSync(path.join(build, 'recipes-'));
const page = fs.readFileSync(process.env.LEITAI_DOCS
  ? path.join(process.env.LEITAI_DOCS, 'control-surfaces.md')
  : fileURLToPath(new URL('../../docs/control-surfaces.md', import.meta.url)), 'utf8');
const token = 'the-token';

let server;
let url;
before(async () => {
  const log = path.join(scratch, 'serve.log');
  server = start(path.join(build, 'bin', 'leitai'), ['serve', '--show', path.join(scratch, 'show.leitai'), '--port', '0', '--token', token], { log });
  url = await until('the server', () => fs.readFileSync(log, 'utf8').match(/leitai: ready (\S+)/)?.[1]);
  await post('/events', [
    ...['c1', 'c2', 'c3', 'c4'].map((id, i) => ({ type: 'contestants', id, data: { name: `${i + 1}号选手` } })),
    { type: 'people', id: 'j1', data: { name: '评委1', role: 'judge' } },
    { type: 'rounds', id: 'morning', data: { name: '上午场', contestants: ['c1', 'c2', 'c3', 'c4'],
                                             segments: [{ id: 'talk', name: '演讲', speaker: 'contestant', duration_ms: 180000 }] } },
    ...['c1', 'c2', 'c3', 'c4'].map((contestant, i) => ({ type: 'scores', id: `s${i}`,
                                                          data: { round: 'morning', contestant, judge: 'j1', marks: { total: `${90 - i}` } } })),
    ...['opening', 'second', 'third'].map((id) => ({ type: 'cues', id, data: { template: 'title', data: { title: id } } })),
    { type: 'rundown', id: 'rundown', data: { items: ['opening', 'second', 'third'] } },
  ]);
  await post('/stage', { round: 'morning', contestant: 'c1' });
});
after(async () => {
  await stop(server, 'SIGTERM');
  fs.rmSync(scratch, { recursive: true, force: true });
});

async function post(where, body) {
  const response = await fetch(`${url}/api/v1${where}`, {
    method: 'POST', body: JSON.stringify(body), headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
  });
  assert.equal(response.status, 200, `${where}: ${await response.text()}`);
}

test('every curl command of the page is accepted', async () => {
  const block = page.match(/```sh\n([\s\S]*?)```/)[1];
  const setup = block.split('\n').filter((line) => /^(AUTH|JSON)=/.test(line)).join('\n');
  const commands = block.split('\n').filter((line) => line.startsWith('curl '));
  assert.ok(commands.length >= 9);
  for (const command of commands) {
    const quiet = command.replace(/^curl /, "curl -s -o /dev/null -w '%{http_code}' ");
    const status = String(await run('bash', ['-c', `URL='${url}'\nTOKEN='${token}'\n${setup}\n${quiet}`]));
    assert.equal(status, '200', command);
  }
});

test("every row of Companion's table is accepted", async () => {
  const table = page.slice(page.indexOf('## Bitfocus'), page.indexOf('## Stream Deck'));
  const rows = [...table.matchAll(/^\| ([^|`]+) \| `([^`]+)`[^|]* \| `([^`]+)` \|$/gm)];
  assert.ok(rows.length >= 7);
  for (const [, , uri, body] of rows) await post(uri, JSON.parse(body));
});
