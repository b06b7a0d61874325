/* Caches the report form for use without a network, sends the outbox, and shows push notifications. It caches no figures. */
(() => {
  "use strict";
  importScripts("/assets/outbox.js");
  const CACHE = "pantau-__VERSION__", SHELL = __SHELL__, OFFLINE = "/luring", REPORT_FORM = "/lapor";

  self.addEventListener("install", (event) => {
    const precache = async () => {
      const cache = await caches.open(CACHE);
      // Without cookies: the cache holds what anybody may see.
      await cache.addAll(SHELL.map((path) => new Request(path, { credentials: "omit", cache: "reload" })));
      await self.skipWaiting();
    };
    event.waitUntil(precache());
  });

  self.addEventListener("activate", (event) => {
    const removeOldCaches = async () => {
      const names = (await caches.keys()).filter((name) => name.startsWith("pantau-") && name !== CACHE);
      await Promise.all(names.map((name) => caches.delete(name)));
      await self.clients.claim();
    };
    event.waitUntil(removeOldCaches());
  });

  async function fromCache(path) {
    const cache = await caches.open(CACHE);
    return cache.match(path);
  }

  async function fetchPage(request) {
    try {
      return await fetch(request);
    } catch {
      const path = new URL(request.url).pathname;
      return (path === REPORT_FORM && (await fromCache(REPORT_FORM))) || (await fromCache(OFFLINE)) || Response.error();
    }
  }

  async function fetchAsset(request, path) {
    try {
      return await fetch(request);
    } catch {
      return (await fromCache(path)) || Response.error();
    }
  }

  self.addEventListener("fetch", (event) => {
    const { request } = event, url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== self.location.origin) return;
    if (request.mode === "navigate") event.respondWith(fetchPage(request));
    else if (SHELL.includes(url.pathname)) event.respondWith(fetchAsset(request, url.pathname));
  });

  self.addEventListener("sync", (event) => {
    if (event.tag === "outbox") event.waitUntil(self.outbox.flush());
  });

  self.addEventListener("push", (event) => {
    const message = event.data ? event.data.json() : {};
    const options = { body: message.body || "", tag: message.tag, icon: "/ikon/any-192.png", badge: "/ikon/any-192.png", data: message.url || "/", lang: "id" };
    event.waitUntil(self.registration.showNotification(message.title || "Pantau", options));
  });

  self.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(self.clients.openWindow(event.notification.data));
  });
})();
