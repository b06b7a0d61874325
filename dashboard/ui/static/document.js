/* Plain pages: password fields get a button to show them. All pages: an ended session leads to the sign-in. */
import { make } from "./dom.js";
import { gettext } from "./messages.js";

const EMPTY_FIELDS = ".plain .message.wrong ~ form input:not([type=hidden]):not([hidden])";

/** @param {HTMLInputElement} input */
function addShowButton(input) {
  const label = input.dataset.show || "";
  const button = make("button", { type: "button", className: "show", textContent: label });
  button.setAttribute("aria-controls", input.id);
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const visible = input.type === "text";
    input.type = visible ? "password" : "text";
    button.textContent = visible ? label : gettext("Hide");
    button.setAttribute("aria-pressed", String(!visible));
  });
  input.parentElement?.classList.add("has-show");
  input.after(button);
}

/** @param {string} selector */
const inputs = (selector) => [
  .../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(selector)),
];

/* After an error message the first empty field gets the focus. */
function start() {
  inputs("input[data-show]").forEach(addShowButton);
  const next = inputs(EMPTY_FIELDS).find((field) => !field.value);
  if (next) next.focus();
}

function redirectToSignIn() {
  const current = window.location.pathname + window.location.search;
  window.location.assign("/masuk?ke=" + encodeURIComponent(current));
}

/** @param {string} text */
function showDenied(text) {
  let alert = document.querySelector(".not-allowed");
  if (!alert) {
    alert = make("p", { className: "not-allowed" });
    alert.setAttribute("role", "alert");
    document.body.append(alert);
  }
  alert.textContent = text;
}

const originalFetch = window.fetch;
window.fetch = async (resource, options) => {
  const response = await originalFetch.call(window, resource, options);
  const url = resource instanceof Request ? resource.url : resource;
  if (!String(url).includes("/_dash-update-component")) return response;
  if (response.status === 401) redirectToSignIn();
  if (response.status === 403)
    response
      .clone()
      .json()
      .then(
        (body) => showDenied(body.detail),
        () => {},
      );
  return response;
};

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
