/* Caches the report form for use without a network, in the language of the pages that were opened last, sends the outbox,
   and shows push notifications. It caches no figures. */
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
const LANGUAGE = "/bahasa"; // where the cache keeps the language of the pages that were opened last
const CITY_LANGUAGE = "__LANGUAGE__";

/**
 * Return the address of a page that is cached in a language; that of the city needs no name.
 * @param {string} path
 * @param {string} language
 */
const addressIn = (path, language) => (language === CITY_LANGUAGE ? path : `${path}?bahasa=${language}`);

const keptLanguage = async () => (await (await caches.match(LANGUAGE))?.text()) || CITY_LANGUAGE;

/**
 * @param {Cache} cache
 * @param {string[]} paths
 */
const addAll = (cache, paths) =>
  // Without cookies: the cache holds what anybody may see.
  cache.addAll(paths.map((path) => new Request(path, { credentials: "omit", cache: "reload" })));

async function precache() {
  const language = await keptLanguage(); // by an earlier version of this worker
  const cache = await caches.open(CACHE);
  await addAll(cache, SHELL);
  await keepLanguage(cache, language).catch(() => {});
  await worker.skipWaiting();
}

/**
 * Cache the pages in a language, and use it from now on.
 * @param {Cache} cache
 * @param {string} language
 */
async function keepLanguage(cache, language) {
  const pages = [REPORT_FORM, OFFLINE].map((path) => addressIn(path, language));
  if (!(await cache.match(pages[1]))) await addAll(cache, pages);
  await cache.put(LANGUAGE, new Response(language));
}

/**
 * Take over the language of a page that was opened.
 * @param {Response} response
 */
async function learnLanguage(response) {
  const language = response.headers.get("Content-Language");
  if (!language || language === (await keptLanguage())) return;
  await keepLanguage(await caches.open(CACHE), language);
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

/** @param {FetchEvent} event */
async function fetchPage(event) {
  try {
    const response = await fetch(event.request);
    event.waitUntil(learnLanguage(response).catch(() => {}));
    return response;
  } catch {
    const path = new URL(event.request.url).pathname;
    const page = path === REPORT_FORM ? REPORT_FORM : OFFLINE;
    const shown = await fromCache(addressIn(page, await keptLanguage()));
    return shown || (await fromCache(page)) || Response.error();
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
  if (request.mode === "navigate") event.respondWith(fetchPage(event));
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
