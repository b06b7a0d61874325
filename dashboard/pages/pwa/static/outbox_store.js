/* The items of the outbox in this browser's database, and the account that pages and worker last heard of. */

/** @typedef {import("./outbox_rules.js").Item} Item */

export const NAME = "pantau-outbox";
const STORE = "sendings";
const KNOWN_ACCOUNT = "pantau-account";

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} operation
 * @returns {Promise<T>}
 */
async function inTransaction(mode, operation) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = operation(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const items = {
  /** @returns {Promise<Item[]>} */
  getAll: () => inTransaction("readonly", (store) => store.getAll()),
  /**
   * @param {string} id
   * @returns {Promise<Item | undefined>}
   */
  get: (id) => inTransaction("readonly", (store) => store.get(id)),
  /** @param {Item} item */
  put: (item) => inTransaction("readwrite", (store) => store.put(item)),
  /** @param {string} id */
  remove: (id) => inTransaction("readwrite", (store) => store.delete(id)),
};

const storage = typeof localStorage === "undefined" ? null : localStorage;
/** @type {string | null} */
let learned = null;

/* The account as the server said last; null: not known. Pages share it, also while there is no network. */
export const knownAccount = {
  get: () => (storage ? storage.getItem(KNOWN_ACCOUNT) : learned),
  /** @param {string} value */
  set: (value) => {
    learned = value;
    if (storage) storage.setItem(KNOWN_ACCOUNT, value);
  },
};
