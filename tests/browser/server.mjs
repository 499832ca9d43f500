// SPDX-License-Identifier: GPL-2.0-or-later
// The real `leitai serve`, on a show file of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const kToken = 'a-token-for-the-browser-tests';
const running = new Set();

export class Server {
  /** `without`: a template that its theme shall lack. */
  static async create({ without, rehearsal = false } = {}) {
    const folder = await mkdtemp(join(tmpdir(), 'leitai-browser-'));
    const server = new Server(folder);
    server.rehearsal = rehearsal;
    if (without) {
      server.theme = join(folder, 'theme');
      await cp(join(process.env.LEITAI_THEMES, 'arena'), server.theme, { recursive: true });
      await rm(join(server.theme, 'templates', `${without}.json`));
    }
    try {
      await server.start();
    } catch (error) {
      await server.remove();
      throw error;
    }
    return server;
  }

  constructor(folder) {
    this.folder = folder;
    this.show = join(folder, 'show.leitai');
    this.port = 0;
    this.theme = null;
    this.rehearsal = false;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Started again, it takes the port that it had. */
  async start() {
    const args = ['serve', '--show', this.show, '--port', String(this.port), '--token', kToken];
    if (this.theme) args.push('--theme', this.theme);
    if (this.rehearsal) args.push('--rehearsal');
    this.child = spawn(process.env.LEITAI_BIN, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    running.add(this.child);
    const exited = once(this.child, 'exit').then(([code]) => {
      running.delete(this.child);
      throw new Error(`leitai serve ended with ${code}`);
    });
    exited.catch(() => undefined);
    const ready = (async () => {
      for await (const line of createInterface({ input: this.child.stdout })) {
        const found = /^leitai: ready http:\/\/127\.0\.0\.1:(\d+)/.exec(line);
        if (found) return Number(found[1]);
      }
      throw new Error('leitai serve said nothing');
    })();
    this.port = await Promise.race([ready, exited]);
  }

  async end(signal = 'SIGTERM') {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill(signal);
    await exited;
  }

  async remove() {
    await this.end('SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }

  async call(method, path, body) {
    const response = await fetch(`${this.url}/api/v1/${path}`, {
      method,
      headers: { Authorization: `Bearer ${kToken}`, 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }

  get(path) {
    return this.call('GET', path);
  }

  post(path, body = {}) {
    return this.call('POST', path, body);
  }

  /** The program channel's layers as the server tells them. */
  async layers() {
    return (await this.get('air')).channels.program.layers;
  }
}

/** Nothing stays behind, however the run ends. */
export function end_all() {
  for (const child of running) child.kill('SIGKILL');
}
