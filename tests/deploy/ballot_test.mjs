// SPDX-License-Identifier: GPL-2.0-or-later
// A judge's phone through nginx: it gets what it gets from Leitai, each phone is counted as one, and no more comes through.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { Engine, Leitai, free_port, until } from './audience.mjs';

const kName = 'results.example';
const kDevice = '00112233445566778899aabbccddeeff';
let engine, leitai;

before(async () => {
  const port = await free_port();
  const limits = ['--ballot-streams', '3', '--ballot-rate', '60', '--rate', '1000'];
  engine = await Engine.create({ options: ['--ballots-from', `127.0.0.1:${port}`, ...limits] });
  leitai = await Leitai.create(engine, ['--host', kName, '--ballots-at', `http://${kName}:${engine.port}`, '--proxy', '127.0.0.1'], port);
  await leitai.call('POST', 'events', [
    { type: 'people', id: 'j1', data: { name: '评委甲', role: 'judge' } },
    { type: 'people', id: 'j2', data: { name: '评委乙', role: 'judge' } },
    { type: 'contestants', id: 'c1', data: { name: '1号选手' } },
    { type: 'contestants', id: 'c2', data: { name: '2号选手' } },
    { type: 'rounds', id: 'r', data: { name: '决赛', contestants: ['c1', 'c2'], scoring: { method: 'marks', criteria: [{ id: 'k', min: '0', max: '10' }] } } },
  ]);
});

after(async () => {
  await leitai?.remove();
  engine?.down();
});

/** The answer once its head is there; `text()` is the rest. `from`: the phone's address. */
async function ask(method, path, { from = '127.0.0.1', headers = {}, body, host = `${kName}:${engine.port}` } = {}) {
  const given = body === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  const request = http.request({
    host: '127.0.0.1', port: engine.port, localAddress: from, method, path, agent: false, headers: { Host: host, ...given, ...headers },
  });
  request.on('error', () => undefined);
  request.end(body);
  const [response] = await once(request, 'response');
  response.setEncoding('utf8').on('error', () => undefined);
  response.text = async () => {
    let text = '';
    for await (const part of response) text += part;
    return text;
  };
  return response;
}
async function status_of(...wish) {
  const response = await ask(...wish);
  await response.text();
  return response.statusCode;
}
async function code_for(person) {
  return (await leitai.call('POST', 'ballots/codes', { person, replace: true })).codes[0];
}
const entry = (code, device = kDevice) => JSON.stringify({ code, device });
async function entered(person) {
  const { link } = await code_for(person);
  const response = await ask('POST', '/api/v1/ballots/enter', { body: entry(link.split('#code=')[1]) });
  assert.equal(response.statusCode, 200);
  return { Authorization: `Bearer ${JSON.parse(await response.text()).token}` };
}
const allowed_again = () => until('ballots are asked for again', async () => (await status_of('GET', '/api/v1/ballot')) === 401);

/** The ballots that a stream tells. */
class Stream {
  static async open(headers) {
    const stream = new Stream();
    stream.response = await ask('GET', '/api/v1/ballot/stream', { headers });
    stream.status = stream.response.statusCode;
    stream.ballots = [];
    stream.ended = false;
    let unread = '';
    stream.response.on('close', () => (stream.ended = true));
    stream.response.on('data', (text) => {
      unread += text;
      for (let end = unread.indexOf('\n\n'); end >= 0; end = unread.indexOf('\n\n')) {
        const [, data] = /^event: ballot\n(?:.*\n)*data: (.*)$/m.exec(unread.slice(0, end)) ?? [];
        if (data) stream.ballots.push(JSON.parse(data));
        unread = unread.slice(end + 2);
      }
    });
    return stream;
  }
  get last() {
    return this.ballots.at(-1);
  }
  end() {
    this.response.destroy();
  }
}

