// SPDX-License-Identifier: GPL-2.0-or-later
// Whatever ends and comes back, every viewer comes to the right document, and was never shown an older one again.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { connect } from 'node:tls';
import { isDeepStrictEqual } from 'node:util';
import { test } from 'node:test';
import { Engine, Leitai, kContestants, mark_of, processes, sealed_contest, until } from './audience.mjs';
import { Place, Relay, Viewer } from './viewer.mjs';

const kViewers = 12;

class Hall {
  static async create(redis) {
    const hall = new Hall();
    hall.engine = await Engine.create({ redis });
    try {
      hall.leitai = await Leitai.create(hall.engine);
      await hall.leitai.call('POST', 'events', sealed_contest());
      hall.relay = await Relay.create(hall.engine.port);
      hall.viewers = Array.from({ length: kViewers }, (_, i) => new Viewer(i % 2 ? hall.relay.port : hall.engine.port));
    } catch (error) {
      await hall.end();
      throw error;
    }
    hall.revealed = 0;
    return hall;
  }

  async end() {
    for (const viewer of this.viewers ?? []) await viewer.end();
    this.relay?.end();
    await this.leitai?.remove();
    this.engine.down();
  }

  reveal() {
    this.revealed += 1;
    return this.leitai.reveal(`c${this.revealed}`);
  }
  async all_have_it(what) {
    const right = await this.leitai.document();
    await until(`every viewer has it ${what}`, () => this.viewers.every((viewer) => isDeepStrictEqual(viewer.document, right)));
  }
  all_listen(before) {
    return until('every viewer has a new stream', () => this.viewers.every((viewer, i) => viewer.streams > before[i]));
  }
  streams() {
    return this.viewers.map((viewer) => viewer.streams);
  }

  check_what_was_seen() {
    for (const viewer of this.viewers) {
      const sorted = [...new Set(viewer.shown)].sort((a, b) => a - b);
      assert.deepEqual(viewer.shown, sorted, 'a result was shown twice, or out of order');
      for (let i = this.revealed + 1; i <= kContestants; ++i) {
        assert.ok(!viewer.seen.includes(mark_of(i)), 'a sealed mark was sent');
      }
      for (let i = 1; i <= this.revealed; ++i) assert.ok(JSON.stringify(viewer.document).includes(mark_of(i)));
    }
  }
}

for (const redis of [false, true]) {
  const which = redis ? 'with Redis' : 'without Redis';

  test(`viewers come to the right document through every failure, ${which}`, async () => {
    const hall = await Hall.create(redis);
    try {
      await hall.all_have_it('at first');
      await hall.all_listen(hall.viewers.map(() => 0));
      await hall.reveal();
      await hall.all_have_it('after a reveal');
      assert.ok(hall.viewers.every((viewer) => viewer.patches > 0), 'a reveal comes as a change');

      let before = hall.streams();
      await hall.engine.end('nginx');
      await hall.reveal();
      hall.engine.up();
      await hall.all_listen(before);
      await hall.all_have_it('after nginx was started again');
      await hall.reveal();
      await hall.all_have_it('after a reveal through the new nginx');

      await hall.leitai.kill();
      const page = await fetch(`http://127.0.0.1:${hall.engine.port}/api/v1/public/results`);
      assert.equal(page.status, 200, 'nginx has the results without Leitai');
      await hall.leitai.start();
      await hall.reveal();
      await hall.all_have_it('after Leitai was killed');

      before = hall.streams();
      hall.relay.cut();
      await hall.reveal();
      const through = hall.viewers.filter((_, i) => i % 2 === 0);
      const right = await hall.leitai.document();
      await until('those whose network is there have it', () => through.every((viewer) => isDeepStrictEqual(viewer.document, right)));
      assert.ok(hall.viewers.every((viewer, i) => i % 2 === 0 || viewer.document.revision < right.revision));
      hall.relay.heal();
      await hall.all_have_it('after the network came back');

      if (redis) {
        await hall.engine.end('redis');
        await hall.reveal();
        hall.engine.up();
        await hall.all_have_it('after Redis was started again');
        await hall.reveal();
        await hall.all_have_it('after a reveal through the new Redis');
      }
      hall.check_what_was_seen();
      const [state] = (await hall.leitai.call('GET', 'health')).publishing;
      assert.equal(state.url, hall.engine.publisher);
      await until('the operator is told that all is well', async () => (await hall.leitai.call('GET', 'health')).publishing[0].reached);
    } finally {
      await hall.end();
    }
  });
}

test('with Redis, an nginx whose streams are told nothing is started anew, and one that is well is not', async () => {
  const hall = await Hall.create(true);
  const watch = hall.engine.watch();
  const master = () => hall.engine.pid('nginx');
  try {
    await hall.all_have_it('at first');
    await hall.all_listen(hall.viewers.map(() => 0));
    const first = master();
    let patches = hall.viewers.map((viewer) => viewer.patches);
    const told = () => hall.viewers.every((viewer, i) => viewer.patches > patches[i]);
    await hall.reveal();
    await until('everybody is told', told);
    // A process may lose Redis for good where it ends in the midst of a message.
    const say = (subtitle) => hall.leitai.call('PUT', 'contest/contest', { name: '擂台', subtitle });
    const messages = Promise.all(Array.from({ length: 40 }, (_, i) => say(`${i}`)));
    await hall.engine.end('redis', 'SIGKILL');
    hall.engine.up();
    await messages;
    patches = hall.viewers.map((viewer) => viewer.patches);
    let words = 0;
    await until('everybody is told of changes again', async () => {
      await say(`again ${(words += 1)}`);
      return told();
    });
    await hall.all_have_it('after Redis was killed');

    const stuck = master();
    for (const worker of processes(stuck)) process.kill(Number(worker), 'SIGSTOP');
    await until('nginx is another', () => fs.existsSync(`${hall.engine.prefix}/nginx.pid`) && ![0, first, stuck].includes(master()));
    await hall.reveal();
    await hall.all_have_it('after nginx was started anew');
    assert.ok(!fs.existsSync(`/proc/${stuck}`));

    // Two looks take some 16 s; it is well all the time.
    const well = master();
    const [viewer] = hall.viewers;
    const heard = viewer.seen.length;
    await until('five heartbeats have been told', () => viewer.seen.slice(heard).split('"now":').length > 5);
    assert.equal(master(), well);
    hall.check_what_was_seen();
  } finally {
    watch.kill();
    await hall.end();
  }
});

