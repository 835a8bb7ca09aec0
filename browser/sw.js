// Pages of the last visit without a network. A release has a version, and a new version's cache replaces the old one's.
"use strict";

const VERSION = "@version@";
const PAGES = ["@pages@"];
const PREFIX = `android-moment pages ${new URL(self.registration.scope).pathname} `;
const NAME = PREFIX + VERSION;

// One by one: a page that a host lost must not keep the others from being there.
const keep = async (addresses) => {
  const cache = await caches.open(NAME);
  await Promise.allSettled(addresses.map(async (address) => {
    const response = await fetch(address, { cache: "no-cache" });
    if (response.ok) await cache.put(address, response);
  }));
};

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keep(PAGES.map((page) => new URL(page, self.registration.scope).href)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keep(event.data.keep));
});

// From the network while there is one, so that nobody reads an old page; the worker keeps the large parts itself.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope) || request.url.endsWith(".part")) return;
  event.respondWith((async () => {
    const cache = await caches.open(NAME);
    try {
      const response = await fetch(request);
      if (response.status === 200) event.waitUntil(cache.put(request, response.clone()));
      return response;
    } catch (error) {
      const kept = await cache.match(request, { ignoreSearch: request.mode === "navigate", ignoreVary: true });
      if (kept) return kept;
      throw error;
    }
  })());
});
