// SPDX-License-Identifier: GPL-2.0-or-later
// nginx of deploy/up and `leitai serve` that publishes to it, each in a folder of its own.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

export async function free_port() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits until it holds: the tests' one deadline. */
export async function until(what, holds, ms = 60_000) {
  const end = Date.now() + ms;
  for (;;) {
    if (await holds()) return;
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function processes(parent) {
  return fs.readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ').filter(Boolean);
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export class Engine {
  static async create({ redis = false, redis_password = '', tls = false, options = [] } = {}) {
    const engine = new Engine();
    engine.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leitai-audience-'));
    // nginx gives up its rights, and must still get into the folder.
    fs.chmodSync(engine.folder, 0o711);
    engine.prefix = path.join(engine.folder, 'audience');
    [engine.port, engine.publisher_port, engine.redis_port] = [await free_port(), await free_port(), await free_port()];
    const password = redis_password ? `:${redis_password}@` : '';
    engine.redis = `redis://${password}127.0.0.1:${engine.redis_port}`;
    const password_file = path.join(engine.folder, 'redis-password');
    if (redis_password) fs.writeFileSync(password_file, redis_password, { mode: 0o600 });
    engine.options = [
      '--prefix', engine.prefix, '--no-install', '--direct', '--address', '127.0.0.1', '--port', String(engine.port),
      ...(tls ? [] : ['--plain']), '--publish-listen', `${tls ? '0.0.0.0' : '127.0.0.1'}:${engine.publisher_port}`, '--workers', '2',
      ...(redis ? ['--redis-server', `127.0.0.1:${engine.redis_port}`, '--redis', engine.redis] : []),
      ...(redis_password ? ['--redis-password-file', password_file] : []),
      ...options,
    ];
    engine.tls = tls;
    engine.up();
    return engine;
  }

  get secret_file() {
    return path.join(this.prefix, 'secret');
  }
  get certificate() {
    return path.join(this.prefix, 'cert.pem');
  }
  get publisher() {
    return `${this.tls ? 'https://localhost' : 'http://127.0.0.1'}:${this.publisher_port}`;
  }

  up() {
    execFileSync(path.join(root, 'deploy/up'), this.options, { stdio: 'pipe' });
  }
  down() {
    execFileSync(path.join(root, 'deploy/down'), ['--prefix', this.prefix, '--direct'], { stdio: 'pipe' });
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
  /** deploy/watch, which starts nginx anew where its streams are told nothing. */
  watch() {
    return spawn(path.join(root, 'deploy/watch'), ['--prefix', this.prefix, '--direct'], { stdio: 'ignore' });
  }
  pid(program) {
    return Number(fs.readFileSync(path.join(this.prefix, `${program}.pid`), 'utf8'));
  }
  /** Ends the program and waits until it is gone. */
  async end(program, signal = 'SIGTERM') {
    const pid = this.pid(program);
    process.kill(pid, signal);
    await until(`${program} has ended`, () => !alive(pid));
  }
}

const kToken = 'a-token-for-the-deploy-tests';

export class Leitai {
  static async create(engine, more = [], port = 0) {
    const leitai = new Leitai();
    leitai.port = port;
    leitai.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leitai-deploy-'));
    leitai.more = ['--publish', engine.publisher, '--publish-secret', engine.secret_file, ...more];
    await leitai.start();
    return leitai;
  }

  async start() {
    const show = path.join(this.folder, 'show.leitai');
    const args = ['serve', '--show', show, '--port', String(this.port), '--token', kToken, ...this.more];
    this.child = spawn(process.env.LEITAI_BIN, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: this.child.stdout })) {
      this.url = /ready (http:\S+)/.exec(line)?.[1];
      if (this.url) return;
    }
    throw new Error('leitai serve did not start');
  }
  async kill() {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }
  async remove() {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.kill();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  async call(method, address, body) {
    const headers = { Authorization: `Bearer ${kToken}`, 'Content-Type': 'application/json' };
    const response = await fetch(`${this.url}/api/v1/${address}`, { method, headers, body: body && JSON.stringify(body) });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method} ${address}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }
  reveal(contestant) {
    return this.call('POST', 'rounds/r/reveal', { contestant, force: true });
  }
  async document() {
    return (await fetch(`${this.url}/api/v1/public/results`)).json();
  }
}

export const kContestants = 12;
/** A mark that no other number of the document looks like. */
export const mark_of = (i) => `${70 + i}.${4321 + i}`;

export function sealed_contest() {
  const ids = Array.from({ length: kContestants }, (_, i) => `c${i + 1}`);
  const criteria = [{ id: 'k', min: '0', max: '100', step: '0.0001' }];
  const round_to = { criterion: 4, panel: 4, weighted: 4, total: 4 };
  return [
    { type: 'people', id: 'j', data: { name: '评委甲', role: 'judge' } },
    ...ids.map((id, i) => ({ type: 'contestants', id, data: { name: `${i + 1}号选手`, number: String(i + 1) } })),
    { type: 'rounds', id: 'r', data: { name: '决赛', state: 'open', visibility: 'sealed', contestants: ids, scoring: { method: 'marks', criteria, round_to } } },
    ...ids.map((id, i) => ({ type: 'scores', id: `s-${id}`, data: { round: 'r', contestant: id, judge: 'j', marks: { k: mark_of(i + 1) } } })),
  ];
}
