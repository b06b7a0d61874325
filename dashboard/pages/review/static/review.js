/* The review: a number opens its drilldown without moving the page; fields for moments; the timeline. */
window.dash_clientside = window.dash_clientside || {};
(function () {
  "use strict";
  const DETAIL = ["rinci", "hal"];
  const state = { opener: null, key: null };

  /* Goes to an address so that Dash notices it; a link of dcc would scroll the page to its top. */
  function navigate(address) {
    window.history.pushState({}, "", address);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  function withoutDetail(search) {
    const params = new URLSearchParams(search || "");
    DETAIL.forEach((name) => params.delete(name));
    const query = params.toString();
    return query ? "?" + query : "";
  }

  window.dash_clientside.review = {
    /* The part of the address that the figures depend on: all but the drilldown. */
    figuresQuery: function (search, current, loaded) {
      const query = withoutDetail(search);
      const same = query === current || (loaded && query === withoutDetail(loaded.query));
      return same ? window.dash_clientside.no_update : query;
    },
    /* An address without a period gets the loaded one, so that it can be shared. */
    completeAddress: function (loaded) {
      if (loaded && !withoutDetail(window.location.search)) {
        const detail = window.location.search.replace(/^\?/, "&");
        window.history.replaceState({}, "", "?" + loaded.query + (detail === "&" ? "" : detail));
      }
      return window.dash_clientside.no_update;
    },
    insertBody: function (html) {
      window.pantau.insertHtml(document.getElementById("review-body"), html);
      return window.dash_clientside.no_update;
    },
    /* The focus goes into the drilldown when it opens, and back to the number when it closes. */
    insertPanel: function (html) {
      const panel = document.getElementById("review-panel"), open = Boolean(html);
      window.pantau.insertHtml(panel, html);
      panel.classList.toggle("open", open);
      panel.classList.toggle("closed", !open);
      if (open) {
        panel.scrollTop = 0;
        (document.getElementById("rincian-judul") || panel).focus();
      } else if (state.key) {
        const opener = state.opener && document.contains(state.opener) ? state.opener : document.querySelector('[data-cell="' + CSS.escape(state.key) + '"]');
        if (opener) opener.focus();
        state.opener = state.key = null;
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
      state.opener = link;
      state.key = link.dataset.cell;
    }
    navigate(link.getAttribute("href"));
    if (link.classList.contains("preset") || link.getAttribute("href").startsWith("?paket")) window.scrollTo(0, 0);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && onPage() && document.querySelector(".panel.open")) navigate(withoutDetail(window.location.search) || window.location.pathname);
  });

  /* Fields for two moments, for the period and for the timeline; Dash has no such field. */
  function momentField(label, value) {
    const input = Object.assign(document.createElement("input"), { type: "datetime-local", value: value });
    const element = document.createElement("label");
    element.append(label, input);
    return { element, input };
  }

  function addFields(container) {
    const since = momentField("Dari", container.dataset.since), until = momentField("Sampai", container.dataset.until);
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Tampilkan" });
    container.append(since.element, until.element, button);
    const replay = container.closest(".replay");
    const show = () => {
      if (replay) window.pantau.replay.load(replay, since.input.value, until.input.value);
      else navigate("?dari=" + since.input.value + "&sampai=" + until.input.value);
    };
    button.addEventListener("click", show);
    if (replay) show();
  }

  new MutationObserver(() => {
    document.querySelectorAll(".office.review .moments").forEach((container) => container.childElementCount || addFields(container));
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
