/* The choice of the theme without a new page: what somebody has typed stays. Without this script the form itself is sent. */
(function () {
  "use strict";
  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter, menu = form.closest(".bar-theme");
    if (!menu || !button) return;
    event.preventDefault();
    const icon = button.querySelector(".icon").cloneNode(true);
    document.documentElement.dataset.theme = button.value;
    form.querySelectorAll("button").forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
    menu.querySelector("summary .icon").replaceWith(icon);
    menu.open = false;
    const body = new URLSearchParams([...new FormData(form), [button.name, button.value]]);
    fetch(form.action, { method: "POST", body: body, redirect: "manual" }).catch(() => {});
  });

  /* A menu of the bar closes by a click elsewhere, and by Escape, which returns the focus to it. */
  const openMenus = () => document.querySelectorAll(".navbar details[open]");
  document.addEventListener("click", (event) => {
    openMenus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    openMenus().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
})();