test('nothing but what a phone needs comes through, by its own method, from its own page', async () => {
  const token = await entered('j1');
  const operator = { Authorization: 'Bearer a-token-for-the-deploy-tests' };
  for (const path of ['/control', '/api/v1/ballots', '/api/v1/ballots/codes', '/api/v1/ballots/stream', '/api/v1/health', '/api/v1/scores', '/api/v1/ballot/', '/api/v1/Ballot', '/assets/control.js', '/api/v1/ballot/../health', '/api/v1/ballot/..%2fhealth']) {
    assert.equal(await status_of('GET', path, { headers: operator }), 404, path);
  }
  for (const [method, path] of [['POST', '/api/v1/ballot'], ['DELETE', '/api/v1/ballot'], ['GET', '/api/v1/ballot/marks'], ['POST', '/api/v1/ballot/marks'], ['GET', '/api/v1/ballots/enter'], ['PUT', '/api/v1/ballots/enter'], ['POST', '/ballot'], ['POST', '/api/v1/ballots/codes'], ['PUT', '/api/v1/scores/x'], ['PATCH', '/api/v1/ballot/marks']]) {
    assert.equal(await status_of(method, path, { headers: operator, body: '{}' }), 405, `${method} ${path}`);
  }
  assert.equal(await status_of('GET', '/api/v1/ballot', { headers: token, host: 'elsewhere.example' }), 403);
  assert.equal(await status_of('GET', '/api/v1/ballot', { headers: { ...token, Origin: 'https://elsewhere.example' } }), 403);
  assert.equal(await status_of('GET', '/api/v1/ballot', { headers: { ...token, Origin: `http://${kName}:${engine.port}` } }), 200);
  assert.equal(await status_of('PUT', '/api/v1/ballot/marks', { headers: token, body: JSON.stringify({ round: 'x'.repeat(17_000) }) }), 413);
  assert.equal(await status_of('POST', '/api/v1/ballots/enter', { body: entry('x'.repeat(2_000)) }), 413);
});

test("who tries codes is counted by the phone's address, whatever the phone says of it", async () => {
  const { code, link } = await code_for('j2');
  const wrong = `${(Number(code[0]) + 1) % 10}${code.slice(1)}`;
  const attempt = (from, i) => status_of('POST', '/api/v1/ballots/enter', { from, body: entry(wrong), headers: { 'X-Forwarded-For': `192.0.2.${i}`, Forwarded: `for=192.0.2.${i}`, 'X-Real-IP': `192.0.2.${i}` } });
  for (let i = 0; i < 5; ++i) assert.equal(await attempt('127.0.0.2', i), 403);
  const held = await ask('POST', '/api/v1/ballots/enter', { from: '127.0.0.2', body: entry(code) });
  assert.equal(held.statusCode, 429);
  assert.ok(Number(held.headers['retry-after']) > 20, 'the answer is the one of Leitai');
  assert.equal(await attempt('127.0.0.3', 0), 403, 'another phone tries for itself');
  assert.equal(await status_of('POST', '/api/v1/ballots/enter', { from: '127.0.0.2', body: entry(link.split('#code=')[1]) }), 200);
});

test('the page and its files are those of Leitai, and links lead to them', async () => {
  const { link } = await code_for('j1');
  assert.ok(link.startsWith(`http://${kName}:${engine.port}/ballot#code=`));
  const files = ['/ballot'];
  for (const file of files) {
    const there = await ask('GET', file, { headers: { 'Accept-Encoding': 'identity' } });
    const here = await fetch(`${leitai.url}${file}`);
    const text = await there.text();
    assert.equal(there.statusCode, 200, file);
    assert.equal(text, await here.text(), file);
    for (const name of ['content-type', 'content-security-policy', 'referrer-policy', 'x-content-type-options', 'cache-control', 'etag']) {
      assert.equal(there.headers[name]?.replace(/^W\//, ''), here.headers.get(name) ?? undefined, `${file} ${name}`);
    }
    if (file === '/ballot') files.push(...[...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, address]) => address));
  }
  assert.equal(files.length, 4);
});

