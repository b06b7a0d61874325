/* Offers to be told on this device, where the browser can and its owner has not said no. */
(() => {
  "use strict";
  const button = document.getElementById("push");
  if (!button || !("PushManager" in window) || Notification.permission === "denied") return;
  const where = button.dataset.to || "/pemberitahuan/langganan";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

  async function subscribe() {
    const worker = await navigator.serviceWorker.ready, { key } = await (await fetch("/pemberitahuan/kunci")).json();
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
    const answer = await fetch(where, { method: "POST", body: JSON.stringify(made) });
    if (!answer.ok) throw new Error((await answer.json()).detail);
  }
  navigator.serviceWorker.ready.then((worker) => worker.pushManager.getSubscription()).then((made) => {
    button.hidden = Boolean(made);
  }).catch(() => {});
  button.addEventListener("click", () => subscribe().then(
    () => { button.replaceWith("Perangkat ini akan diberi tahu."); },
    () => { button.textContent = "Belum berhasil. Coba lagi, atau izinkan pemberitahuan di peramban."; },
  ));
})();
