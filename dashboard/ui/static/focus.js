/* Parts are drawn anew while somebody goes through them by keys: the focus goes to the same link in the new part. */
(function () {
  "use strict";
  let last = null;

  const names = (element) => ["id", "name", "href", "data-set", "data-pick", "data-choice"].flatMap((name) => {
    const value = element.getAttribute(name);
    return value === null ? [] : [`[${name}="${CSS.escape(value)}"]`];
  });

  document.addEventListener("focusin", (event) => {
    const element = event.target, own = names(element), part = element.parentElement && element.parentElement.closest("[id]");
    last = own.length && part ? { element: element, selector: element.localName + own.join(""), part: part.id } : null;
  });

  /* Somebody who leaves a part by himself is not called back; a browser says the same of a part that is taken away. */
  document.addEventListener("focusout", () => {
    const left = last;
    setTimeout(() => { if (left && last === left && left.element.isConnected) last = null; });
  });

  function restore() {
    if (!last || last.element.isConnected || document.activeElement !== document.body) return;
    const part = document.getElementById(last.part), twin = part && part.querySelector(last.selector);
    if (twin) twin.focus({ preventScroll: true });
  }

  new MutationObserver(restore).observe(document.documentElement, { subtree: true, childList: true });
})();
