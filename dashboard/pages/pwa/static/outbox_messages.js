/* Messages above a form: why the server refused it, or what became of it. */
import { make } from "../../../ui/static/dom.js";
import { gettext } from "../../../ui/static/messages.js";

/** @param {string} html */
export const parse = (html) => new DOMParser().parseFromString(html, "text/html");

/**
 * Return the messages of a page by which the server refused a form; never none.
 * @param {Document} page
 * @returns {string[]}
 */
export function messagesOf(page) {
  const elements = page.querySelectorAll(".message.wrong, .wrong[role=alert]");
  const messages = [...elements].map((element) => element.textContent || "");
  return messages.length ? messages : [gettext("It was not accepted. Try again.")];
}

/**
 * Show a message in place of an earlier one.
 * @param {HTMLFormElement} form
 * @param {(Node | string)[]} content
 * @param {string} kind
 */
export function showMessage(form, content, kind) {
  for (const element of form.querySelectorAll(".message.from-server")) element.remove();
  const message = make("div", { className: `message ${kind} from-server` }, ...content);
  form.prepend(message);
  return message;
}

/**
 * @param {HTMLFormElement} form
 * @param {string[]} messages
 */
export function showAlert(form, messages) {
  const alert = showMessage(
    form,
    messages.map((message) => make("p", { textContent: message })),
    "wrong",
  );
  alert.setAttribute("role", "alert");
  alert.scrollIntoView({ block: "center" });
  return alert;
}

/**
 * Show the messages of a page by which the server refused a form, and what changed meanwhile.
 * @param {HTMLFormElement} form
 * @param {string} html
 */
export function showErrors(form, html) {
  const page = parse(html);
  const changes = page.querySelector(".changes");
  const alert = showAlert(form, messagesOf(page));
  if (changes) alert.append(document.importNode(changes, true));
}

/**
 * A form that was refused because of news says with the next sending that the news was seen.
 * @param {HTMLFormElement} form
 * @param {string} html
 */
export function takeSeen(form, html) {
  /** @type {HTMLInputElement | null} */
  const seen = parse(html).querySelector("input[name=seen]");
  /** @type {HTMLInputElement | null} */
  const field = form.querySelector("input[name=seen]");
  if (seen && field) field.value = seen.value;
}
