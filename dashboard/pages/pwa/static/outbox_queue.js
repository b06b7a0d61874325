/* The outbox of this browser: submissions wait on the device until the server has stored them. Each has its own id, so
   that the server stores it once however often it arrives. Runs in pages and in the service worker. */
import { createOutbox } from "./outbox_sender.js";
import { items, knownAccount, NAME } from "./outbox_store.js";

export { items, knownAccount };
/** @type {BroadcastChannel | undefined} */
let opened;

/* By which pages and worker tell each other that items changed; opened when first used. */
export function channel() {
  opened = opened || new BroadcastChannel(NAME);
  return opened;
}

export const outbox = createOutbox({
  items,
  knownAccount,
  fetch: (resource, options) => fetch(resource, options),
  alone: (work) => navigator.locks.request(NAME, work),
  announce: () => channel().postMessage("changed"),
  now: () => Date.now(),
});

/**
 * Keep an item until it is sent; with background sync also while no page is open.
 * @param {Parameters<typeof outbox.add>[0]} item
 */
export async function addItem(item) {
  await outbox.add(item);
  try {
    const registration = await navigator.serviceWorker.getRegistration();
    if (registration?.sync) await registration.sync.register("outbox");
  } catch {
    /* a browser without background sync sends when a page is open */
  }
}
