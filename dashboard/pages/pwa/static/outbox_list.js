/* The list of submissions that wait on this device, and of those that the server refused. */
import { make } from "../../../ui/static/dom.js";
import { items, outbox } from "./outbox_queue.js";
import { isOrphan, isWaiting } from "./outbox_rules.js";
import { messagesOf, parse } from "./outbox_messages.js";

/** @typedef {import("./outbox_rules.js").Item} Item */

export const REOPEN = "#kiriman=";
const WAITING_NOTE = "Menunggu jaringan. Dikirim sendiri begitu tersambung; jangan hapus data peramban ini.";
const OTHERS_NOTE =
  "Hanya akun yang menulisnya dapat melihat dan mengirimnya, setelah masuk di perangkat ini.";
const LABELS = {
  waiting: "menunggu jaringan",
  refused: "belum diterima: buka dan perbaiki",
  sent: "",
  orphan: "penulisnya tidak tercatat: buka dan tulis kembali",
};

/* Show what waits. */
export async function showList() {
  const section = document.getElementById("outbox");
  if (!section) return;
  const unsent = await outbox.listUnsent();
  const own = unsent.filter((item) => outbox.isMine(item) || isOrphan(item));
  const others = unsent.length - own.length;
  section.hidden = !unsent.length;
  section.replaceChildren(...(own.length ? ownItems(own) : []), ...(others ? othersNote(others) : []));
}

/** @param {Item[]} own */
function ownItems(own) {
  const note = own.some(isWaiting) ? [make("p", { textContent: WAITING_NOTE })] : [];
  const title = make("h2", { textContent: `${own.length} kiriman belum sampai` });
  return [title, ...note, make("ul", {}, ...own.map(listItem))];
}

/** @param {number} count */
function othersNote(count) {
  const note = make("p", { textContent: `${OTHERS_NOTE} ` });
  if (outbox.account())
    return [make("h2", { textContent: `${count} kiriman milik akun lain menunggu` }), note];
  note.append(signInLink());
  return [make("h2", { textContent: `${count} kiriman menunggu akun penulisnya` }), note];
}

function signInLink() {
  const page = window.location.pathname;
  const href = page === "/luring" ? "/masuk" : `/masuk?ke=${encodeURIComponent(page)}`;
  return make("a", { textContent: "Masuk", href });
}

/** @param {Item} item */
function listItem(item) {
  const label = LABELS[isOrphan(item) ? "orphan" : item.state];
  const row = make("li", { textContent: `${item.label}: ${label} ` });
  if (item.html && !isWaiting(item)) row.append(make("q", { textContent: messagesOf(parse(item.html))[0] }));
  if (isWaiting(item)) return row;
  const removeButton = make("button", { textContent: "Buang", type: "button" });
  removeButton.addEventListener("click", () => items.remove(item.id).then(showList));
  const href = isOrphan(item) ? item.page : `${item.page}${REOPEN}${item.id}`;
  row.append(make("a", { textContent: "Buka", href }), removeButton);
  return row;
}
