// SPDX-License-Identifier: GPL-2.0-or-later
import { Problem } from '../shared/problem';

const kDeadlineMs = 8000;

export interface Answer<T> {
  body: T;
  etag: string | null;
}

/** A refusal that says when to ask again. */
export class Later extends Problem {
  constructor(
    of: Problem,
    readonly after_ms: number,
  ) {
    super(of.status, of.title, of.detail, of.errors, of.members);
  }
}

/** The answer if it is a good one; throws a Problem, of status 0 where none came in time. `known`: an ETag, for which
 *  null is answered where it still holds. */
export async function ask<T>(
  method: string,
  path: string,
  { token, body, key, known }: { token?: string; body?: unknown; key?: string; known?: string | null } = {},
): Promise<Answer<T> | null> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), kDeadlineMs);
  const headers: Record<string, string> = {};
  if (token) headers['Authorization'] = `Bearer ${token}`;
  if (key) headers['Idempotency-Key'] = key;
  if (known) headers['If-None-Match'] = known;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  try {
    const init: RequestInit = { method, headers, cache: 'no-store', signal: abort.signal };
    if (body !== undefined) init.body = JSON.stringify(body);
    const response = await fetch(path, init);
    if (response.status === 304) return null;
    if (!response.ok) throw await problem_of(response);
    return { body: (await response.json()) as T, etag: response.headers.get('ETag') };
  } catch (error) {
    throw error instanceof Problem ? error : Problem.unreachable();
  } finally {
    clearTimeout(timer);
  }
}

export async function problem_of(response: Response): Promise<Problem> {
  const problem = await Problem.from(response);
  const seconds = Number(response.headers.get('Retry-After'));
  return seconds > 0 ? new Later(problem, seconds * 1000) : problem;
}

/** What a problem document says of the ballot: "locked", "elsewhere" … */
export function state_in(problem: Problem): string {
  const state = problem.members['state'];
  return typeof state === 'string' ? state : '';
}