test('from another machine Leitai publishes by TLS, to a certificate that it trusts', async () => {
  const engine = await Engine.create({ tls: true });
  const { certificate } = engine;
  const leitai = await Leitai.create(engine, ['--publish-ca', certificate]);
  const stranger = await Leitai.create(engine);
  try {
    const state = async (which) => (await which.call('GET', 'health')).publishing[0];
    await until('it is published', async () => (await state(leitai)).reached);
    await until('it is not trusted', async () => (await state(stranger)).problem !== null);
    assert.equal((await state(stranger)).reached, false);
    const place = new Place(engine.port, '127.0.0.1', fs.readFileSync(certificate));
    const { text, headers } = await place.text({ path: '/api/v1/public/results' });
    assert.match(headers['strict-transport-security'], /max-age/);
    assert.deepEqual(JSON.parse(text), await leitai.document());
  } finally {
    await leitai.remove();
    await stranger.remove();
    engine.down();
  }
});

test('brought up again, a certificate of its own is kept, and made anew where it is about to end', async () => {
  const engine = await Engine.create({ tls: true });
  const ends = () => new X509Certificate(fs.readFileSync(engine.certificate)).validTo;
  try {
    const first = fs.readFileSync(engine.certificate, 'utf8');
    engine.up();
    assert.equal(fs.readFileSync(engine.certificate, 'utf8'), first);
    const key = path.join(engine.prefix, 'key.pem');
    execFileSync('openssl', ['req', '-x509', '-new', '-key', key, '-days', '20', '-subj', '/CN=localhost',
      '-addext', 'subjectAltName=DNS:localhost', '-out', engine.certificate], { stdio: 'pipe' });
    const soon = ends();
    engine.up();
    assert.ok(Date.parse(ends()) > Date.parse(soon) + 365 * 86_400_000, ends());
    // What is listened with is the new one.
    await until('nginx has it', () => new Promise((resolve) => {
      const socket = connect({ port: engine.port, host: '127.0.0.1', ca: fs.readFileSync(engine.certificate), servername: 'localhost' });
      socket.on('secureConnect', () => resolve(socket.end() && true)).on('error', () => resolve(false));
    }));
  } finally {
    engine.down();
  }
});

for (const tls of [false, true]) {
  const how = tls ? 'by TLS, the stream through a Redis with a password' : 'the stream through Redis';

  test(`a second nginx has pages and snapshot from the first, ${how}`, async () => {
    const hub = await Engine.create({ redis: true, redis_password: tls ? 'a-password-of-the-hall' : '', tls });
    const trusted = tls ? ['--snapshots-ca', hub.certificate] : [];
    const options = ['--redis', hub.redis, '--snapshots-from', `${tls ? 'https://localhost' : 'http://127.0.0.1'}:${hub.port}`, ...trusted];
    const other = await Engine.create({ tls, options });
    const leitai = await Leitai.create(hub, tls ? ['--publish-ca', hub.certificate] : []);
    const certificate = (engine) => (tls ? fs.readFileSync(engine.certificate) : null);
    const stranger = tls ? new Viewer(other.port, '127.0.0.1', certificate(hub)) : null;
    let viewer;
    try {
      await leitai.call('POST', 'events', sealed_contest());
      viewer = new Viewer(other.port, '127.0.0.1', certificate(other));
      for (const contestant of ['c1', 'c2']) {
        await leitai.reveal(contestant);
        const right = await leitai.document();
        await until('it is there', () => isDeepStrictEqual(viewer.document, right));
      }
      assert.ok(viewer.patches > 0, 'the stream came through Redis');
      const page = (engine, language) => {
        const headers = { 'Accept-Language': language, 'Accept-Encoding': 'identity' };
        return new Place(engine.port, '127.0.0.1', certificate(engine)).text({ path: '/results', headers });
      };
      for (const language of ['en', 'zh']) {
        await until('the page is the same', async () => (await page(hub, language)).text === (await page(other, language)).text);
        for (const name of ['content-type', 'content-security-policy', 'x-content-type-options', 'vary', 'strict-transport-security']) {
          assert.equal((await page(other, language)).headers[name], (await page(hub, language)).headers[name], name);
        }
      }
      assert.ok(!stranger?.document, 'a certificate of another is not trusted');
      await hub.end('nginx');
      assert.equal((await page(other, 'en')).status, 200, 'what was kept is there without the hub');
    } finally {
      await viewer?.end();
      await stranger?.end();
      await leitai.remove();
      other.down();
      hub.down();
    }
  });
}
