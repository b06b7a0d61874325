/* Passwords can be shown; and a page whose session is over leads to the sign-in instead of standing still. */
(function () {
  "use strict";
  const HIDE = "Sembunyikan";

  function offerToShow(input) {
    const words = input.dataset.show, button = document.createElement("button");
    button.type = "button";
    button.className = "show";
    button.textContent = words;
    button.setAttribute("aria-controls", input.id);
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const shown = input.type === "text";
      input.type = shown ? "password" : "text";
      button.textContent = shown ? words : HIDE;
      button.setAttribute("aria-pressed", String(!shown));
    });
    input.parentElement.classList.add("has-show");
    input.after(button);
  }

  /* A field that the server found at fault is where one goes on. */
  function start() {
    document.querySelectorAll("input[data-show]").forEach(offerToShow);
    const fields = [...document.querySelectorAll(".gatehouse .said.wrong ~ form input:not([type=hidden]):not([hidden])")];
    const next = fields.find((field) => !field.value);
    if (next) next.focus();
  }

  function signInAgain() {
    const here = window.location.pathname + window.location.search;
    window.location.assign("/masuk?ke=" + encodeURIComponent(here));
  }

  function say(words) {
    let note = document.querySelector(".not-allowed");
    if (!note) {
      note = document.createElement("p");
      note.className = "not-allowed";
      note.setAttribute("role", "alert");
      document.body.append(note);
    }
    note.textContent = words;
  }

  const plainFetch = window.fetch;
  window.fetch = async function (address, options) {
    const answer = await plainFetch.call(window, address, options);
    const asked = typeof address === "string" ? address : address && address.url;
    if (!String(asked).includes("/_dash-update-component")) return answer;
    if (answer.status === 401) signInAgain();
    if (answer.status === 403) answer.clone().json().then((told) => say(told.detail), () => {});
    return answer;
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
