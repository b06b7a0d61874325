/* What a screen is made of, said in its address: ?panel=7x3&bezel=24&tepi=1&zoom=1.1&malam=21-5&tinggi=1.4&jarak=8
   panel: monitors across and down; bezel: pixels that lie between two of them; tepi: per cent kept free at the edges;
   zoom: type against what fits by itself; malam: hours of the city's night, in which the screen is dimmed;
   tinggi, jarak: metres that the screen is high, and from which it is read: too far for all of it, it shows less, larger. */
window.pantau = window.pantau || {};

window.pantau.screen = (function () {
  "use strict";
  const SHIFT_EVERY_MS = 60000, SHIFT = [[0, 0], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]];
  const asked = new URLSearchParams(window.location.search);
  const number = (name, least, most, usual) => {
    const given = parseFloat(asked.get(name));
    return Number.isFinite(given) ? Math.min(most, Math.max(least, given)) : usual;
  };
  const [across, down] = ((/^(\d{1,2})x(\d{1,2})$/.exec(asked.get("panel") || "") || [0, 1, 1]).slice(1)).map(Number).map((n) => Math.min(12, Math.max(1, n)));
  const bezel = number("bezel", 0, 200, 0), edge = number("tepi", 0, 5, 0), zoom = number("zoom", 0.8, 1.25, 1);
  const night = (/^(\d{1,2})-(\d{1,2})$/.exec(asked.get("malam") || "") || []).slice(1).map(Number);

  const high = number("tinggi", 0.2, 20, 0), away = number("jarak", 1, 50, 8);
  // Capitals of Roboto are 0.711 of the type's size. 5' is what normal sight just tells apart (20/20); twice that is read.
  const CAPITALS = 0.711, SMALLEST_REM = 1.8, READ_MINUTES = 10, LARGEST = 2;

  /* How large capitals of a size in pixels look from where they are read, in minutes of arc. */
  function minutes(pixels) {
    const metres = (pixels * CAPITALS * high) / window.innerHeight;
    return (2 * Math.atan(metres / 2 / away) * 180 * 60) / Math.PI;
  }

  /* Too far away for the whole wall: type grows by so much, and what is least looked at goes. */
  function farther() {
    if (!high) return 1;
    const unit = Math.min(window.innerWidth / 192, window.innerHeight / 108) * zoom;
    const wanted = READ_MINUTES / minutes(SMALLEST_REM * unit);
    return wanted > 1.02 ? Math.min(LARGEST, Math.max(1.5, wanted)) : 1;
  }

  const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

  /* Where monitors meet, as stripes that no text may touch: half a letter to each side of the bezel, and `more` rem. */
  function seams(more = 0) {
    if (across * down === 1) return { x: [], y: [] };
    const half = bezel / 2 + rem() * (0.6 + more), wide = window.innerWidth, high = window.innerHeight;
    const lines = (n, length) => Array.from({ length: n - 1 }, (_, i) => ((i + 1) * length) / n);
    return {
      x: lines(across, wide).map((at) => ({ left: at - half, right: at + half, top: 0, bottom: high })),
      y: lines(down, high).map((at) => ({ left: 0, right: wide, top: at - half, bottom: at + half })),
    };
  }

  function prepare(root) {
    const style = document.documentElement.style;
    style.setProperty("--across", across);
    style.setProperty("--bezel", bezel + "px");
    style.setProperty("--edge", edge);
    style.setProperty("--zoom", zoom * farther());
    root.classList.toggle("far", farther() > 1);
    if (across > 1) root.classList.add("seamed", "across-" + Math.min(across, 6));
    if (down > 1) root.classList.add("stacked");
    setInterval(() => shift(root), SHIFT_EVERY_MS);
  }

  /* All letters go round by some pixels, so that none burns in. */
  function shift(root) {
    const [right, below] = SHIFT[Math.floor(Date.now() / SHIFT_EVERY_MS) % SHIFT.length];
    const by = across * down > 1 ? 0.1 : 0.3;
    root.style.setProperty("--shift-right", right * by + "rem");
    root.style.setProperty("--shift-down", below * by + "rem");
  }

  function dim(root, hour) {
    const [from, until] = night;
    const dark = night.length === 2 && (from < until ? hour >= from && hour < until : hour >= from || hour < until);
    root.classList.toggle("night", dark);
  }

  /* The pieces of a stretch between the stripes. */
  function pieces(top, bottom, stripes) {
    const found = [];
    for (const stripe of stripes.filter((one) => one.bottom > top && one.top < bottom)) {
      if (stripe.top > top) found.push([top, stripe.top]);
      top = stripe.bottom;
    }
    if (bottom > top) found.push([top, bottom]);
    return found;
  }

  /* The tallest row of which `rows` fit into the pieces, each whole in one of them. */
  function rowHeight(lengths, rows) {
    let low = 0, high = Math.max(...lengths);
    for (let i = 0; i < 30; i++) {
      const half = (low + high) / 2;
      if (lengths.reduce((sum, length) => sum + Math.floor(length / half + 1e-6), 0) >= rows) low = half;
      else high = half;
    }
    return low;
  }

  /* Rows of a list go into the pieces between horizontal seams; each piece's rows share its height. */
  function layRows(list, stripes) {
    const rows = [...list.children].filter((row) => !row.classList.contains("hidden"));
    const box = list.getBoundingClientRect(), found = pieces(box.top, box.bottom, stripes);
    if (!rows.length || found.length < 2) return unset(list);
    const lengths = found.map(([top, bottom]) => bottom - top), height = rowHeight(lengths, rows.length);
    const tracks = [];
    let at = box.top, next = 0;
    found.forEach(([top, bottom], i) => {
      if (top > at) tracks.push(top - at);
      const room = Math.floor(lengths[i] / height + 1e-6), last = i === found.length - 1;
      const many = Math.min(room, rows.length - next);
      for (let k = 0; k < many; k++) {
        tracks.push((last ? Math.min(height * 1.4, lengths[i] / many) : lengths[i] / many));
        rows[next++].style.gridRow = String(tracks.length);
      }
      if (!many) tracks.push(lengths[i]);
      at = bottom;
    });
    list.style.gridTemplateRows = tracks.map((track) => track.toFixed(1) + "px").join(" ");
    list.dataset.laid = "1";
  }

  function unset(list) {
    if (!list.dataset.laid) return;
    delete list.dataset.laid;
    list.style.gridTemplateRows = "";
    [...list.children].forEach((row) => { row.style.gridRow = ""; });
  }

  /* A heading or a note that lies on a horizontal seam goes below it. */
  function push(block, stripes) {
    const pushed = parseFloat(block.style.marginTop) || 0, box = block.getBoundingClientRect();
    const top = box.top - pushed, on = stripes.find((one) => one.bottom > top && one.top < top + box.height);
    const wanted = on ? on.bottom - top : 0;
    if (Math.abs(wanted - pushed) > 0.5) block.style.marginTop = wanted ? wanted.toFixed(1) + "px" : "";
  }

  function settle(root) {
    const stripes = seams().y;
    if (!stripes.length) return;
    root.querySelectorAll(".timers-panel, .ranking-panel").forEach((panel) => {
      for (const block of panel.children) {
        if (block.matches(".timers, .ranking")) layRows(block, stripes);
        else push(block, stripes);
      }
    });
  }

  return { prepare, settle, dim, seams, minutes, rowHeight, pieces };
})();
