/// <reference lib="webworker" />
import { wakeByPush } from './sw/push';

/**
 * Keeps the app's shell, so that the page opens on a thin network: the pages themselves (fetched anew whenever the
 * network answers in time) and their hashed files (which never change). Nothing under /api or /socket.io passes
 * through here: medical answers are never stored. It also hears pushes (sw/push.ts).
 */
const worker = self as unknown as ServiceWorkerGlobalScope;
const SHELL = 'shell-1';
const PAGES = ['/', '/patient', '/doctor', '/clinic'];
const FOR_EVER = /^\/(assets|icons)\//;
const PATIENCE = 4000;
/** About three versions of everything; the oldest go first. */
const MOST = 150;

worker.addEventListener('install', () => void worker.skipWaiting());

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== SHELL) await caches.delete(name);
      await worker.clients.claim();
    })(),
  );
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (FOR_EVER.test(url.pathname)) event.respondWith(keptFirst(request));
  else if (request.mode === 'navigate' && PAGES.includes(url.pathname)) event.respondWith(freshFirst(request));
});

async function keptFirst(request: Request): Promise<Response> {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(request);
  return kept ?? keep(cache, request, await fetch(request));
}

async function freshFirst(request: Request): Promise<Response> {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(request, { ignoreSearch: true });
  const fresh = fetch(request).then((response) => keep(cache, request, response));
  if (!kept) return fresh;
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  return Promise.race([fresh.catch(() => kept), late]);
}

async function keep(cache: Cache, request: Request, response: Response): Promise<Response> {
  if (response.ok && response.type === 'basic' && !response.redirected) {
    await cache.put(request, response.clone());
    const kept = await cache.keys();
    for (const old of kept.slice(0, Math.max(0, kept.length - MOST))) await cache.delete(old);
  }
  return response;
}

wakeByPush(worker);
