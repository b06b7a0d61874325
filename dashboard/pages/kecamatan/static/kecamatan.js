/* The camat's page and a report's page: time that ticks, choices that are kept, photos that come when seen, text that is copied. */
(function () {
  "use strict";
  const time = window.pantau.time;
  const PICKING = "camat-picking", PICKED = "camat-picked", UNHEARD_MS = 40000;
  const state = { clock: null, heardAt: 0, picking: null, code: null };

  const root = () => document.querySelector(".camat, .casefile");
  const codeOf = (path) => (/^\/kecamatan\/([^/]+)/.exec(path || "") || [])[1] || "";
  const wide = () => window.matchMedia("(min-width: 60rem)").matches;

  /* Timers run only while the data is good enough to run on. */
  function judgedAt(now) {
    const limit = state.clock && state.clock.stale_at;
    return limit !== null && limit !== undefined && now > limit ? limit : now;
  }

  function words(element, judged) {
    const due = Number(element.dataset.due), stopped = Number(element.dataset.stopped);
    const at = stopped ? Math.min(judged, stopped) : judged;
    const left = due - at, span = time.span(left);
    const said = left < 0 ? "terlambat " + span : "sisa " + span;
    return stopped ? "berhenti, " + said : said;
  }

  function tick() {
    const page = root();
    if (!page || !state.clock) return;
    const now = time.now(), judged = judgedAt(now);
    page.classList.toggle("stale", judged !== now);
    page.classList.toggle("unheard", performance.now() - state.heardAt > UNHEARD_MS);
    page.querySelectorAll("[data-due]").forEach((element) => {
      const said = words(element, judged);
      if (element.textContent !== said) element.textContent = said;
      element.classList.toggle("over", said.includes("terlambat"));
    });
  }

  function choose(change) {
    if (change.clear) change = { area: "", category: "", state: "", holder: "", age: "", clear: undefined };
    const base = change.limit || change.view ? state.picking : Object.assign({}, state.picking, { limit: undefined });
    state.picking = Object.assign({}, base, change);
    window.dash_clientside.set_props(PICKING, { data: state.picking });
    sessionStorage.setItem(PICKING, JSON.stringify(state.picking));
    follow();
  }

  function remembered() {
    try {
      return JSON.parse(sessionStorage.getItem(PICKING));
    } catch (unreadable) {
      return null;
    }
  }

  /* The controls say what is chosen, also after the page was left and opened again. */
  function follow() {
    if (!state.picking) return;
    document.querySelectorAll(".camat select[data-choice]").forEach((select) => {
      const name = select.dataset.choice, kept = state.picking;
      const value = name === "order" ? (kept.sort || "") + (kept.falling ? "-" : "") : kept[name] || "";
      if (select.value !== value) select.value = value;
      if (select.value !== value) select.value = "";
    });
    document.querySelectorAll(".camat .views [data-set]").forEach((button) => {
      const mine = JSON.parse(button.dataset.set).view === state.picking.view;
      button.setAttribute("aria-pressed", String(mine));
    });
  }

  document.addEventListener("change", (event) => {
    const select = event.target.closest && event.target.closest(".camat select[data-choice]");
    if (!select) return;
    if (select.dataset.choice !== "order") return choose({ [select.dataset.choice]: select.value });
    const falling = select.value.endsWith("-");
    choose({ sort: falling ? select.value.slice(0, -1) : select.value, falling: falling });
  });

  document.addEventListener("click", (event) => {
    const found = event.target.closest && event.target.closest("[data-set], [data-state], [data-pick], [data-copy='']");
    if (!found || !root()) return;
    if (found.dataset.set) choose(JSON.parse(found.dataset.set));
    else if (found.dataset.state !== undefined) choose({ area: "", category: "", holder: "", age: "", state: found.dataset.state });
    else if (found.dataset.pick) pick(found);
    else copy(found);
  });

  /* Which reports are taken for finished. */
  function pick(button) {
    button.setAttribute("aria-checked", String(button.getAttribute("aria-checked") !== "true"));
    const chosen = [...document.querySelectorAll(".camat [data-pick][aria-checked=true]")];
    window.dash_clientside.set_props(PICKED, { data: chosen.map((each) => each.dataset.pick) });
  }

  /* A cell of the grid has the focus, not the link in it. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.classList || !event.target.classList.contains("ag-cell")) return;
    const row = event.target.closest(".ag-row");
    const link = row && row.querySelector("a[href]");
    if (link) link.click();
  });

  async function copy(button) {
    const said = button.closest(".recap").querySelector(".recap-text").textContent;
    const done = await written(said);
    button.textContent = done ? "Tersalin" : "Tidak dapat disalin";
    setTimeout(() => { button.textContent = "Salin teks"; }, 2500);
  }

  async function written(said) {
    try {
      await navigator.clipboard.writeText(said);
      return true;
    } catch (refused) {
      return writtenByHand(said);
    }
  }

  /* Browsers give no clipboard to pages without TLS, as on an office network. */
  function writtenByHand(said) {
    const box = document.createElement("textarea");
    box.value = said;
    box.className = "copy-box";
    document.body.appendChild(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }

  /* A photo may be gone, or forbidden by the page's policy: the link stays. */
  function showPhoto(link) {
    const image = new Image();
    image.loading = "lazy";
    image.decoding = "async";
    image.referrerPolicy = "no-referrer";
    image.alt = "";
    image.addEventListener("error", () => image.remove());
    image.addEventListener("load", () => link.classList.add("seen"));
    link.appendChild(image);
    image.src = link.dataset.photo;
  }

  const arriving = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
    arriving.unobserve(entry.target);
    showPhoto(entry.target);
  }), { rootMargin: "200px" });

  function watchPhotos() {
    document.querySelectorAll("[data-photo]:not([data-watched])").forEach((link) => {
      link.dataset.watched = "1";
      arriving.observe(link);
    });
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.camat = {
    begin: function (path) {
      const code = codeOf(path), kept = remembered();
      state.picking = kept && kept.code === code ? kept : { code: code, view: "table" };
      if (!wide()) state.picking = Object.assign({}, state.picking, { view: "list" });
      return state.picking;
    },
    drawn: function (clock, listed, picking) {
      if (clock && clock !== state.clock) {
        const now = performance.now();
        time.hear(clock.now, now, now, clock.speed);
        state.clock = clock;
        state.heardAt = now;
      }
      if (listed && listed.digest !== state.listed) {
        state.listed = listed.digest;
        refreshGrid(picking && picking.code);
      }
      return window.dash_clientside.no_update;
    },
  };

  function refreshGrid(code) {
    const find = window.dash_ag_grid && window.dash_ag_grid.getApi;
    if (!find || !code || !document.querySelector(".camat .ag-root")) return;
    const grid = find({ part: "camat-grid", of: code });
    if (grid) grid.refreshInfiniteCache();
  }

  const make = (kind, properties, ...children) => window.React.createElement(kind, properties, ...children);
  window.dashAgGridComponentFunctions = Object.assign(window.dashAgGridComponentFunctions || {}, {
    PantauReport: (cell) => cell.data ? make("a", { href: cell.data.href, tabIndex: -1 }, cell.value) : null,
    PantauTime: (cell) => {
      if (!cell.data) return null;
      const sign = make("i", { className: "mark " + cell.data.mark, role: "img", "aria-label": cell.data.state, title: cell.data.state });
      if (cell.data.due === null) return make("span", { className: "state-cell" }, sign, "tanpa batas waktu");
      const moments = { className: "ticking", "data-due": cell.data.due };
      if (cell.data.stopped !== null) moments["data-stopped"] = cell.data.stopped;
      return make("span", { className: "state-cell" }, sign, make("span", moments));
    },
  });

  /* Parts drawn anew are filled at once, not a second later; text that we write ourselves does not call us again. */
  const drawnAnew = (record) => [...record.addedNodes].some((node) => node.nodeType === Node.ELEMENT_NODE && node.tagName !== "IMG");
  new MutationObserver((records) => {
    if (!root() || !records.some((record) => record.type === "attributes" || drawnAnew(record))) return;
    tick();
    follow();
    watchPhotos();
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-due", "data-stopped"] });
  setInterval(tick, 1000);
})();
