/* The review: numbers open their reports without moving the page, fields for moments, and the time machine. */
window.dash_clientside = window.dash_clientside || {};
(function () {
  "use strict";
  const DETAIL = ["rinci", "hal"];
  const state = { from: null, key: null };

  /* Dash's own address follows. A link of dcc would scroll the page to its top. */
  function go(address) {
    window.history.pushState({}, "", address);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  function withoutDetail(search) {
    const asked = new URLSearchParams(search || "");
    DETAIL.forEach((name) => asked.delete(name));
    const left = asked.toString();
    return left ? "?" + left : "";
  }

  window.dash_clientside.review = {
    /* The part of the address that decides the figures; a number asked for on top of it changes none of them. */
    part: function (search, held, shown) {
      const wanted = withoutDetail(search);
      const same = wanted === held || (shown && wanted === withoutDetail(shown.query));
      return same ? window.dash_clientside.no_update : wanted;
    },
    /* An address that named no period names it once it is shown, so that it can be sent. */
    name: function (shown) {
      if (shown && !withoutDetail(window.location.search)) {
        const detail = window.location.search.replace(/^\?/, "&");
        window.history.replaceState({}, "", "?" + shown.query + (detail === "&" ? "" : detail));
      }
      return window.dash_clientside.no_update;
    },
    body: function (text) {
      const holder = document.getElementById("review-body");
      window.pantau.markup(holder, text);
      return window.dash_clientside.no_update;
    },
    /* Into the list when it opens, back to the number when it closes. */
    panel: function (text) {
      const panel = document.getElementById("review-panel"), open = Boolean(text);
      window.pantau.markup(panel, text);
      panel.classList.toggle("open", open);
      panel.classList.toggle("closed", !open);
      if (open) {
        panel.scrollTop = 0;
        (document.getElementById("rincian-judul") || panel).focus();
      } else if (state.key) {
        const back = state.from && document.contains(state.from) ? state.from : document.querySelector('[data-cell="' + CSS.escape(state.key) + '"]');
        if (back) back.focus();
        state.from = state.key = null;
      }
      return window.dash_clientside.no_update;
    },
  };

  const onPage = () => document.querySelector(".office.review");

  document.addEventListener("click", (event) => {
    const jump = event.target.closest && event.target.closest(".office.review .jump a");
    if (jump) {
      event.preventDefault();
      const part = document.querySelector(jump.getAttribute("href"));
      if (part) part.scrollIntoView({ block: "start" });
      return;
    }
    const link = event.target.closest && event.target.closest(".office.review a.figure");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (link.dataset.cell) {
      state.from = link;
      state.key = link.dataset.cell;
    }
    go(link.getAttribute("href"));
    if (link.classList.contains("preset") || link.getAttribute("href").startsWith("?paket")) window.scrollTo(0, 0);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && onPage() && document.querySelector(".panel.open")) go(withoutDetail(window.location.search) || window.location.pathname);
  });

  /* Fields for two moments, for the period and for the time machine; Dash has no such field. */
  function field(label, value) {
    const input = Object.assign(document.createElement("input"), { type: "datetime-local", value: value });
    const holder = document.createElement("label");
    holder.append(label, input);
    return { holder, input };
  }

  function fill(holder) {
    const since = field("Dari", holder.dataset.since), until = field("Sampai", holder.dataset.until);
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Tampilkan" });
    holder.append(since.holder, until.holder, button);
    const replay = holder.closest(".replay");
    const show = () => {
      if (replay) window.pantau.replay.load(replay, since.input.value, until.input.value);
      else go("?dari=" + since.input.value + "&sampai=" + until.input.value);
    };
    button.addEventListener("click", show);
    if (replay) show();
  }

  new MutationObserver(() => {
    document.querySelectorAll(".office.review .moments").forEach((holder) => holder.childElementCount || fill(holder));
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
