/* Forms that send through the outbox: what was sent, refused, or waits, is shown in the page. */
import { make } from "../../../ui/static/dom.js";
import { expose } from "../../../ui/static/globals.js";
import { gettext } from "../../../ui/static/messages.js";
import { idOf, note, noteOf, restore } from "./form_content.js";
import { REOPEN, showList } from "./outbox_list.js";
import { showAlert, showErrors, showMessage, takeSeen } from "./outbox_messages.js";
import { addItem, channel, items, knownAccount, outbox } from "./outbox_queue.js";
import { isOrphan, isWaiting, NO_ACCOUNT } from "./outbox_rules.js";
import { shrinkPhoto } from "./photo_shrink.js";

/**
 * @typedef {import("./outbox_rules.js").Item} Item
 * @typedef {import("./form_fields.js").Field} Field
 */

const RETRY_MS = 10000;

const forms = () => [
  .../** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-outbox]")),
];

/**
 * Open what was refused later again in its form, to be corrected and sent under the same id.
 */
async function reopen() {
  if (!window.location.hash.startsWith(REOPEN)) return;
  const item = await items.get(decodeURIComponent(window.location.hash.slice(REOPEN.length)));
  if (!item?.fields || isOrphan(item) || !outbox.isMine(item)) return;
  const form = formOf(item);
  if (!form) return showWithoutForm(item);
  history.replaceState(history.state, "", window.location.pathname + window.location.search);
  form.dataset.item = item.id;
  restore(form, item.fields);
  const details = form.closest("details");
  if (details) details.open = true;
  if (item.html) showErrors(form, item.html);
}

/**
 * @param {Item} item
 * @param {string} wanted
 */
const fieldValue = (item, wanted) =>
  String(((item.fields || []).find(([name]) => name === wanted) || ["", ""])[1]);

/** @param {Item} item */
function formOf(item) {
  const path = new URL(item.action || "", window.location.href).pathname;
  const move = fieldValue(item, "move");
  return forms().find(
    (form) => new URL(form.action).pathname === path && (new FormData(form).get("move") || "") === move,
  );
}

/**
 * Show what was written; the report may have closed meanwhile, and the page no longer has that form.
 * @param {Item} item
 */
function showWithoutForm(item) {
  const texts = ["description", "note"].map((name) => fieldValue(item, name)).filter(Boolean);
  const lead = gettext("{submission}: this form is no longer on this page. What was written:", {
    submission: item.label,
  });
  const quotes = texts.map((text) => make("q", { textContent: text }));
  const card = make(
    "div",
    { className: "message wrong from-server" },
    make("p", { textContent: lead }),
    ...quotes,
  );
  document.getElementById("outbox")?.after(card);
}

/* After Back the page says what became of its form; the same content leads to the same receipt. */
function showReceipts() {
  for (const form of forms()) {
    const before = noteOf(form);
    if (!before?.url || before.url === window.location.href) continue;
    const received = gettext("What was sent from this page has been received.");
    const link = make("a", { textContent: gettext("Open its receipt"), href: before.url });
    showMessage(form, [make("p", { textContent: `${received} ` }), link], "good");
  }
}

class PhotoError extends Error {}

/** @param {File} photo */
async function smallPhoto(photo) {
  const { file, problem } = await shrinkPhoto(photo);
  if (!file) throw new PhotoError(problem);
  return file;
}

/**
 * @param {HTMLFormElement} form
 * @returns {Promise<Field[]>}
 */
async function fieldsOf(form) {
  const fields = [...new FormData(form)].filter(([name]) => name !== "submission");
  return Promise.all(
    fields.map(
      async ([name, value]) =>
        /** @type {Field} */ ([name, value instanceof File && value.size ? await smallPhoto(value) : value]),
    ),
  );
}

/**
 * @param {HTMLFormElement} form
 * @param {string} id
 * @param {Field[]} fields
 */
function itemOf(form, id, fields) {
  const heading = document.querySelector("h1");
  return {
    id,
    account: String((fields.find(([name]) => name === "account") || ["", NO_ACCOUNT])[1]),
    action: form.action,
    page: window.location.pathname,
    label: form.dataset.label || heading?.textContent || gettext("Submission"),
    fields: /** @type {Field[]} */ ([["submission", id], ...fields]),
  };
}

/** @param {HTMLFormElement} form */
async function submit(form) {
  const fields = await fieldsOf(form);
  const id = await idOf(form, fields);
  const isReopened = Boolean(form.dataset.item);
  const item = itemOf(form, id, fields);
  const waiting = await items.get(id); // the same written twice, perhaps without its photos
  if (isReopened || !waiting || waiting.state !== "waiting") await addItem(item);
  await outbox.flush();
  const result = await items.get(id);
  if (result && result.state === "sent") {
    note(form, { url: result.url });
    return window.location.assign(result.url || "");
  }
  if (result?.html) await showRefusal(form, result, result.html, isReopened);
  else if (outbox.account() === NO_ACCOUNT && item.account !== NO_ACCOUNT)
    window.location.assign(`/masuk?ke=${encodeURIComponent(item.page)}`);
  else leaveWaiting(form);
  return showList();
}

/**
 * @param {HTMLFormElement} form
 * @param {Item} item
 * @param {string} html
 * @param {boolean} isReopened
 */
async function showRefusal(form, item, html, isReopened) {
  if (isReopened) await items.put({ ...item, state: "refused" });
  else await items.remove(item.id);
  form.dataset.item = item.id;
  takeSeen(form, html);
  showErrors(form, html);
}

/** @param {HTMLFormElement} form */
function leaveWaiting(form) {
  delete form.dataset.item;
  form.reset();
  window.scrollTo(0, 0);
}

/** @param {HTMLFormElement} form */
function sendByOutbox(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = /** @type {HTMLButtonElement} */ (form.querySelector("button[type=submit]"));
    button.disabled = true;
    try {
      await submit(form);
    } catch (error) {
      if (error instanceof PhotoError) showAlert(form, [error.message]);
      else form.submit(); // a browser without storage sends at once
    } finally {
      button.disabled = false;
    }
  });
}

/* Browsers do not reliably report the network: while anything waits, sending is retried regularly. */
async function retry() {
  if ((await outbox.listUnsent()).some(isWaiting)) await outbox.flush();
  await showList();
}

/* A form that names an account came from the server just now (what is cached names none): newer than what an earlier
   page learnt, and all that is known if the network goes before the account could be asked for. */
function learnFromForms() {
  const fields = [
    .../** @type {NodeListOf<HTMLInputElement>} */ (
      document.querySelectorAll("form[data-outbox] input[name=account]")
    ),
  ];
  const named = fields.find((field) => field.value);
  if (named) knownAccount.set(named.value);
}

async function start() {
  learnFromForms();
  await showList();
  showReceipts();
  await outbox.askAccount().catch(() => {});
  await reopen();
  await retry();
}

forms().forEach(sendByOutbox);
channel().addEventListener("message", showList);
window.addEventListener("hashchange", () => reopen().catch(() => {}));
window.addEventListener("pageshow", (event) => {
  if (event.persisted) showReceipts();
});
window.addEventListener("online", () => setTimeout(retry, 500));
window.setInterval(() => retry().catch(() => {}), RETRY_MS);
start().catch(() => {});
expose("outbox", { add: addItem, flush: outbox.flush });
