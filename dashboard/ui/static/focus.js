/* Sections are replaced while somebody navigates by keyboard: the focus moves to the same element in the new section. */
(function () {
  "use strict";
  let last = null;

  const selectors = (element) => ["id", "name", "href", "data-set", "data-pick", "data-choice"].flatMap((name) => {
    const value = element.getAttribute(name);
    return value === null ? [] : [`[${name}="${CSS.escape(value)}"]`];
  });

  document.addEventListener("focusin", (event) => {
    const element = event.target, own = selectors(element), section = element.parentElement && element.parentElement.closest("[id]");
    last = own.length && section ? { element: element, selector: element.localName + own.join(""), section: section.id } : null;
  });

  /* The event comes both when a user leaves an element and when it is removed; only in the second case the focus returns. */
  document.addEventListener("focusout", () => {
    const previous = last;
    setTimeout(() => { if (previous && last === previous && previous.element.isConnected) last = null; });
  });

  function restore() {
    if (!last || last.element.isConnected || document.activeElement !== document.body) return;
    const section = document.getElementById(last.section), replacement = section && section.querySelector(last.selector);
    if (replacement) replacement.focus({ preventScroll: true });
  }

  new MutationObserver(restore).observe(document.documentElement, { subtree: true, childList: true });
})();
