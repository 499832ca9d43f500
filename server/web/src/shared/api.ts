// SPDX-License-Identifier: GPL-2.0-or-later
import { sleep } from './backoff';
import type { ServerClock } from './clock';
import { isObject, Problem } from './problem';

const kReadDeadlineMs = 6000;
const kWriteDeadlineMs = 6000;
/** A photo of 16 MiB over a slow line. */
const kFileDeadlineMs = 120_000;
/** An unanswered write is sent again with the same key: the server does it once. */
const kWritePausesMs = [150, 400];

export type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A picture of the server's, or that the one which is known still holds. */
export interface PictureAnswer {
  /** null: the one that the ETag names. */
  blob: Blob | null;
  etag: string | null;
  /** Until the picture is another one by the clock alone; null: it stands. */
  changes_in_ms: number | null;
}

/** The operator's half of the HTTP API. */
export class Api {
  /** Who leads the show among several pages; sent with every write. */
  lease: string | null = null;

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

  /** The resource and its ETag, for a write that must not overwrite another's. */
  async tagged<T>(path: string): Promise<{ body: T | null; etag: string | null }> {
    try {
      const response = await this.send(path, { cache: 'no-store' }, kReadDeadlineMs);
      return { body: (await response.json()) as T, etag: response.headers.get('ETag') };
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return { body: null, etag: null };
      throw error;
    }
  }

  /** `take`: the picture of the air after it. */
  async picture(path: string, take: unknown, etag: string | null, signal: AbortSignal): Promise<PictureAnswer> {
    const headers: Record<string, string> = etag ? { 'If-None-Match': etag } : {};
    const request: RequestInit = { cache: 'no-store', headers };
    if (take !== undefined) {
      request.method = 'POST';
      request.body = JSON.stringify(take);
      headers['Content-Type'] = 'application/json';
    }
    const response = await this.send(path, request, kReadDeadlineMs, signal, 304);
    const changes = response.headers.get('Leitai-Changes-In');
    return {
      blob: response.status === 304 ? null : await response.blob(),
      etag: response.headers.get('ETag') ?? etag,
      changes_in_ms: changes === null ? null : Number(changes),
    };
  }

  /** The feed's body; the caller ends it by `signal`. */
  async stream(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const response = await fetch(path, { headers: this.headers(), cache: 'no-store', signal });
    if (!response.ok) throw await Problem.from(response);
    if (!response.body) throw new Error('the feed has no body');
    return response.body;
  }

  /** `body`: JSON, or a file as it is. `repeatable`: where no answer comes it is sent again, and done once; not for what is told once. */
  async write(method: Method, path: string, body?: unknown, etag?: string | null, repeatable = true): Promise<unknown> {
    const headers: Record<string, string> = repeatable ? { 'Idempotency-Key': random_key() } : {};
    const file = body instanceof Blob ? body : null;
    if (body !== undefined) headers['Content-Type'] = file ? file.type : 'application/json';
    if (this.lease) headers['Leitai-Lease'] = this.lease;
    if (etag) headers['If-Match'] = etag;
    const request: RequestInit = { method, cache: 'no-store', headers };
    if (body !== undefined) request.body = file ?? JSON.stringify(body);
    for (let attempt = 0; ; attempt += 1) {
      try {
        const response = await this.send(path, request, file ? kFileDeadlineMs : kWriteDeadlineMs);
        return response.status === 204 ? null : await response.json();
      } catch (error) {
        const pause = repeatable ? kWritePausesMs[attempt] : undefined;
        if (!(error instanceof Problem) || error.status !== 0 || pause === undefined) throw error;
        await sleep(pause);
      }
    }
  }

  private headers(): Record<string, string> {
    return { Authorization: `Bearer ${this.token}` };
  }

  /** The answer, if it is a good one; throws a Problem, of status 0 where none came in time. */
  private async send(
    path: string,
    init: RequestInit,
    deadline_ms: number,
    signal?: AbortSignal,
    also_good = 200,
  ): Promise<Response> {
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
    if (!response.ok && response.status !== also_good) throw await Problem.from(response);
    return response;
  }
}

/** crypto.randomUUID() is missing on plain-http addresses other than loopback. */
export function random_key(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
