// SPDX-License-Identifier: GPL-2.0-or-later
// The last document, for a phone that opens the page where there is no network.
import { isObject } from '../shared/problem';

const kCache = 'leitai-results-document';
const kAddress = '/api/v1/public/results';

export interface Kept {
  document: Record<string, unknown>;
  /** When it was last known to be current; Date.now(). */
  current_at: number;
}

export async function keep(document: unknown, current_at: number): Promise<void> {
  try {
    const cache = await caches.open(kCache);
    await cache.put(kAddress, new Response(JSON.stringify({ document, current_at })));
  } catch {
    // Without a secure connection, or where storage is refused, nothing is kept.
  }
}

export async function kept(): Promise<Kept | null> {
  try {
    const answer = await (await caches.open(kCache)).match(kAddress);
    const value: unknown = answer ? await answer.json() : null;
    if (!isObject(value) || !isObject(value['document']) || typeof value['current_at'] !== 'number') return null;
    return { document: value['document'], current_at: value['current_at'] };
  } catch {
    return null;
  }
}
