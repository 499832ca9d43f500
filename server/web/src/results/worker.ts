// SPDX-License-Identifier: GPL-2.0-or-later
// Keeps the last page for a phone without a network. Fresh comes first always: a result must never be an old one
// where a new one is to be had.
export {};

const kCache = 'leitai-results-page';
const kDeadlineMs = 6_000;
const scope = self as unknown as ServiceWorkerGlobalScope;

scope.addEventListener('install', () => void scope.skipWaiting());
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));

scope.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== scope.location.origin) return;
  if (event.request.mode === 'navigate' && url.pathname === '/results') event.respondWith(page(event.request));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(asset(event.request, url));
});

/** Of the page one copy is kept, whatever its address asked for: the document in it holds all of it. */
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(kCache);
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), kDeadlineMs);
  try {
    const response = await fetch(request, { signal: abort.signal });
    if (response.ok) await keep(cache, '/results', response.clone());
    // What did not come in time did not come whole.
    if (abort.signal.aborted) throw new Error('too slow');
    if (response.status < 500) return response;
    return (await cache.match('/results')) ?? response;
  } catch (error) {
    const last = await cache.match('/results');
    if (last) return last;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Assets have their content's hash in their address; the older ones of the same name go. */
async function asset(request: Request, url: URL): Promise<Response> {
  const cache = await caches.open(kCache);
  const known = url.search ? await cache.match(request) : undefined;
  if (known) return known;
  const response = await fetch(request).catch(async (error: unknown) => {
    const last = await cache.match(request, { ignoreSearch: true });
    if (last) return last;
    throw error;
  });
  if (response.ok) {
    for (const other of await cache.keys()) {
      if (new URL(other.url).pathname === url.pathname) await cache.delete(other);
    }
    await keep(cache, request, response.clone());
  }
  return response;
}

/** A phone that is full keeps nothing: what came over the network is shown all the same. */
async function keep(cache: Cache, address: RequestInfo, response: Response): Promise<void> {
  await cache.put(address, response).catch(() => undefined);
}

interface ServiceWorkerGlobalScope {
  location: Location;
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: { waitUntil(work: Promise<unknown>): void }) => void): void;
  addEventListener(type: 'fetch', listener: (event: { request: Request; respondWith(answer: Promise<Response>): void }) => void): void;
}
