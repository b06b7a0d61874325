/* The timeline: one response holds every step; the slider shows them on a map that is drawn once. */
window.pantau = window.pantau || {};
window.pantau.replay = (function () {
  "use strict";
  const STEP_MS = 700, SVG = "http://www.w3.org/2000/svg";
  const whole = new Intl.NumberFormat("id-ID");

  function shape(name, attributes) {
    const element = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    return element;
  }

  async function fetchJson(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error((await response.json().catch(() => ({}))).detail || "status " + response.status);
    return response.json();
  }

  const rings = (geometry) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates).flat();

  /* Equirectangular projection: degrees east are shorter than degrees north by the cosine of the latitude. */
  function projection(features) {
    const points = features.flatMap((feature) => rings(feature.geometry).flat());
    const [west, east] = [Math.min(...points.map((p) => p[0])), Math.max(...points.map((p) => p[0]))];
    const [south, north] = [Math.min(...points.map((p) => p[1])), Math.max(...points.map((p) => p[1]))];
    const aspect = Math.cos(((south + north) / 2) * Math.PI / 180), scale = 1000 / ((east - west) * aspect);
    const at = ([x, y]) => ((x - west) * aspect * scale).toFixed(1) + "," + ((north - y) * scale).toFixed(1);
    return { path: (geometry) => rings(geometry).map((ring) => "M" + ring.map(at).join("L") + "Z").join(""), height: (north - south) * scale };
  }

  async function buildMap(part, className) {
    const features = (await fetchJson("/geo/" + part + "/areas.json")).features;
    const projected = projection(features);
    const svg = shape("svg", { viewBox: "-4 -4 1008 " + (projected.height + 8).toFixed(0), class: className, role: "img", "aria-label": "Peta laporan belum selesai" });
    svg.append(hatching(part));
    features.forEach((feature) => {
      const fill = shape("path", { d: projected.path(feature.geometry), class: "area" });
      const late = shape("path", { d: projected.path(feature.geometry), class: "hatch", fill: "url(#replay-hatch-" + part + ")" });
      [fill.dataset.code, late.dataset.code] = [feature.properties.code, feature.properties.code];
      late.append(shape("title", {}));
      late.dataset.name = feature.properties.name;
      svg.append(fill, late);
    });
    return svg;
  }

  function hatching(part) {
    const pattern = shape("pattern", { id: "replay-hatch-" + part, width: 14, height: 14, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    pattern.append(shape("rect", { width: 3, height: 14, fill: "#ff8573" }));
    const defs = shape("defs", {});
    defs.append(pattern);
    return defs;
  }

  function classOf(count, lows) {
    let colorClass = 0;
    lows.forEach((low, number) => { if (count >= low) colorClass = number; });
    return colorClass;
  }

  function momentText(at, zone) {
    return new Intl.DateTimeFormat("id-ID", { timeZone: zone, weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" }).format(new Date(at));
  }

  function showStep(root, run, number) {
    const step = run.steps[number];
    root.querySelector(".replay-at").textContent = momentText(step.at, root.dataset.zone);
    root.querySelectorAll("path.area").forEach((area) => area.style.fill = run.fills[classOf((step.areas[area.dataset.code] || [0])[0], run.lows)]);
    root.querySelectorAll("path.hatch").forEach((area) => {
      const [open, late] = step.areas[area.dataset.code] || [0, 0];
      area.style.display = late ? "" : "none";
      area.firstChild.textContent = area.dataset.name + ": " + open + " belum selesai, " + late + " terlambat";
    });
    showFigures(root, run, step, number);
  }

  function showFigures(root, run, step, number) {
    const lines = [["Belum selesai", step.open], ["Terlambat", step.overdue], ["Masuk sejak awal", step.new], ["Selesai sejak awal", step.closed]];
    const list = root.querySelector("dl.counts");
    list.replaceChildren(...lines.flatMap(([label, value]) => {
      const pair = document.createElement("div");
      pair.append(Object.assign(document.createElement("dt"), { textContent: label }), Object.assign(document.createElement("dd"), { textContent: whole.format(value) }));
      return [pair];
    }));
    root.querySelector("a.wall-then").href = "/layar?pada=" + encodeURIComponent(step.at);
    root.querySelectorAll(".curve circle").forEach((dot) => {
      const series = run.steps.map((other) => other[dot.dataset.series]);
      dot.setAttribute("cx", x(number, run));
      dot.setAttribute("cy", y(series[number], run));
    });
  }

  const x = (number, run) => 6 + (388 * number) / (run.steps.length - 1);
  const y = (value, run) => 94 - (86 * value) / Math.max(1, ...run.steps.map((step) => step.open));

  function curve(run) {
    const svg = shape("svg", { viewBox: "0 0 400 100", class: "curve", role: "img", "aria-label": "Belum selesai dan terlambat sepanjang rentang" });
    [["open", "line-open"], ["overdue", "line-late"]].forEach(([series, name]) => {
      svg.append(shape("polyline", { class: name, points: run.steps.map((step, number) => x(number, run) + "," + y(step[series], run)).join(" ") }));
      const dot = shape("circle", { r: 5, class: name });
      dot.dataset.series = series;
      svg.append(dot);
    });
    return svg;
  }

  function legend(run) {
    const box = Object.assign(document.createElement("div"), { className: "replay-legend" });
    run.labels.forEach((label, number) => {
      const item = document.createElement("span"), swatch = document.createElement("i");
      swatch.style.background = run.fills[number];
      item.append(swatch, label);
      box.append(item);
    });
    const late = document.createElement("span");
    late.append(Object.assign(document.createElement("i"), { className: "hatched" }), "ada yang terlambat");
    box.append(late);
    return box;
  }

  function buildSidePanel(root, run) {
    const list = Object.assign(document.createElement("dl"), { className: "counts" });
    const wall = Object.assign(document.createElement("a"), { className: "wall-then how", textContent: "Buka layar pada saat ini" });
    root.querySelector(".replay-side").replaceChildren(list, curve(run), legend(run), wall);
  }

  function slider(root, run) {
    const container = root.querySelector(".replay-slide");
    const input = Object.assign(document.createElement("input"), { type: "range", min: 0, max: run.steps.length - 1, value: 0, step: 1 });
    input.setAttribute("aria-label", "Saat yang ditampilkan");
    input.addEventListener("input", () => {
      input.setAttribute("aria-valuetext", momentText(run.steps[Number(input.value)].at, root.dataset.zone));
      showStep(root, run, Number(input.value));
    });
    input.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      root.querySelector(".replay-play").click();
    });
    container.replaceChildren(input);
    return input;
  }

  function player(root, input) {
    const old = root.querySelector(".replay-play"), button = old.cloneNode(true);
    old.replaceWith(button);
    let timer = null;
    const stop = () => { clearInterval(timer); timer = null; button.textContent = "Putar"; };
    const advance = () => {
      if (!document.contains(input)) return stop();
      if (Number(input.value) >= Number(input.max)) return stop();
      input.value = Number(input.value) + 1;
      input.dispatchEvent(new Event("input"));
    };
    button.addEventListener("click", () => {
      if (timer) return stop();
      if (Number(input.value) >= Number(input.max)) input.value = -1;
      button.textContent = "Jeda";
      advance();
      timer = setInterval(advance, STEP_MS);
    });
  }

  async function load(root, since, until) {
    const status = root.querySelector(".replay-at");
    status.textContent = "Sedang dihitung …";
    root.dataset.ready = "";
    try {
      const query = "since=" + encodeURIComponent(since) + "&until=" + encodeURIComponent(until) + "&steps=" + root.dataset.steps;
      const run = await fetchJson("/api/v1/replay?" + query);
      const maps = root.querySelector(".replay-map");
      if (!maps.childElementCount) {
        maps.append(await buildMap("main", "map-main"));
        if (root.dataset.inset === "yes") maps.append(await buildMap("inset", "map-inset"));
      }
      buildSidePanel(root, run);
      const input = slider(root, run);
      player(root, input);
      showStep(root, run, 0);
      root.dataset.ready = "yes";
    } catch (error) {
      status.textContent = "Gagal: " + error.message;
    }
  }

  return { load };
})();
