/* Offers push notifications on this device, where the browser supports them and its owner has not refused. */
(() => {
  "use strict";
  const button = document.getElementById("push");
  if (!button || !("PushManager" in window) || Notification.permission === "denied") return;
  const url = button.dataset.to || "/pemberitahuan/langganan";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

  async function subscribe() {
    const worker = await navigator.serviceWorker.ready, { key } = await (await fetch("/pemberitahuan/kunci")).json();
    const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
    const response = await fetch(url, { method: "POST", body: JSON.stringify(subscription) });
    if (!response.ok) throw new Error((await response.json()).detail);
  }
  navigator.serviceWorker.ready.then((worker) => worker.pushManager.getSubscription()).then((subscription) => {
    button.hidden = Boolean(subscription);
  }).catch(() => {});
  button.addEventListener("click", () => subscribe().then(
    () => { button.replaceWith("Perangkat ini akan diberi tahu."); },
    () => { button.textContent = "Belum berhasil. Coba lagi, atau izinkan pemberitahuan di peramban."; },
  ));
})();