test('a judge marks through nginx, is told at once of what changes, and comes back after Leitai was away', async () => {
  const token = await entered('j1');
  let stream = await Stream.open(token);
  assert.equal(stream.status, 200);
  await until('the ballot is there', () => stream.last);
  await leitai.call('POST', 'stage', { round: 'r', contestant: 'c2' });
  await until('the stage is told', () => stream.last.stage?.contestant === 'c2');
  const judge = async () => (await leitai.call('GET', 'ballots?round=r')).round.judges[0];
  assert.equal((await judge()).code.connected, true);

  const marks = JSON.stringify({ round: 'r', contestant: 'c2', marks: { k: '9' } });
  const send = () => ask('PUT', '/api/v1/ballot/marks', { headers: { ...token, 'Idempotency-Key': 'one' }, body: marks });
  const { receipt } = JSON.parse(await (await send()).text());
  assert.deepEqual(JSON.parse(await (await send()).text()).receipt, receipt);
  await until('the receipt is told', () => stream.last.rounds[0].contestants[1].receipt?.code === receipt.code);
  assert.equal((await judge()).cells.c2.state, 'sent');

  await leitai.kill();
  await until('the stream is cut off', () => stream.ended);
  for (const [method, path, body] of [['GET', '/api/v1/ballot'], ['GET', '/api/v1/ballot/stream'], ['PUT', '/api/v1/ballot/marks', marks], ['POST', '/api/v1/ballots/enter', entry('123456')]]) {
    const away = await ask(method, path, { headers: token, body });
    assert.equal(away.statusCode, 503, path);
    assert.equal(away.headers['retry-after'], '2');
    assert.equal(JSON.parse(await away.text()).status, 503);
  }
  assert.equal(await status_of('GET', '/ballot'), 200, 'who opens the page meanwhile has it');
  await leitai.start();
  await until('the ballot is asked for again', async () => (await status_of('GET', '/api/v1/ballot', { headers: token })) === 200);
  stream = await Stream.open(token);
  await until('the marks are there', () => stream.last?.rounds[0].contestants[1].marks?.k === '9');
  stream.end();
});

test('more phones than there are streams ask for the document, and slow ones hold up nobody', async () => {
  const token = await entered('j1');
  const streams = [];
  for (let i = 0; i < 6; ++i) streams.push(await Stream.open(token));
  assert.deepEqual(streams.map((stream) => stream.status), [200, 200, 200, 503, 503, 503]);
  assert.equal(streams[5].response.headers['retry-after'], '2');
  const slow = Array.from({ length: 100 }, () => {
    const socket = net.connect(engine.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`PUT /api/v1/ballot/marks HTTP/1.1\r\nHost: ${kName}:${engine.port}\r\nAuthorization: ${token.Authorization}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`);
    return socket;
  });
  await Promise.all(slow.map((socket) => once(socket, 'connect')));
  await allowed_again();
  assert.equal(await status_of('GET', '/api/v1/ballot', { headers: token }), 200);
  assert.equal((await leitai.call('GET', 'health')).status, 'ok');
  slow.forEach((socket) => socket.destroy());
  streams.forEach((stream) => stream.end());
  await until('the places are free again', async () => {
    const stream = await Stream.open(token);
    stream.end();
    return stream.status === 200;
  });
});

test('a flood of requests is told to come back, and Leitai has only so many of them', async () => {
  const token = await entered('j1');
  const count = async () => {
    const text = await (await fetch(`${leitai.url}/metrics`, { headers: { Authorization: 'Bearer a-token-for-the-deploy-tests' } })).text();
    return [...text.matchAll(/^leitai_http_answers_total\{[^}]*\} (\d+)/gm)].reduce((sum, [, number]) => sum + Number(number), 0);
  };
  const before = await count();
  const begun = Date.now();
  const statuses = (await Promise.all(Array.from({ length: 20 }, async () => {
    const own = [];
    for (let i = 0; i < 50; ++i) own.push(await status_of('GET', '/api/v1/ballot', { headers: token }));
    return own;
  }))).flat();
  const seconds = (Date.now() - begun) / 1000;
  const refused = statuses.filter((status) => status === 503).length;
  assert.equal(statuses.filter((status) => status === 200).length + refused, 1000);
  assert.ok(refused > 0);
  const came = (await count()) - before;
  assert.ok(came > 0 && came <= 60 * (seconds + 1) + 120 + 5, `${came} requests came through in ${seconds} s`);
  await allowed_again();
});
