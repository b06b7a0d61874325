/* What is sent waits in this device until it is taken in, and is taken in once: each sending has a name of its own,
   which the server answers the same however often it comes. Runs in pages and in the service worker. */
(() => {
  "use strict";
  const NAME = "pantau-outbox", STORE = "sendings", news = new BroadcastChannel(NAME);

  function open() {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }
  async function within(mode, what) {
    const base = await open();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = base.transaction(STORE, mode), asked = what(transaction.objectStore(STORE));
        transaction.oncomplete = () => resolve(asked.result);
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
      });
    } finally {
      base.close();
    }
  }
  const every = async () => (await within("readonly", (store) => store.getAll())).sort((a, b) => a.at - b.at);
  const all = async () => (await every()).filter((item) => item.state !== "sent");
  const one = (id) => within("readonly", (store) => store.get(id));
  const put = (item) => within("readwrite", (store) => store.put(item));
  const drop = (id) => within("readwrite", (store) => store.delete(id));

  const WAITS = [401, 408, 429, 500, 502, 503, 504];
  async function send(item) {
    const body = new FormData();
    item.fields.forEach(([name, value]) => body.append(name, value));
    let answer;
    try {
      answer = await fetch(item.action, { method: "POST", body });
    } catch {
      return { state: "waiting" };
    }
    if (new URL(answer.url).pathname === "/masuk" || answer.status === 401) return { state: "waiting", signIn: true };
    if (answer.ok) return { state: "sent", url: answer.url };
    if (WAITS.includes(answer.status)) return { state: "waiting", status: answer.status, html: await answer.text() };
    return { state: "refused", status: answer.status, html: await answer.text() };
  }

  /* One sender at a time, in this page, in others and in the worker. Whoever it is, what came of it is kept for a
     while: the page that waits for it may be another. */
  const KEPT_MS = 600000;
  const tidy = async () => {
    for (const item of await every()) if (item.state === "sent" && Date.now() - item.done > KEPT_MS) await drop(item.id);
  };
  const flush = () => navigator.locks.request(NAME, async () => {
    await tidy();
    for (const item of await all()) {
      if (item.state === "refused") continue;
      const { id, at, label, page } = item, result = await send(item);
      if (result.state === "sent") await put({ id, at, label, page, done: Date.now(), ...result });
      else await put({ ...item, signIn: false, status: undefined, html: undefined, ...result });
      if (result.state === "waiting" && !result.status && !result.signIn) break;
    }
    news.postMessage("changed");
  });
  async function add(item) {
    await put({ ...item, state: "waiting", at: Date.now() });
    try {
      const worker = await navigator.serviceWorker.getRegistration();
      if (worker && worker.sync) await worker.sync.register("outbox");
    } catch { /* a browser without background sync sends when a page is open */ }
  }
  self.outbox = { all, add, drop, flush };
  if (typeof document === "undefined") return;

  /* In a page: forms that wait, and the list of what waits. */
  const LONG = "Menunggu jaringan. Dikirim sendiri begitu tersambung; jangan hapus data peramban ini.";
  const words = {
    waiting: "menunggu jaringan", signIn: "masuk lebih dahulu, lalu dikirim", refused: "belum diterima: buka dan perbaiki",
  };
  const box = document.getElementById("outbox");
  const make = (name, text) => Object.assign(document.createElement(name), text ? { textContent: text } : {});

  async function show() {
    if (!box) return;
    const items = await all();
    box.hidden = !items.length;
    const list = make("ul");
    items.forEach((item) => list.append(line(item)));
    box.replaceChildren(make("h2", `${items.length} kiriman belum sampai`), make("p", LONG), list);
  }
  function line(item) {
    const row = make("li", `${item.label}: ${words[item.signIn ? "signIn" : item.state]} `);
    if (item.signIn) row.append(Object.assign(make("a", "Masuk"), { href: `/masuk?ke=${encodeURIComponent(item.page)}` }));
    if (item.state !== "refused") return row;
    const away = Object.assign(make("button", "Buang"), { type: "button" });
    away.addEventListener("click", () => drop(item.id).then(show));
    row.append(Object.assign(make("a", "Buka"), { href: item.page }), away);
    return row;
  }

  function fault(form, html) {
    const told = new DOMParser().parseFromString(html, "text/html");
    const said = [...told.querySelectorAll(".said.wrong, .wrong[role=alert]")].map((one) => one.textContent);
    const seen = told.querySelector("input[name=seen]"), field = form.querySelector("input[name=seen]");
    if (seen && field) field.value = seen.value;
    form.querySelectorAll(".said.from-server").forEach((one) => one.remove());
    const note = Object.assign(make("div"), { className: "said wrong from-server" });
    note.setAttribute("role", "alert");
    (said.length ? said : ["Kiriman belum diterima. Coba lagi."]).forEach((one) => note.append(make("p", one)));
    const changes = told.querySelector(".news");
    if (changes) note.append(document.importNode(changes, true));
    form.prepend(note);
    note.scrollIntoView({ block: "center" });
  }

  async function sending(form) {
    const id = crypto.randomUUID(), fields = [...new FormData(form)].filter(([name]) => name !== "submission");
    const heading = document.querySelector("h1");
    const item = { id, action: form.action, page: window.location.pathname, label: form.dataset.label || (heading && heading.textContent) || "Kiriman" };
    await add({ ...item, fields: [["submission", id], ...fields] });
    await flush();
    const result = (await one(id)) || { state: "waiting" };
    if (result.state === "sent") return window.location.assign(result.url);
    if (result.html) {
      await drop(id);
      fault(form, result.html);
    } else if (result.signIn) {
      window.location.assign(`/masuk?ke=${encodeURIComponent(item.page)}`);
    } else {
      form.reset();
      form.dispatchEvent(new Event("kept"));
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
        await sending(form);
      } catch {
        form.submit();  // a browser that keeps nothing sends at once
      } finally {
        button.disabled = false;
      }
    });
  });
  news.addEventListener("message", show);
  /* What a browser says of its network is not to be relied on: while anything waits, it is tried again and again. */
  const AGAIN_MS = 10000;
  async function again() {
    const items = await all();
    if (items.some((item) => item.state === "waiting")) await flush();
    await show();
  }
  window.addEventListener("online", () => setTimeout(again, 500));
  window.setInterval(() => again().catch(() => {}), AGAIN_MS);
  show().then(again).catch(() => {});
})();
