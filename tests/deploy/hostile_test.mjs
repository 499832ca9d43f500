// SPDX-License-Identifier: GPL-2.0-or-later
// What strangers may try at nginx: it is refused, viewers do not notice, and no process of nginx ends.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { Engine, Leitai, processes, sealed_contest, until } from './audience.mjs';
import { Viewer } from './viewer.mjs';

let engine, leitai, viewers, workers;
let revealed = 0;

before(async () => {
  engine = await Engine.create({ options: ['--per-address', '60', '--rate', '50', '--streams', '40'] });
  leitai = await Leitai.create(engine);
  await leitai.call('POST', 'events', sealed_contest());
  viewers = Array.from({ length: 4 }, () => new Viewer(engine.port));
  workers = processes(engine.pid('nginx'));
  assert.equal(workers.length, 2);
});

after(async () => {
  for (const viewer of viewers ?? []) await viewer.end();
  await leitai?.remove();
  engine?.down();
});

/** Whatever was tried, a reveal still reaches everybody, on the streams that they have, from the same processes. */
async function all_is_well() {
  assert.deepEqual(processes(engine.pid('nginx')), workers, 'a process of nginx ended');
  const streams = viewers.map((viewer) => viewer.streams);
  revealed += 1;
  await leitai.reveal(`c${revealed}`);
  const right = await leitai.document();
  await until('every viewer has the reveal', () => viewers.every((viewer) => isDeepStrictEqual(viewer.document, right)));
  assert.deepEqual(viewers.map((viewer) => viewer.streams), streams);
}

/** What comes back for these bytes, to the end of the connection or to the end of an answer's head. */
async function raw(bytes, { port = engine.port, whole = false } = {}) {
  const socket = net.connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (part) => {
    text += part.toString('latin1');
    if (!whole && text.includes('\r\n\r\n')) socket.destroy();
  });
  socket.on('error', () => undefined);
  socket.write(bytes, 'latin1');
  await new Promise((resolve) => socket.on('close', resolve));
  return text;
}
const status = (answer) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
const request = (line, ...headers) => [line, 'Host: localhost', ...headers, '', ''].join('\r\n');
const kEvents = 'Accept: text/event-stream';

async function allowed_again() {
  await until('requests are allowed again', async () => status(await raw(request('GET /results HTTP/1.1'))) === 200);
}

test('the page comes with the headers that it has from Leitai', async () => {
  for (const language of ['en', 'zh']) {
    const mine = await fetch(`http://127.0.0.1:${engine.port}/results`, { headers: { 'Accept-Language': language } });
    const own = await fetch(`${leitai.url}/results`, { headers: { 'Accept-Language': language } });
    assert.equal(mine.status, 200);
    for (const name of ['x-content-type-options', 'referrer-policy', 'content-type', 'cache-control']) {
      assert.equal(mine.headers.get(name), own.headers.get(name), name);
    }
    assert.equal(mine.headers.get('set-cookie'), null);
    const text = await mine.text();
    const [policy, frames] = own.headers.get('content-security-policy').split(/; (?=frame-ancestors)/);
    assert.ok(text.includes(`<meta http-equiv="Content-Security-Policy" content="${policy}">`));
    assert.ok(mine.headers.get('content-security-policy').endsWith(frames));
    for (const [, file] of text.matchAll(/(?:src|href)="(\/[^"?#]+\.[a-z]+)/g)) {
      const there = await fetch(`http://127.0.0.1:${engine.port}${file}`);
      const here = await fetch(`${leitai.url}${file}`);
      assert.equal(there.status, 200, file);
      assert.equal(there.headers.get('content-type'), here.headers.get('content-type'), file);
      assert.equal(await there.text(), await here.text(), file);
    }
  }
});

test('a snapshot is known by what is in it', async () => {
  const address = `http://127.0.0.1:${engine.port}/api/v1/public/results`;
  const first = await fetch(address);
  const etag = first.headers.get('etag');
  assert.equal(first.headers.get('last-modified'), null);
  assert.equal((await fetch(address, { headers: { 'If-None-Match': etag } })).status, 304);
  await all_is_well();
  const second = await fetch(address, { headers: { 'If-None-Match': etag } });
  assert.equal(second.status, 200);
  assert.equal((await second.json()).revision, (await leitai.document()).revision);
});

test('who only reads is let in, and only to what is public', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'MKCOL']) {
    const answer = await raw(request(`${method} /results HTTP/1.1`, 'Content-Length: 0'));
    assert.equal(status(answer), 405, method);
  }
  const closed = ['/control', '/ballot', '/metrics', '/api/v1/health', '/api/v1/air', '/api/v1/events', '/publish/stream', '/publish/files/x', '/publish/status', '/secret', '/nginx.conf', '/results.en.html.gz', '/assets/../nginx.conf', '/assets/..%2fnginx.conf', '/api/v1/public/results.gz'];
  for (const address of closed) {
    assert.ok([400, 404].includes(status(await raw(request(`GET ${address} HTTP/1.1`)))), address);
    await allowed_again();
  }
  assert.equal(status(await raw(request('GET /results.en.html HTTP/1.1'))), 503);
  await all_is_well();
});

