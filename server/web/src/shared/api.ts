// SPDX-License-Identifier: GPL-2.0-or-later
import { sleep } from './backoff';
import type { ServerClock } from './clock';
import { isObject, Problem } from './problem';

const kReadDeadlineMs = 6000;
const kWriteDeadlineMs = 6000;
/** An unanswered write is sent again with the same key: the server does it once. */
const kWritePausesMs = [150, 400];

/** The operator's half of the HTTP API. */
export class Api {
  constructor(
    readonly token: string,
    private readonly clock: ServerClock,
  ) {}

  async get<T>(path: string, signal?: AbortSignal, deadline_ms = kReadDeadlineMs): Promise<T> {
    const sent = Date.now();
    const response = await this.send(path, { cache: 'no-store' }, deadline_ms, signal);
    const body = (await response.json()) as T;
    if (isObject(body) && typeof body['now'] === 'string') this.clock.observe(body['now'], sent, Date.now());
    return body;
  }

  /** The resource, or null where there is none. */
  async find<T>(path: string): Promise<T | null> {
    try {
      return await this.get<T>(path);
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return null;
      throw error;
    }
  }

  async image(path: string, signal: AbortSignal): Promise<Blob> {
    const response = await this.send(path, { cache: 'no-cache' }, kReadDeadlineMs, signal);
    return response.blob();
  }

  /** The feed's body; the caller ends it by `signal`. */
  async stream(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const response = await fetch(path, { headers: this.headers(), cache: 'no-store', signal });
    if (!response.ok) throw await Problem.from(response);
    if (!response.body) throw new Error('the feed has no body');
    return response.body;
  }

  async write(method: 'POST' | 'PUT' | 'PATCH', path: string, body: unknown): Promise<unknown> {
    const request: RequestInit = {
      method,
      cache: 'no-store',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': random_key() },
      body: JSON.stringify(body),
    };
    for (let attempt = 0; ; attempt += 1) {
      try {
        const response = await this.send(path, request, kWriteDeadlineMs);
        return await response.json();
      } catch (error) {
        const pause = kWritePausesMs[attempt];
        if (!(error instanceof Problem) || error.status !== 0 || pause === undefined) throw error;
        await sleep(pause);
      }
    }
  }

  private headers(): Record<string, string> {
    return { Authorization: `Bearer ${this.token}` };
  }

  /** The answer, if it is a good one; throws a Problem, of status 0 where none came in time. */
  private async send(path: string, init: RequestInit, deadline_ms: number, signal?: AbortSignal): Promise<Response> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), deadline_ms);
    const forward = () => abort.abort();
    signal?.addEventListener('abort', forward);
    let response: Response;
    try {
      const headers = { ...this.headers(), ...(init.headers as Record<string, string> | undefined) };
      response = await fetch(path, { ...init, headers, signal: abort.signal });
    } catch {
      throw Problem.unreachable();
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', forward);
    }
    if (!response.ok) throw await Problem.from(response);
    return response;
  }
}

/** crypto.randomUUID() is missing on plain-http addresses other than loopback. */
function random_key(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
