/* Sign-out on a shared device: says what would wait for this account, and ends its push notifications here, also
   after the server has ended the session. */
import { make } from "../../../ui/static/dom.js";
import { gettext, ngettext } from "../../../ui/static/messages.js";

/** @typedef {{ countOwn: () => Promise<number>, forgetAccount: () => Promise<void> }} OwnItems */

const SIGN_OUT = ["/keluar", "/akun/keluar-semua"];
const SUBSCRIBED = "pantau-push";
const PATIENCE_MS = 3000;

/** @param {number} count */
const waitingText = (count) =>
  ngettext(
    "{count} submission of yours still waits on this device. If you sign out now, it is sent only after you sign in here again.",
    "{count} submissions of yours still wait on this device. If you sign out now, they are sent only after you sign in here again.",
    count,
  );

/**
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T | undefined>}
 */
const inTime = (promise) =>
  Promise.race([promise, new Promise((resolve) => setTimeout(() => resolve(undefined), PATIENCE_MS))]);

async function registration() {
  return "serviceWorker" in navigator ? navigator.serviceWorker.getRegistration() : undefined;
}

async function pushSubscription() {
  const worker = await registration();
  return worker?.pushManager ? worker.pushManager.getSubscription() : null;
}

async function closeNotifications() {
  const worker = await registration();
  if (worker?.getNotifications)
    for (const notification of await worker.getNotifications()) notification.close();
}

/**
 * Ask in a dialog whether to sign out all the same.
 * @param {number} count
 * @returns {Promise<boolean>}
 */
function confirmSignOut(count) {
  return new Promise((resolve) => {
    const leaveText = gettext("Sign out all the same");
    const leave = make("button", { type: "button", className: "second", textContent: leaveText });
    const stay = make("button", { type: "button", className: "first", textContent: gettext("Cancel") });
    const title = make("h2", { textContent: gettext("Submissions not yet sent") });
    const text = make("p", { textContent: waitingText(count) });
    const dialog = make("dialog", { className: "sign-out" }, title, text, stay, leave);
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

/* The push service then tells the server that the subscription is over, should the form not reach it. */
async function endPush() {
  if (!localStorage.getItem(SUBSCRIBED)) return;
  const subscription = await pushSubscription();
  if (subscription) await subscription.unsubscribe();
  await closeNotifications();
  localStorage.removeItem(SUBSCRIBED);
}

async function endForeignPush() {
  const subscriber = localStorage.getItem(SUBSCRIBED);
  if (!subscriber) return;
  const response = await fetch("/kiriman/akun", { cache: "no-store" });
  if (response.ok && (await response.json()).account !== subscriber) await endPush();
}

/**
 * Return whether a form may sign out now.
 * @param {HTMLFormElement} form
 * @param {OwnItems | null} items
 */
async function prepare(form, items) {
  const count = items ? await inTime(items.countOwn().catch(() => 0)) : 0;
  if (count && !(await confirmSignOut(count))) return false;
  const subscription = await inTime(pushSubscription().catch(() => null));
  if (subscription)
    form.append(make("input", { type: "hidden", name: "langganan", value: subscription.endpoint }));
  if (items) await inTime(items.forgetAccount().catch(() => {}));
  await inTime(endPush().catch(() => {}));
  return true;
}

/**
 * Watch the forms that sign out.
 * @param {OwnItems} outbox
 */
export function watchSignOut(outbox) {
  document.addEventListener("submit", async (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!SIGN_OUT.includes(new URL(form.action).pathname)) return;
    event.preventDefault();
    if (form.dataset.confirmed) return;
    form.dataset.confirmed = "1";
    const items = "indexedDB" in window ? outbox : null;
    if (await prepare(form, items).catch(() => true)) form.submit();
    else delete form.dataset.confirmed;
  });
  endForeignPush().catch(() => {});
}
