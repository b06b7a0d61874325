/* Offers push notifications on this device, where the browser supports them and its owner has not refused. */
(() => {
  "use strict";
  const button = document.getElementById("push"), SUBSCRIBED = "pantau-push";
  if (!button || !("PushManager" in window) || Notification.permission === "denied") return;
  const url = button.dataset.to || "/pemberitahuan/langganan";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

  async function subscribe() {
    const worker = await navigator.serviceWorker.ready, { key } = await (await fetch("/pemberitahuan/kunci")).json();
    await save(await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) }));
    if (button.dataset.to) localStorage.removeItem(SUBSCRIBED);
    else localStorage.setItem(SUBSCRIBED, await currentAccount());
  }
  async function save(subscription) {
    const response = await fetch(url, { method: "POST", body: JSON.stringify(subscription) });
    if (!response.ok) throw new Error((await response.json()).detail);
  }
  /* Whose it is, so that it ends with the account's session (sign_out.js); a reporter's receipt has no account. */
  const currentAccount = async () => (await (await fetch("/kiriman/akun", { cache: "no-store" })).json()).account;

  async function start() {
    const subscription = await (await navigator.serviceWorker.ready).pushManager.getSubscription();
    button.hidden = Boolean(subscription);
    // The server forgets it when the account's sessions end, as at a change of the password.
    const subscriber = localStorage.getItem(SUBSCRIBED);
    if (subscription && !button.dataset.to && subscriber && subscriber === (await currentAccount())) await save(subscription);
  }
  start().catch(() => {});
  button.addEventListener("click", () => subscribe().then(
    () => { button.replaceWith("Perangkat ini akan diberi tahu."); },
    () => { button.textContent = "Belum berhasil. Coba lagi, atau izinkan pemberitahuan di peramban."; },
  ));
})();
