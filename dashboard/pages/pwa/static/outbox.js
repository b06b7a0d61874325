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
    if (item.html && !isWaiting(item)) row.append(make("q", messagesOf(parsed(item.html))[0]));
    if (isWaiting(item)) return row;
    const removeButton = Object.assign(make("button", "Buang"), { type: "button" });
    removeButton.addEventListener("click", () => remove(item.id).then(show));
    row.append(Object.assign(make("a", "Buka"), { href: isOrphan(item) ? item.page : `${item.page}${REOPEN}${item.id}` }), removeButton);
    return row;
  }

  const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
  function messagesOf(page) {
    const messages = [...page.querySelectorAll(".message.wrong, .wrong[role=alert]")].map((element) => element.textContent);
    return messages.length ? messages : ["Kiriman belum diterima. Coba lagi."];
  }
  function showErrors(form, html) {
    const page = parsed(html), changes = page.querySelector(".changes");
    const alert = showAlert(form, messagesOf(page));
    if (changes) alert.append(document.importNode(changes, true));
  }
  function showAlert(form, messages) {
    const alert = showMessage(form, messages.map((message) => make("p", message)), "wrong");
    alert.setAttribute("role", "alert");
    alert.scrollIntoView({ block: "center" });
    return alert;
  }
  function showMessage(form, content, kind) {
    form.querySelectorAll(".message.from-server").forEach((element) => element.remove());
    const message = Object.assign(make("div"), { className: `message ${kind} from-server` });
    message.append(...content);
    form.prepend(message);
    return message;
  }
  /* A form that was refused because of news says with the next sending that the news was seen. */
  function takeSeen(form, html) {
    const seen = parsed(html).querySelector("input[name=seen]"), field = form.querySelector("input[name=seen]");
    if (seen && field) field.value = seen.value;
  }

  /* What was refused later opens again in its form, to be corrected and sent under the same id. */
  const REOPEN = "#kiriman=";
  async function reopen() {
    if (!window.location.hash.startsWith(REOPEN)) return;
    const item = await get(decodeURIComponent(window.location.hash.slice(REOPEN.length)));
    if (!item || !item.fields || isOrphan(item) || !isOwn(item)) return;
    const form = formOf(item);
    if (!form) return showWithoutForm(item);
    history.replaceState(history.state, "", window.location.pathname + window.location.search);
    form.dataset.item = item.id;
    window.formContent.restore(form, item.fields);
    if (form.closest("details")) form.closest("details").open = true;
    if (item.html) showErrors(form, item.html);
  }
  const valueOf = (item, wanted) => (item.fields.find(([name]) => name === wanted) || ["", ""])[1];
  const formOf = (item) => [...document.querySelectorAll("form[data-outbox]")].find(
    (form) => new URL(form.action).pathname === new URL(item.action, window.location).pathname && (new FormData(form).get("move") || "") === valueOf(item, "move"),
  );
  /* The report may have closed meanwhile, and the page no longer has that form. */
  function showWithoutForm(item) {
    const texts = ["description", "note"].map((name) => valueOf(item, name)).filter(Boolean);
    const card = Object.assign(make("div"), { className: "message wrong from-server" });
    card.append(make("p", `${item.label}: formulir ini tidak tersedia lagi di halaman ini. Yang tertulis:`), ...texts.map((text) => make("q", text)));
    section.after(card);
  }
  /* After Back the page says what became of its form; the same content leads to the same receipt. */
  function showReceipts() {
    document.querySelectorAll("form[data-outbox]").forEach((form) => {
      const before = window.formContent.noted(form);
      if (!before || !before.url || before.url === window.location.href) return;
      const link = Object.assign(make("a", "Buka tanda terimanya"), { href: before.url });
      showMessage(form, [make("p", "Kiriman dari halaman ini sudah diterima. "), link], "good");
    });
  }

  async function fieldsOf(form) {
    const fields = [...new FormData(form)].filter(([name]) => name !== "submission");
    return Promise.all(fields.map(async ([name, value]) => [name, value instanceof File && value.size ? await smallPhoto(value) : value]));
  }
  class PhotoError extends Error {}
  async function smallPhoto(photo) {
    const { file, problem } = await window.photoShrink(photo);
    if (!file) throw new PhotoError(problem);
    return file;
  }

  async function submit(form) {
    const fields = await fieldsOf(form), id = await window.formContent.idOf(form, fields), isReopened = Boolean(form.dataset.item);
    const heading = document.querySelector("h1");
    const owner = (fields.find(([name]) => name === "account") || ["", NO_ACCOUNT])[1];
    const item = { id, account: owner, action: form.action, page: window.location.pathname, label: form.dataset.label || (heading && heading.textContent) || "Kiriman" };
    const waiting = await get(id);  // the same written twice, perhaps without its photos
    if (isReopened || !waiting || waiting.state !== "waiting") await add({ ...item, fields: [["submission", id], ...fields] });
    await flush();
    const result = (await get(id)) || { state: "waiting" };
    if (result.state === "sent") {
      window.formContent.note(form, { url: result.url });
      return window.location.assign(result.url);
    }
    if (result.html) {
      if (isReopened) await put({ ...result, state: "refused" });
      else await remove(id);
      form.dataset.item = id;
      takeSeen(form, result.html);
      showErrors(form, result.html);
    } else if (account() === NO_ACCOUNT && owner !== NO_ACCOUNT) {
      window.location.assign(`/masuk?ke=${encodeURIComponent(item.page)}`);
    } else {
      delete form.dataset.item;
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
      } catch (error) {
        if (error instanceof PhotoError) showAlert(form, [error.message]);
        else form.submit();  // a browser without storage sends at once
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
  /* A form that names an account came from the server just now (what is cached names none): newer than what an earlier
     page learnt, and all that is known if the network goes before the account could be asked for. */
  function learnFromForms() {
    const named = [...document.querySelectorAll("form[data-outbox] input[name=account]")].find((field) => field.value);
    if (named) learn(named.value);
  }
  async function start() {
    learnFromForms();
    await show();
    showReceipts();
    await askAccount().catch(() => {});
    await reopen();
    await retry();
  }
  window.addEventListener("hashchange", () => reopen().catch(() => {}));
  window.addEventListener("pageshow", (event) => { if (event.persisted) showReceipts(); });
  window.addEventListener("online", () => setTimeout(retry, 500));
  window.setInterval(() => retry().catch(() => {}), RETRY_MS);
  start().catch(() => {});
})();
