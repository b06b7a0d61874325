/* The choice of the theme without a new page: what somebody has typed stays. Without this script the form itself is sent. */
import { all, part } from "./dom.js";

/**
 * Show a chosen theme, and its button as the pressed one.
 * @param {HTMLDetailsElement} menu
 * @param {HTMLButtonElement} button
 */
function showTheme(menu, button) {
  document.documentElement.dataset.theme = button.value;
  for (const other of all(menu, "form button")) other.setAttribute("aria-pressed", String(other === button));
  part(menu, "summary .icon").replaceWith(part(button, ".icon").cloneNode(true));
  menu.open = false;
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button
 */
function send(form, button) {
  const body = new FormData(form);
  body.append(button.name, button.value);
  const fields = new URLSearchParams([...body].map(([name, value]) => [name, String(value)]));
  fetch(form.action, { method: "POST", body: fields, redirect: "manual" }).catch(() => {});
}

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const menu = /** @type {HTMLDetailsElement | null} */ (form.closest(".bar-theme"));
  if (!menu || !(event.submitter instanceof HTMLButtonElement)) return;
  event.preventDefault();
  showTheme(menu, event.submitter);
  send(form, event.submitter);
});

const openMenus = () => [
  .../** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll(".navbar details[open]")),
];

/* A menu of the bar closes by a click elsewhere, and by Escape, which returns the focus to it. */
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    part(menu, "summary").focus();
  }
});