test('what is no request is no request', async () => {
  const nonsense = [
    'GET\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', 'GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n',
    'GET /results HTTP/1.1\r\n\r\n', 'GET /results HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 'GET /results HTTP/1.1\r\nHost: a b\r\n\r\n',
    request('GET /results HTTP/1.1', 'Content-Length: -1'), request('GET /results HTTP/1.1', 'Content-Length: 1', 'Content-Length: 2'),
    request('GET /results HTTP/1.1', `Cookie: ${'x'.repeat(9000)}`), request(`GET /results?${'x'.repeat(9000)} HTTP/1.1`),
    request('GET /results HTTP/1.1', 'Transfer-Encoding: chunked, chunked'),
  ];
  for (const bytes of nonsense) {
    const answer = status(await raw(bytes));
    assert.ok(answer >= 400 && answer < 600, `${JSON.stringify(bytes.slice(0, 60))}: ${answer}`);
    await allowed_again();
  }
  await all_is_well();
});

test('a message id that is none is not looked at', async () => {
  const ids = ['abc', '-1', ':', '1:', ':1', '1:-1', '1:[', '1:[0]', '1:0,0', '1:99999999999999999999', '99999999999999999999:0', '1:0\x01', '%00', '1:[1,2', ',', '1795397652:0,[', ' ', '0'.repeat(2000)];
  const stream = '/api/v1/public/stream';
  for (const id of ids) {
    assert.equal(status(await raw(request(`GET ${stream} HTTP/1.1`, kEvents, `Last-Event-ID: ${id}`))), 200, id);
    const query = encodeURIComponent(id);
    assert.equal(status(await raw(request(`GET ${stream}?last_event_id=${query} HTTP/1.1`, kEvents))), 200, id);
    await allowed_again();
  }
  for (const header of ['If-None-Match: [', 'If-Modified-Since: Mon, 01 Jan 2035 00:00:00 GMT', 'If-None-Match: "0"']) {
    assert.equal(status(await raw(request(`GET ${stream} HTTP/1.1`, kEvents, header))), 400, header);
  }
  await all_is_well();
});

test('another site can neither read the stream nor write', async () => {
  const foreign = await raw(request('GET /api/v1/public/stream HTTP/1.1', kEvents, 'Origin: https://elsewhere.example'));
  assert.equal(status(foreign), 403);
  const document = await raw(request('GET /api/v1/public/results HTTP/1.1', 'Origin: https://elsewhere.example'));
  assert.ok(!/access-control/i.test(document));
  const post = await raw(request('POST /api/v1/public/stream HTTP/1.1', 'Origin: https://elsewhere.example', 'Content-Length: 2') + '{}');
  assert.equal(status(post), 405);
  const socket = ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];
  assert.equal(status(await raw(request('GET /api/v1/public/stream HTTP/1.1', kEvents, ...socket))) >= 400, true);
  await all_is_well();
});

