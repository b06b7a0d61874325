/* Sends what waits in an outbox: one sender at a time, each item as its owner, until the server has stored it. */
import {
  afterSending,
  credentialsOf,
  isExpired,
  isOwn,
  isWaiting,
  NO_ACCOUNT,
  outcomeOf,
  ownerOf,
} from "./outbox_rules.js";

/**
 * @typedef {import("./outbox_rules.js").Item} Item
 * @typedef {import("./outbox_rules.js").Outcome} Outcome
 *
 * @typedef {object} Surroundings what an outbox needs of its browser
 * @property {{ getAll: () => Promise<Item[]>, get: (id: string) => Promise<Item | undefined>, put: (item: Item) => Promise<unknown>, remove: (id: string) => Promise<unknown> }} items
 * @property {{ get: () => string | null, set: (value: string) => void }} knownAccount
 * @property {typeof fetch} fetch
 * @property {(work: () => Promise<void>) => Promise<void>} alone runs work while no other page or worker does
 * @property {() => void} announce says that items changed
 * @property {() => number} now
 */

const ACCOUNT_URL = "/kiriman/akun";

/**
 * Return an outbox.
 * @param {Surroundings} surroundings
 */
export function createOutbox({ items, knownAccount, fetch, alone, announce, now }) {
  const listAll = async () => (await items.getAll()).sort((a, b) => a.at - b.at);
  const listUnsent = async () => (await listAll()).filter((item) => item.state !== "sent");
  const account = () => knownAccount.get();
  /** @param {Item} item */
  const isMine = (item) => isOwn(item, account());

  async function askAccount() {
    const response = await fetch(ACCOUNT_URL, { cache: "no-store" });
    if (!response.ok) throw new Error(String(response.status));
    knownAccount.set((await response.json()).account);
  }

  /**
   * @param {Item} item
   * @returns {Promise<Outcome>}
   */
  async function send(item) {
    const body = new FormData();
    for (const [name, value] of item.fields || []) body.append(name, value);
    try {
      const options = { method: "POST", body, credentials: credentialsOf(item) };
      return await outcomeOf(await fetch(item.action || "", options));
    } catch {
      return { state: "waiting" };
    }
  }

  async function removeExpired() {
    for (const item of await listAll()) if (isExpired(item, now())) await items.remove(item.id);
  }

  /** @param {Item[]} waiting */
  async function sendOwn(waiting) {
    await askAccount();
    for (const item of waiting.filter(isMine)) {
      const outcome = await send(item);
      if (outcome.foreign) {
        await askAccount(); // another account signed in meanwhile: the item stays as it is
        continue;
      }
      await items.put(afterSending(item, outcome, now()));
      if (outcome.state === "waiting" && !outcome.status) break; // there is no network
    }
  }

  const flush = () =>
    alone(async () => {
      await removeExpired();
      const waiting = (await listUnsent()).filter(isWaiting);
      if (waiting.length) await sendOwn(waiting).catch(() => {});
      announce();
    });

  /** @param {Omit<Item, "state" | "at">} item */
  const add = (item) => items.put({ ...item, state: "waiting", at: now() });

  /* How many items wait for the account that is signed in. */
  async function countOwn() {
    await askAccount().catch(() => {});
    return (await listUnsent()).filter((item) => account() && ownerOf(item) === account()).length;
  }

  /* Removes the results of an account that signs out: they hold addresses. */
  async function forgetAccount() {
    for (const item of await listAll()) if (item.state === "sent") await items.remove(item.id);
    knownAccount.set(NO_ACCOUNT);
  }

  return { add, flush, countOwn, forgetAccount, askAccount, listUnsent, account, isMine };
}
