/* The outbox: submissions wait on this device until the server has stored them. Each has its own id, so that the
   server stores it once however often it arrives. Runs in pages and in the service worker.

   Each item belongs to the account that opened its form, by an opaque id, and is sent while that account is signed
   in. What was written without an account is sent without one, whoever is signed in. */
(() => {
  "use strict";
  const NAME = "pantau-outbox", STORE = "sendings", ACCOUNT_URL = "/kiriman/akun", NO_ACCOUNT = "", channel = new BroadcastChannel(NAME);

  function open() {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }
  async function inTransaction(mode, operation) {
    const database = await open();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(STORE, mode), request = operation(transaction.objectStore(STORE));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  }
  const listAll = async () => (await inTransaction("readonly", (store) => store.getAll())).sort((a, b) => a.at - b.at);
  const listUnsent = async () => (await listAll()).filter((item) => item.state !== "sent");
  const get = (id) => inTransaction("readonly", (store) => store.get(id));
  const put = (item) => inTransaction("readwrite", (store) => store.put(item));
  const remove = (id) => inTransaction("readwrite", (store) => store.delete(id));

  /* The account as the server said last; null: not known. Pages share it, also while there is no network. */
  const KNOWN = "pantau-account", storage = typeof localStorage === "undefined" ? null : localStorage;
  let learned = null;
  const account = () => (storage ? storage.getItem(KNOWN) : learned);
  function learn(value) {
    learned = value;
    if (storage) storage.setItem(KNOWN, value);
  }
  async function askAccount() {
    const response = await fetch(ACCOUNT_URL, { cache: "no-store" });
    if (!response.ok) throw new Error(String(response.status));
    learn((await response.json()).account);
  }
  /* Items of the time before forms named their account: reports count as written without one; of the rest nobody
     knows who wrote it, so that it is never sent, and can only be opened or thrown away. */
  const isReport = (item) => new URL(item.action || item.page, self.location).pathname === "/lapor";
  const ownerOf = (item) => (item.account === undefined && isReport(item) ? NO_ACCOUNT : item.account);
  const isOwn = (item) => ownerOf(item) === NO_ACCOUNT || (account() && ownerOf(item) === account());
  const isOrphan = (item) => ownerOf(item) === undefined;
  const isWaiting = (item) => item.state === "waiting" && !isOrphan(item);

  const RETRY_STATUS = [401, 408, 429, 500, 502, 503, 504];
  async function send(item) {
    const body = new FormData();
    item.fields.forEach(([name, value]) => body.append(name, value));
    let response;
    try {
      response = await fetch(item.action, { method: "POST", body, credentials: ownerOf(item) === NO_ACCOUNT ? "omit" : "same-origin" });
    } catch {
      return { state: "waiting" };
    }
    if (new URL(response.url).pathname === "/masuk" || response.status === 401) return { state: "waiting", foreign: true };
    if (response.headers.get("X-Form-Owner") === "other") return { state: "waiting", foreign: true };
    if (response.ok) return { state: "sent", url: response.url };
    if (RETRY_STATUS.includes(response.status)) return { state: "waiting", status: response.status, html: await response.text() };
    return { state: "refused", status: response.status, html: await response.text() };
  }

  /* One sender at a time, in this page, in others and in the worker. Results are stored for a while, since the page
     that waits for one may be another than the sender. */
  const RESULT_TTL_MS = 600000;
  const removeExpired = async () => {
    for (const item of await listAll()) if (item.state === "sent" && Date.now() - item.done > RESULT_TTL_MS) await remove(item.id);
  };
  const flush = () => navigator.locks.request(NAME, async () => {
    await removeExpired();
    const waiting = (await listUnsent()).filter(isWaiting);
    if (waiting.length) await sendOwn(waiting).catch(() => {});
    channel.postMessage("changed");
  });
  async function sendOwn(items) {
    await askAccount();
    for (const item of items.filter(isOwn)) {
      const { id, at, label, page, account: owner } = item, { foreign, ...result } = await send(item);
      if (foreign) {  // another account signed in meanwhile: the item stays as it is
        await askAccount();
        continue;
      }
      if (result.state === "sent") await put({ id, at, label, page, account: owner, done: Date.now(), ...result });
      else await put({ ...item, status: undefined, html: undefined, ...result });
      if (result.state === "waiting" && !result.status) break;
    }
  }
  async function add(item) {
    await put({ ...item, state: "waiting", at: Date.now() });
    try {
      const worker = await navigator.serviceWorker.getRegistration();
      if (worker && worker.sync) await worker.sync.register("outbox");
    } catch { /* a browser without background sync sends when a page is open */ }
  }
  /* How many items wait for the account that is signed in, and the removal of its results: they hold addresses. */
  async function countOwn() {
    await askAccount().catch(() => {});
    return (await listUnsent()).filter((item) => account() && ownerOf(item) === account()).length;
  }
  async function forgetAccount() {
    for (const item of await listAll()) if (item.state === "sent") await remove(item.id);
    learn(NO_ACCOUNT);
  }
  self.outbox = { add, flush, countOwn, forgetAccount };
  if (typeof document === "undefined") return;

  /* In a page: forms that send through the outbox, and the list of waiting submissions. */
  const WAITING_NOTE = "Menunggu jaringan. Dikirim sendiri begitu tersambung; jangan hapus data peramban ini.";
  const OTHERS_NOTE = "Hanya akun yang menulisnya dapat melihat dan mengirimnya, setelah masuk di perangkat ini.";
  const labels = {
    waiting: "menunggu jaringan", refused: "belum diterima: buka dan perbaiki", orphan: "penulisnya tidak tercatat: buka dan tulis kembali",
  };
  const section = document.getElementById("outbox");
  const make = (name, text) => Object.assign(document.createElement(name), text ? { textContent: text } : {});

  async function show() {
    if (!section) return;
    const items = await listUnsent(), own = items.filter((item) => isOwn(item) || isOrphan(item)), others = items.length - own.length;
    section.hidden = !items.length;
    section.replaceChildren(...(own.length ? ownItems(own) : []), ...(others ? othersNote(others) : []));
  }
  function ownItems(items) {
    const list = make("ul");
    items.forEach((item) => list.append(listItem(item)));
    return [make("h2", `${items.length} kiriman belum sampai`), ...(items.some(isWaiting) ? [make("p", WAITING_NOTE)] : []), list];
  }
  function othersNote(count) {
    const note = make("p", `${OTHERS_NOTE} `);
    if (account()) return [make("h2", `${count} kiriman milik akun lain menunggu`), note];
    note.append(signInLink());
    return [make("h2", `${count} kiriman menunggu akun penulisnya`), note];
  }
  function signInLink() {
    const page = window.location.pathname;
    return Object.assign(make("a", "Masuk"), { href: page === "/luring" ? "/masuk" : `/masuk?ke=${encodeURIComponent(page)}` });
  }
  function listItem(item) {
    const row = make("li", `${item.label}: ${labels[isOrphan(item) ? "orphan" : item.state]} `);
    if (isWaiting(item)) return row;
    const removeButton = Object.assign(make("button", "Buang"), { type: "button" });
    removeButton.addEventListener("click", () => remove(item.id).then(show));
    row.append(Object.assign(make("a", "Buka"), { href: item.page }), removeButton);
    return row;
  }

  function showErrors(form, html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const messages = [...page.querySelectorAll(".message.wrong, .wrong[role=alert]")].map((element) => element.textContent);
    const seen = page.querySelector("input[name=seen]"), field = form.querySelector("input[name=seen]");
    if (seen && field) field.value = seen.value;
    form.querySelectorAll(".message.from-server").forEach((element) => element.remove());
    const alert = Object.assign(make("div"), { className: "message wrong from-server" });
    alert.setAttribute("role", "alert");
    (messages.length ? messages : ["Kiriman belum diterima. Coba lagi."]).forEach((message) => alert.append(make("p", message)));
    const changes = page.querySelector(".changes");
    if (changes) alert.append(document.importNode(changes, true));
    form.prepend(alert);
    alert.scrollIntoView({ block: "center" });
  }

  async function submit(form) {
    const id = crypto.randomUUID(), fields = [...new FormData(form)].filter(([name]) => name !== "submission");
    const heading = document.querySelector("h1");
    const owner = (fields.find(([name]) => name === "account") || ["", NO_ACCOUNT])[1];
    const item = { id, account: owner, action: form.action, page: window.location.pathname, label: form.dataset.label || (heading && heading.textContent) || "Kiriman" };
    await add({ ...item, fields: [["submission", id], ...fields] });
    await flush();
    const result = (await get(id)) || { state: "waiting" };
    if (result.state === "sent") return window.location.assign(result.url);
    if (result.html) {
      await remove(id);
      showErrors(form, result.html);
    } else if (account() === NO_ACCOUNT && owner !== NO_ACCOUNT) {
      window.location.assign(`/masuk?ke=${encodeURIComponent(item.page)}`);
    } else {
      form.reset();
      window.scrollTo(0, 0);
    }
    return show();
  }

  document.querySelectorAll("form[data-outbox]").forEach((form) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector("button[type=submit]");
      button.disabled = true;
      try {
        await submit(form);
      } catch {
        form.submit();  // a browser without storage sends at once
      } finally {
        button.disabled = false;
      }
    });
  });
  channel.addEventListener("message", show);
  /* Browsers do not reliably report the network: while anything waits, sending is retried regularly. */
  const RETRY_MS = 10000;
  async function retry() {
    const items = await listUnsent();
    if (items.some(isWaiting)) await flush();
    await show();
  }
  async function start() {
    await show();
    await askAccount().catch(() => {});
    await retry();
  }
  window.addEventListener("online", () => setTimeout(retry, 500));
  window.setInterval(() => retry().catch(() => {}), RETRY_MS);
  start().catch(() => {});
})();
