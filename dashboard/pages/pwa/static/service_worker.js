/* Keeps the filing page for when there is no network, sends what waits, and shows what is pushed. It keeps no figure. */
"use strict";
importScripts("/assets/outbox.js");
const CACHE = "pantau-__VERSION__", SHELL = __SHELL__, OFFLINE = "/luring", FILING = "/lapor";

self.addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(CACHE);
    // Without cookies: what is kept is what anybody sees.
    await cache.addAll(SHELL.map((path) => new Request(path, { credentials: "omit", cache: "reload" })));
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("pantau-") && name !== CACHE);
    await Promise.all(names.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

async function kept(path) {
  const cache = await caches.open(CACHE);
  return cache.match(path);
}

async function page(request) {
  try {
    return await fetch(request);
  } catch {
    const path = new URL(request.url).pathname;
    return (path === FILING && (await kept(FILING))) || (await kept(OFFLINE)) || Response.error();
  }
}

async function part(request, path) {
  try {
    return await fetch(request);
  } catch {
    return (await kept(path)) || Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event, where = new URL(request.url);
  if (request.method !== "GET" || where.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (SHELL.includes(where.pathname)) event.respondWith(part(request, where.pathname));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(self.outbox.flush());
});

self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : {};
  const look = { body: told.body || "", tag: told.tag, icon: "/ikon/any-192.png", badge: "/ikon/any-192.png", data: told.url || "/", lang: "id" };
  event.waitUntil(self.registration.showNotification(told.title || "Pantau", look));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
