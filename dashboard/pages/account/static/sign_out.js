/* Sign-out on a shared device: says what would wait for this account, and ends its push notifications here, also
   after the server has ended the session. */
(() => {
  "use strict";
  const SIGN_OUT = ["/keluar", "/akun/keluar-semua"], SUBSCRIBED = "pantau-push", PATIENCE_MS = 3000;
  const TITLE = "Kiriman belum sampai";
  const TEXT = (count) => `${count} kiriman Anda masih menunggu di perangkat ini. Bila Anda keluar sekarang, kiriman itu baru terkirim setelah Anda masuk lagi di sini.`;

  const inTime = (promise) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  const make = (name, values, ...children) => {
    const element = Object.assign(document.createElement(name), values);
    element.append(...children);
    return element;
  };

  function loadOutbox() {
    if (self.outbox || !("indexedDB" in window)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      document.head.append(make("script", { src: "/assets/outbox.js", onload: resolve, onerror: reject }));
    });
  }
  async function countWaiting() {
    await loadOutbox();
    return self.outbox ? self.outbox.countOwn() : 0;
  }

  async function pushSubscription() {
    const worker = "serviceWorker" in navigator && (await navigator.serviceWorker.getRegistration());
    return worker && worker.pushManager ? worker.pushManager.getSubscription() : null;
  }
  async function closeNotifications() {
    const worker = await navigator.serviceWorker.getRegistration();
    if (worker && worker.getNotifications) (await worker.getNotifications()).forEach((notification) => notification.close());
  }

  /* Asks in a dialog whether to sign out all the same. */
  function confirmSignOut(count) {
    return new Promise((resolve) => {
      const leave = make("button", { type: "button", className: "second", textContent: "Tetap keluar" });
      const stay = make("button", { type: "button", className: "first", textContent: "Batal" });
      const dialog = make("dialog", { className: "sign-out" }, make("h2", { textContent: TITLE }), make("p", { textContent: TEXT(count) }), stay, leave);
      leave.addEventListener("click", () => dialog.close("leave"));
      stay.addEventListener("click", () => dialog.close());
      dialog.addEventListener("close", () => {
        dialog.remove();
        resolve(dialog.returnValue === "leave");
      });
      document.body.append(dialog);
      dialog.showModal();
    });
  }

  async function prepare(form) {
    const count = await inTime(countWaiting().catch(() => 0));
    if (count && !(await confirmSignOut(count))) return false;
    const subscription = await inTime(pushSubscription().catch(() => null));
    if (subscription) form.append(make("input", { type: "hidden", name: "langganan", value: subscription.endpoint }));
    if (self.outbox) await inTime(self.outbox.forgetAccount().catch(() => {}));
    await inTime(endPush().catch(() => {}));
    return true;
  }

  /* The push service then tells the server that the subscription is over, should the form not reach it. */
  async function endPush() {
    if (!localStorage.getItem(SUBSCRIBED)) return;
    const subscription = await pushSubscription();
    if (subscription) await subscription.unsubscribe();
    await closeNotifications();
    localStorage.removeItem(SUBSCRIBED);
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!SIGN_OUT.includes(new URL(form.action).pathname)) return;
    event.preventDefault();
    if (form.dataset.confirmed) return;
    form.dataset.confirmed = "1";
    if (await prepare(form).catch(() => true)) form.submit();
    else delete form.dataset.confirmed;
  });

  async function endForeignPush() {
    const subscriber = localStorage.getItem(SUBSCRIBED);
    if (!subscriber) return;
    const response = await fetch("/kiriman/akun", { cache: "no-store" });
    if (response.ok && (await response.json()).account !== subscriber) await endPush();
  }
  endForeignPush().catch(() => {});
})();
