/* Offers push notifications on this device, where the browser supports them and its owner has not refused. */
import { gettext } from "../../../ui/static/messages.js";
const SUBSCRIBED = "pantau-push";

/** @param {string} text a key in the base64 of addresses */
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

/**
 * Return whose the subscription is, so that it ends with the account's session (sign_out.js); a reporter's receipt has
 * no account.
 */
const currentAccount = async () =>
  (await (await fetch("/kiriman/akun", { cache: "no-store" })).json()).account;

const pushManager = async () => (await navigator.serviceWorker.ready).pushManager;

/** @param {HTMLElement} button */
async function subscribe(button) {
  const manager = await pushManager();
  const { key } = await (await fetch("/pemberitahuan/kunci")).json();
  await save(button, await manager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) }));
  if (button.dataset.to) localStorage.removeItem(SUBSCRIBED);
  else localStorage.setItem(SUBSCRIBED, await currentAccount());
}

/**
 * @param {HTMLElement} button
 * @param {PushSubscription} subscription
 */
async function save(button, subscription) {
  const url = button.dataset.to || "/pemberitahuan/langganan";
  const response = await fetch(url, { method: "POST", body: JSON.stringify(subscription) });
  if (!response.ok) throw new Error((await response.json()).detail);
}

/** @param {HTMLElement} button */
async function start(button) {
  const subscription = await (await pushManager()).getSubscription();
  button.hidden = Boolean(subscription);
  // The server forgets it when the account's sessions end, as at a change of the password.
  const subscriber = localStorage.getItem(SUBSCRIBED);
  const isOwn = subscriber && !button.dataset.to && subscriber === (await currentAccount());
  if (subscription && isOwn) await save(button, subscription);
}

const button = document.getElementById("push");
if (button && "PushManager" in window && Notification.permission !== "denied") {
  start(button).catch(() => {});
  button.addEventListener("click", () =>
    subscribe(button).then(
      () => button.replaceWith(gettext("This device will be notified.")),
      () => {
        button.textContent = gettext("That failed. Try again, or allow notifications in the browser.");
      },
    ),
  );
}