test("the publisher's side takes nothing without the secret, and lies on loopback alone", async () => {
  const port = engine.publisher_port;
  const secret = fs.readFileSync(engine.secret_file, 'utf8').trim();
  const posts = [[], ['Authorization: Bearer wrong'], [`Authorization: bearer ${secret}`], [`Authorization: Basic ${secret}`], [`Authorization: Bearer ${secret.slice(0, -1)}`]];
  for (const headers of posts) {
    const answer = await raw(request('POST /publish/stream HTTP/1.1', 'Content-Length: 2', ...headers) + '{}', { port });
    assert.equal(status(answer), 403);
    assert.equal(status(await raw(request('PUT /publish/files/results.en.html.gz HTTP/1.1', 'Content-Length: 1', ...headers) + 'x', { port })), 403);
  }
  const mine = `Authorization: Bearer ${secret}`;
  for (const address of ['/publish/files/../secret', '/publish/files/%2e%2e/secret', '/publish/files/..%2fsecret']) {
    assert.ok(status(await raw(request(`PUT ${address} HTTP/1.1`, 'Content-Length: 1', mine) + 'x', { port })) >= 400, address);
  }
  assert.equal(fs.readFileSync(engine.secret_file, 'utf8').trim(), secret);
  const address = Object.values(os.networkInterfaces()).flat().find((one) => one.family === 'IPv4' && !one.internal)?.address ?? '127.0.0.2';
  const outside = net.connect(port, address);
  const [error] = await once(outside, 'error');
  assert.equal(error.code, 'ECONNREFUSED');
  await all_is_well();
});

test('slow heads, slow bodies and too many connections wait in vain', async () => {
  const slow_head = net.connect(engine.port, '127.0.0.1');
  slow_head.on('error', () => undefined);
  slow_head.write('GET /results HTTP/1.1\r\nHost: localhost\r\n');
  const drip = setInterval(() => slow_head.write('X-A: b\r\n'), 500);
  const slow_body = net.connect(engine.port, '127.0.0.1');
  let told = '';
  slow_body.on('error', () => undefined);
  slow_body.on('data', (bytes) => (told += bytes));
  slow_body.write(request('GET /results HTTP/1.1', 'Content-Length: 1000'));
  const many = [];
  for (let i = 0; i < 100; ++i) {
    const answer = new Promise((resolve) => {
      const asked = http.get({ host: '127.0.0.1', port: engine.port, path: '/api/v1/public/stream', headers: { Accept: 'text/event-stream' }, agent: false }, resolve);
      asked.on('error', () => resolve({ statusCode: 0, headers: {}, destroy: () => undefined }));
    });
    many.push(await answer);
  }
  const given = many.filter((answer) => answer.statusCode === 200);
  const refused = many.filter((answer) => answer.statusCode === 503);
  assert.equal(given.length + refused.length, 100);
  assert.equal(given.length, 40 - viewers.length, 'a place for each stream, and no more');
  assert.ok(refused.every((answer) => answer.headers['retry-after'] === '15'));
  await all_is_well();
  many.forEach((answer) => answer.on?.('error', () => undefined));
  many.forEach((answer) => answer.destroy());
  await until('the slow ones are cut off', () => slow_head.destroyed && slow_body.destroyed);
  clearInterval(drip);
  assert.ok(told === '' || [400, 408, 413, 200].includes(status(told)));
  await all_is_well();
});

test('a flood of requests is slowed down, and the viewers keep their streams', async () => {
  const statuses = new Map();
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      for (let i = 0; i < 50; ++i) {
        const answer = status(await raw(request('GET /api/v1/public/results HTTP/1.1')));
        statuses.set(answer, (statuses.get(answer) ?? 0) + 1);
      }
    }),
  );
  assert.ok(statuses.get(429) + (statuses.get(503) ?? 0) > 0 || statuses.get(503) > 0, JSON.stringify([...statuses]));
  await allowed_again();
  await all_is_well();
});

test('up again changes nothing that runs, and down leaves nothing', async () => {
  const master = engine.pid('nginx');
  engine.up();
  assert.equal(engine.pid('nginx'), master);
  const other = await Engine.create();
  const folder = other.folder;
  const pid = other.pid('nginx');
  other.down();
  assert.ok(!fs.existsSync(folder));
  assert.ok(!fs.existsSync(`/proc/${pid}`));
  const foreign = fs.mkdtempSync(path.join(os.tmpdir(), 'leitai-foreign-'));
  fs.writeFileSync(path.join(foreign, 'mine'), '');
  const script = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../../deploy/down');
  assert.throws(() => execFileSync(script, ['--prefix', foreign, '--direct'], { stdio: 'pipe' }));
  assert.ok(fs.existsSync(path.join(foreign, 'mine')));
  fs.rmSync(foreign, { recursive: true });
});
