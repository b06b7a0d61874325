/* The kecamatan page and a report's page: countdowns, filters that are stored, photos loaded when in view, and copied text. */
(function () {
  "use strict";
  const time = window.pantau.time;
  const FILTER_STATE = "camat-picking", WHAT_IF_SELECTION = "camat-picked", UNHEARD_MS = 40000;
  const state = { clock: null, heardAt: 0, filters: null, listDigest: null };

  const root = () => document.querySelector(".kecamatan-page, .casefile");
  const codeOf = (path) => (/^\/kecamatan\/([^/]+)/.exec(path || "") || [])[1] || "";
  const isWide = () => window.matchMedia("(min-width: 60rem)").matches;

  /* Countdowns stop when the data is too old to judge by. */
  function judgedAt(now) {
    const limit = state.clock && state.clock.stale_at;
    return limit !== null && limit !== undefined && now > limit ? limit : now;
  }

  function countdownText(element, judged) {
    const due = Number(element.dataset.due), stopped = Number(element.dataset.stopped);
    const at = stopped ? Math.min(judged, stopped) : judged;
    const left = due - at, span = time.span(left);
    const text = left < 0 ? "terlambat " + span : "sisa " + span;
    return stopped ? "berhenti, " + text : text;
  }

  function tick() {
    const page = root();
    if (!page || !state.clock) return;
    const now = time.now(), judged = judgedAt(now);
    page.classList.toggle("stale", judged !== now);
    page.classList.toggle("unheard", performance.now() - state.heardAt > UNHEARD_MS);
    page.querySelectorAll("[data-due]").forEach((element) => {
      const text = countdownText(element, judged);
      if (element.textContent !== text) element.textContent = text;
      element.classList.toggle("over", text.includes("terlambat"));
    });
  }

  function setFilters(change) {
    if (change.clear) change = { area: "", category: "", state: "", holder: "", age: "", clear: undefined };
    const base = change.limit || change.view ? state.filters : Object.assign({}, state.filters, { limit: undefined });
    state.filters = Object.assign({}, base, change);
    window.dash_clientside.set_props(FILTER_STATE, { data: state.filters });
    sessionStorage.setItem(FILTER_STATE, JSON.stringify(state.filters));
    updateControls();
  }

  function storedFilters() {
    try {
      return JSON.parse(sessionStorage.getItem(FILTER_STATE));
    } catch (unreadable) {
      return null;
    }
  }

  /* The controls show the filters, also after the page was left and opened again. */
  function updateControls() {
    if (!state.filters) return;
    document.querySelectorAll(".kecamatan-page select[data-choice]").forEach((select) => {
      const name = select.dataset.choice, filters = state.filters;
      const value = name === "order" ? (filters.sort || "") + (filters.falling ? "-" : "") : filters[name] || "";
      if (select.value !== value) select.value = value;
      if (select.value !== value) select.value = "";
    });
    document.querySelectorAll(".kecamatan-page .views [data-set]").forEach((button) => {
      const pressed = JSON.parse(button.dataset.set).view === state.filters.view;
      button.setAttribute("aria-pressed", String(pressed));
    });
  }

  document.addEventListener("change", (event) => {
    const select = event.target.closest && event.target.closest(".kecamatan-page select[data-choice]");
    if (!select) return;
    if (select.dataset.choice !== "order") return setFilters({ [select.dataset.choice]: select.value });
    const falling = select.value.endsWith("-");
    setFilters({ sort: falling ? select.value.slice(0, -1) : select.value, falling: falling });
  });

  document.addEventListener("click", (event) => {
    const control = event.target.closest && event.target.closest("[data-set], [data-state], [data-pick], [data-copy='']");
    if (!control || !root()) return;
    if (control.dataset.set) setFilters(JSON.parse(control.dataset.set));
    else if (control.dataset.state !== undefined) setFilters({ area: "", category: "", holder: "", age: "", state: control.dataset.state });
    else if (control.dataset.pick) toggleWhatIf(control);
    else copy(control);
  });

  /* The reports that the what-if takes for closed. */
  function toggleWhatIf(button) {
    button.setAttribute("aria-checked", String(button.getAttribute("aria-checked") !== "true"));
    const selected = [...document.querySelectorAll(".kecamatan-page [data-pick][aria-checked=true]")];
    window.dash_clientside.set_props(WHAT_IF_SELECTION, { data: selected.map((element) => element.dataset.pick) });
  }

  /* A cell of the grid has the focus, not the link in it. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.classList || !event.target.classList.contains("ag-cell")) return;
    const row = event.target.closest(".ag-row");
    const link = row && row.querySelector("a[href]");
    if (link) link.click();
  });

  async function copy(button) {
    const text = button.closest(".recap").querySelector(".recap-text").textContent;
    const copied = await writeToClipboard(text);
    button.textContent = copied ? "Tersalin" : "Tidak dapat disalin";
    setTimeout(() => { button.textContent = "Salin teks"; }, 2500);
  }

  async function writeToClipboard(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (refused) {
      return copyBySelection(text);
    }
  }

  /* Browsers give no clipboard to pages without TLS, as on an office network. */
  function copyBySelection(text) {
    const box = document.createElement("textarea");
    box.value = text;
    box.className = "copy-box";
    document.body.appendChild(box);
    box.select();
    const copied = document.execCommand("copy");
    box.remove();
    return copied;
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

  const inViewObserver = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
    inViewObserver.unobserve(entry.target);
    showPhoto(entry.target);
  }), { rootMargin: "200px" });

  function watchPhotos() {
    document.querySelectorAll("[data-photo]:not([data-watched])").forEach((link) => {
      link.dataset.watched = "1";
      inViewObserver.observe(link);
    });
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.kecamatan = {
    restoreFilters: function (path) {
      const code = codeOf(path), stored = storedFilters();
      state.filters = stored && stored.code === code ? stored : { code: code, view: "table" };
      if (!isWide()) state.filters = Object.assign({}, state.filters, { view: "list" });
      return state.filters;
    },
    afterRender: function (clock, list, filters) {
      if (clock && clock !== state.clock) {
        const now = performance.now();
        time.synchronize(clock.now, now, now, clock.speed);
        state.clock = clock;
        state.heardAt = now;
      }
      if (list && list.digest !== state.listDigest) {
        state.listDigest = list.digest;
        refreshGrid(filters && filters.code);
      }
      return window.dash_clientside.no_update;
    },
  };

  function refreshGrid(code) {
    const getApi = window.dash_ag_grid && window.dash_ag_grid.getApi;
    if (!getApi || !code || !document.querySelector(".kecamatan-page .ag-root")) return;
    const grid = getApi({ part: "camat-grid", of: code });
    if (grid) grid.refreshInfiniteCache();
  }

  const make = (kind, properties, ...children) => window.React.createElement(kind, properties, ...children);
  window.dashAgGridComponentFunctions = Object.assign(window.dashAgGridComponentFunctions || {}, {
    PantauReport: (cell) => cell.data ? make("a", { href: cell.data.href, tabIndex: -1 }, cell.value) : null,
    PantauTime: (cell) => {
      if (!cell.data) return null;
      const icon = make("i", { className: "status-icon " + cell.data.mark, role: "img", "aria-label": cell.data.state, title: cell.data.state });
      if (cell.data.due === null) return make("span", { className: "state-cell" }, icon, "tanpa batas waktu");
      const moments = { className: "ticking", "data-due": cell.data.due };
      if (cell.data.stopped !== null) moments["data-stopped"] = cell.data.stopped;
      return make("span", { className: "state-cell" }, icon, make("span", moments));
    },
  });

  /* New elements are filled at once, not at the next tick; the text that this script writes adds no elements. */
  const addsElements = (record) => [...record.addedNodes].some((node) => node.nodeType === Node.ELEMENT_NODE && node.tagName !== "IMG");
  new MutationObserver((records) => {
    if (!root() || !records.some((record) => record.type === "attributes" || addsElements(record))) return;
    tick();
    updateControls();
    watchPhotos();
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-due", "data-stopped"] });
  setInterval(tick, 1000);
})();
