/* Caches the report form for use without a network, sends the outbox, and shows push notifications. It caches no figures. */
import { outbox } from "./outbox_queue.js";

/**
 * The types of a worker exclude those of a document, which all other scripts need: what is used here is named.
 * @typedef {Event & { waitUntil: (promise: Promise<unknown>) => void }} ExtendableEvent
 * @typedef {ExtendableEvent & { request: Request, respondWith: (response: Promise<Response>) => void }} FetchEvent
 * @typedef {ExtendableEvent & { tag: string }} SyncEvent
 * @typedef {ExtendableEvent & { data: { json: () => any } | null }} PushEvent
 * @typedef {ExtendableEvent & { notification: Notification }} NotificationEvent
 *
 * @typedef {object} Worker
 * @property {(name: string, listener: (event: any) => void) => void} addEventListener
 * @property {() => Promise<void>} skipWaiting
 * @property {{ claim: () => Promise<void>, openWindow: (url: string) => Promise<unknown> }} clients
 * @property {ServiceWorkerRegistration} registration
 * @property {Location} location
 */

const worker = /** @type {Worker} */ (/** @type {unknown} */ (self));
const CACHE = "pantau-__VERSION__";
const SHELL = __SHELL__;
const OFFLINE = "/luring";
const REPORT_FORM = "/lapor";

async function precache() {
  const cache = await caches.open(CACHE);
  // Without cookies: the cache holds what anybody may see.
  await cache.addAll(SHELL.map((path) => new Request(path, { credentials: "omit", cache: "reload" })));
  await worker.skipWaiting();
}

async function removeOldCaches() {
  const names = (await caches.keys()).filter((name) => name.startsWith("pantau-") && name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** @param {string} path */
async function fromCache(path) {
  const cache = await caches.open(CACHE);
  return cache.match(path);
}

/** @param {Request} request */
async function fetchPage(request) {
  try {
    return await fetch(request);
  } catch {
    const path = new URL(request.url).pathname;
    const form = path === REPORT_FORM ? await fromCache(REPORT_FORM) : undefined;
    return form || (await fromCache(OFFLINE)) || Response.error();
  }
}

/**
 * @param {Request} request
 * @param {string} path
 */
async function fetchAsset(request, path) {
  try {
    return await fetch(request);
  } catch {
    return (await fromCache(path)) || Response.error();
  }
}

worker.addEventListener("install", (/** @type {ExtendableEvent} */ event) => event.waitUntil(precache()));
worker.addEventListener("activate", (/** @type {ExtendableEvent} */ event) =>
  event.waitUntil(removeOldCaches()),
);

worker.addEventListener("fetch", (/** @type {FetchEvent} */ event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetchPage(request));
  else if (SHELL.includes(url.pathname)) event.respondWith(fetchAsset(request, url.pathname));
});

worker.addEventListener("sync", (/** @type {SyncEvent} */ event) => {
  if (event.tag === "outbox") event.waitUntil(outbox.flush());
});

worker.addEventListener("push", (/** @type {PushEvent} */ event) => {
  const message = event.data ? event.data.json() : {};
  const icon = "/ikon/any-192.png";
  const { body = "", tag, url = "/", title = "Pantau" } = message;
  const options = { body: body || "", tag, icon, badge: icon, data: url || "/", lang: "id" };
  event.waitUntil(worker.registration.showNotification(title || "Pantau", options));
});

worker.addEventListener("notificationclick", (/** @type {NotificationEvent} */ event) => {
  event.notification.close();
  event.waitUntil(worker.clients.openWindow(event.notification.data));
});
