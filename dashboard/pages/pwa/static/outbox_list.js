/* The list of submissions that wait on this device, and of those that the server refused. */
import { make } from "../../../ui/static/dom.js";
import { gettext, ngettext } from "../../../ui/static/messages.js";
import { items, outbox } from "./outbox_queue.js";
import { isOrphan, isWaiting } from "./outbox_rules.js";
import { messagesOf, parse } from "./outbox_messages.js";

/** @typedef {import("./outbox_rules.js").Item} Item */

export const REOPEN = "#kiriman=";

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
  const text = gettext(
    "Waiting for the network. It is sent by itself once there is one; do not clear the data of this browser.",
  );
  const note = own.some(isWaiting) ? [make("p", { textContent: text })] : [];
  const title = make("h2", {
    textContent: ngettext("{count} submission not yet sent", "{count} submissions not yet sent", own.length),
  });
  return [title, ...note, make("ul", {}, ...own.map(listItem))];
}

/** @param {number} count */
function othersNote(count) {
  const text = gettext(
    "Only the account that wrote it can see and send it, after signing in on this device.",
  );
  const note = make("p", { textContent: `${text} ` });
  const isSignedIn = Boolean(outbox.account());
  if (!isSignedIn) note.append(signInLink());
  return [make("h2", { textContent: isSignedIn ? ofAnother(count) : ofItsWriter(count) }), note];
}

/** @param {number} count */
const ofAnother = (count) =>
  ngettext(
    "{count} submission of another account is waiting",
    "{count} submissions of other accounts are waiting",
    count,
  );

/** @param {number} count */
const ofItsWriter = (count) =>
  ngettext(
    "{count} submission waits for the account that wrote it",
    "{count} submissions wait for the accounts that wrote them",
    count,
  );

function signInLink() {
  const page = window.location.pathname;
  const href = page === "/luring" ? "/masuk" : `/masuk?ke=${encodeURIComponent(page)}`;
  return make("a", { textContent: gettext("Sign in"), href });
}

/** @param {Item} item */
function stateText(item) {
  const submission = item.label;
  if (isOrphan(item))
    return gettext("{submission}: who wrote it is not recorded; open it and write it again", { submission });
  return item.state === "refused"
    ? gettext("{submission}: not accepted; open and correct it", { submission })
    : gettext("{submission}: waiting for the network", { submission });
}

/** @param {Item} item */
function listItem(item) {
  const row = make("li", { textContent: `${stateText(item)} ` });
  if (item.html && !isWaiting(item)) row.append(make("q", { textContent: messagesOf(parse(item.html))[0] }));
  if (isWaiting(item)) return row;
  const removeButton = make("button", { textContent: gettext("Discard"), type: "button" });
  removeButton.addEventListener("click", () => items.remove(item.id).then(showList));
  const href = isOrphan(item) ? item.page : `${item.page}${REOPEN}${item.id}`;
  row.append(make("a", { textContent: gettext("Open"), href }), removeButton);
  return row;
}
