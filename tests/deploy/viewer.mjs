// SPDX-License-Identifier: GPL-2.0-or-later
// A viewer as the results page is one: stream and snapshot, gaps found by `revision` and `previous`, backoff with jitter.
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';

const pointer = (text) => text.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

function parent_of(document, address) {
  const parts = pointer(address);
  const last = parts.pop();
  return [parts.reduce((value, part) => value[part], document), last];
}

/** RFC 6902, the four operations that Leitai sends. */
function patched(document, patch) {
  let whole = { root: structuredClone(document) };
  const take = (address) => {
    const [parent, last] = parent_of(whole, `/root${address}`);
    const value = parent[last];
    Array.isArray(parent) ? parent.splice(Number(last), 1) : delete parent[last];
    return value;
  };
  const put = (address, value) => {
    const [parent, last] = parent_of(whole, `/root${address}`);
    Array.isArray(parent) ? parent.splice(last === '-' ? parent.length : Number(last), 0, value) : (parent[last] = value);
  };
  for (const step of patch) {
    if (step.op === 'add') put(step.path, step.value);
    else if (step.op === 'remove') take(step.path);
    else if (step.op === 'replace') {
      const [parent, last] = parent_of(whole, `/root${step.path}`);
      parent[last] = step.value;
    } else if (step.op === 'move') put(step.path, take(step.from));
    else throw new Error(`an unknown step: ${step.op}`);
  }
  return whole.root;
}

/** An nginx. With `ca` by TLS, where it has a certificate for localhost that this one vouches for. */
export class Place {
  constructor(port, host, ca) {
    const lookup = (name, options, done) => (options.all ? done(null, [{ address: host, family: 4 }]) : done(null, host, 4));
    this.address = ca ? { host: 'localhost', port, ca, lookup } : { host, port };
    this.protocol = ca ? https : http;
  }

  /** A request that answers `done`; its errors are the caller's. */
  get(options, done) {
    return this.protocol.get({ ...this.address, agent: false, ...options }, done);
  }

  async text(options) {
    return new Promise((resolve, reject) => {
      const request = this.get(options, async (response) => {
        try {
          const parts = [];
          for await (const part of response.setEncoding('utf8')) parts.push(part);
          resolve({ status: response.statusCode, headers: response.headers, text: parts.join('') });
        } catch (problem) {
          reject(problem);
        }
      });
      request.on('error', reject);
    });
  }
}

export class Viewer {
  document = null;
  shown = []; // the revisions, in order
  seen = ''; // every byte of data that it was sent
  streams = 0; // opened so far
  patches = 0;
  #ended = false;
  #request = null;
  #loading = null;
  #again = false;

  constructor(port, host = '127.0.0.1', ca = null) {
    this.place = new Place(port, host, ca);
    this.done = this.#run();
  }

  end() {
    this.#ended = true;
    this.#request?.destroy();
    return this.done;
  }

  async #run() {
    for (let wait = 100; !this.#ended; wait = Math.min(wait * 2, 2_000)) {
      if (await this.#follow()) wait = 100;
      await this.#load();
      await new Promise((resolve) => setTimeout(resolve, Math.random() * wait));
    }
  }

  /** One stream to its end; whether it was one. */
  #follow() {
    return new Promise((resolve) => {
      let opened = false;
      const headers = { Accept: 'text/event-stream' };
      const address = `/api/v1/public/stream?since=${this.document?.revision ?? 0}`;
      const request = this.place.get({ path: address, headers }, (response) => {
        if (response.statusCode !== 200) return request.destroy();
        opened = true;
        this.streams += 1;
        void this.#load();
        let unread = '';
        response.setEncoding('utf8');
        response.on('data', (text) => {
          unread += text;
          for (let end = unread.indexOf('\n\n'); end >= 0; end = unread.indexOf('\n\n')) {
            this.#event(unread.slice(0, end));
            unread = unread.slice(end + 2);
          }
        });
        response.on('error', () => undefined);
      });
      this.#request = request;
      // A stream may die without a word; heartbeats come every five seconds.
      request.setTimeout(12_000, () => request.destroy());
      request.on('error', () => undefined);
      request.on('close', () => resolve(opened));
    });
  }

  #event(text) {
    const data = /^data: (.*)$/m.exec(text)?.[1];
    if (!data) return;
    this.seen += data;
    const value = JSON.parse(data);
    if (value.rounds) return this.#take(value);
    if (value.revision <= this.document?.revision) return;
    if (!value.patch || value.previous !== this.document?.revision) return void this.#load();
    this.patches += 1;
    this.#take(patched(this.document, value.patch));
  }

  #take(document) {
    if (this.document && document.revision <= this.document.revision) return;
    this.document = document;
    this.shown.push(document.revision);
  }

  /** Once at a time; who asks meanwhile has it asked for once more. */
  async #load() {
    if (this.#loading) {
      this.#again = true;
      return this.#loading;
    }
    this.#loading = this.#load_once().catch(() => undefined);
    await this.#loading;
    this.#loading = null;
    if (this.#again && !this.#ended) {
      this.#again = false;
      setTimeout(() => void this.#load(), 100 + Math.random() * 300);
    }
  }

  async #load_once() {
    const { status, text } = await this.place.text({ path: '/api/v1/public/results', signal: AbortSignal.timeout(3_000) });
    if (status !== 200) return;
    this.seen += text;
    this.#take(JSON.parse(text));
  }
}

/** Between viewers and nginx: cut, it lets nothing through and says nothing, as a network that is gone. */
export class Relay {
  #cut = false;
  #pairs = new Set();

  static async create(port) {
    const relay = new Relay();
    relay.server = net.createServer({ pauseOnConnect: true }, (near) => relay.#join(near, port)).listen(0, '127.0.0.1');
    await new Promise((resolve) => relay.server.on('listening', resolve));
    relay.port = relay.server.address().port;
    return relay;
  }

  #join(near, port) {
    const far = net.connect(port, '127.0.0.1');
    const pair = [near, far];
    this.#pairs.add(pair);
    const end = () => {
      this.#pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const [from, to] of [[near, far], [far, near]]) {
      from.on('data', (bytes) => this.#cut || to.write(bytes));
      from.on('error', end);
      from.on('close', end);
    }
    near.resume();
  }

  cut() {
    this.#cut = true;
  }
  /** The network is there again; what was sent meanwhile is lost, and so are the connections that it was sent on. */
  heal() {
    this.#cut = false;
    for (const [near, far] of this.#pairs) {
      near.destroy();
      far.destroy();
    }
  }
  end() {
    this.server.close();
    this.heal();
  }
}
