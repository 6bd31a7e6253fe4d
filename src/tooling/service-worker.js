/**
 * Keeps the whole page in the browser, so that it works without a network: all files of one build, fetched once. The build puts its
 * list of files and their common version in place of the two names below. Another build is kept beside this one and takes over only
 * when the page says so: a page never gets files of two builds, and nobody is interrupted.
 */
/* global __FILES__, __VERSION__ */
const files = __FILES__;
const cacheName = `faultline ${__VERSION__}`;

const addressOf = (file) => new URL(file, self.registration.scope).href;

self.addEventListener('install', (event) => {
  // Past the browser's own cache: a file without a hash in its name could be an old one.
  const requests = files.map((file) => new Request(addressOf(file), { cache: 'no-cache' }));
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(requests)));
});

self.addEventListener('activate', (event) => {
  const forget = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith('faultline ') && name !== cacheName).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(forget());
});

self.addEventListener('message', ({ data }) => {
  if (data === 'take over') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(self.registration.scope)) return;
  const isPage = request.mode === 'navigate';
  const answer = async () => {
    const cache = await caches.open(cacheName);
    const kept = await cache.match(isPage ? addressOf('./') : request, { ignoreSearch: true });
    return kept ?? fetch(request);
  };
  event.respondWith(answer());
});
