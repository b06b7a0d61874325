/* The report form: previews of photos, the location by GPS or map, and a choice of likely duplicates. */
(() => {
  "use strict";
  const form = document.querySelector("form.report");
  if (!form) return;
  const byId = (id) => document.getElementById(id);
  const MAX_PHOTOS = 3, TOO_MANY = "Paling banyak tiga foto.";
  document.body.classList.add("scripted");
  form.classList.add("has-script");

  /* Photos: those of several selections add up. */
  const input = byId("photo"), previews = byId("previews"), PHOTO_HINT = byId("photo-hint").textContent;
  let photos = [];
  function updatePhotos() {
    const transfer = new DataTransfer();
    photos.forEach((photo) => transfer.items.add(photo));
    input.files = transfer.files;
    previews.replaceChildren(...photos.map(preview));
  }
  function preview(photo, number) {
    const figure = document.createElement("figure"), image = document.createElement("img"), removeButton = document.createElement("button");
    image.src = URL.createObjectURL(photo);
    image.alt = `Foto ${number + 1}`;
    removeButton.type = "button";
    removeButton.textContent = "\u00d7";
    removeButton.setAttribute("aria-label", `Buang foto ${number + 1}`);
    removeButton.addEventListener("click", () => {
      photos = photos.filter((other) => other !== photo);
      updatePhotos();
    });
    figure.append(image, removeButton);
    return figure;
  }
  input.addEventListener("change", () => {
    photos = [...photos, ...input.files];
    byId("photo-hint").classList.remove("wrong");
    byId("photo-hint").textContent = PHOTO_HINT;
    if (photos.length > MAX_PHOTOS) showPhotoProblem(TOO_MANY);
    photos = photos.slice(0, MAX_PHOTOS);
    updatePhotos();
    photos.forEach(shrinkPhoto);
  });
  async function shrinkPhoto(photo) {
    const { file, problem } = await window.photoShrink(photo);
    if (!photos.includes(photo) || file === photo) return;
    photos = photos.flatMap((other) => (other !== photo ? [other] : file ? [file] : []));
    if (problem) showPhotoProblem(problem);
    updatePhotos();
  }
  form.addEventListener("reset", () => {
    photos = [];
    updatePhotos();
  });
  function showPhotoProblem(problem) {
    byId("photo-hint").textContent = problem;
    byId("photo-hint").classList.add("wrong");
  }

  /* The location. */
  const locationText = byId("location"), area = byId("area"), lat = byId("lat"), long = byId("long");
  const accuracy = byId("accuracy"), accuracyText = byId("accuracy-text"), MAX_METRES = Number(form.dataset.maxMetres);
  let placedFix = null, stopSearch = () => {};
  function showLocation(text, wrong) {
    locationText.textContent = text;
    locationText.classList.toggle("wrong", Boolean(wrong));
  }
  function onPinMoved(point, pinArea) {
    lat.value = point.lat.toFixed(6);
    long.value = point.long.toFixed(6);
    area.value = pinArea ? pinArea.code : "";
    stopSearch();
    showAccuracy(placedFix);
    showLocation(pinArea ? nameOf(pinArea) : "Titik ini di luar wilayah kota. Tandai titik di dalam kota.", !pinArea);
    scheduleDuplicates();
  }
  const nameOf = (area) => {
    const level = form.dataset.parentLevel;
    return level ? `${area.name}, ${level} ${area.parent_name}` : area.name;
  };
  function showAccuracy(fix) {
    accuracy.value = fix ? fix.metres.toFixed() : "";
    accuracyText.hidden = !fix;
    accuracyText.textContent = fix ? `Ketelitian lokasi \u00b1 ${metresText(fix)}.` : "";
  }
  const metresText = ({ metres }) => (metres < 1000 ? `${Math.max(1, Math.round(metres))} m` : `${Math.round(metres / 1000)} km`);
  function forgetPoint() {
    stopSearch();
    lat.value = long.value = "";
    showAccuracy(null);
  }
  /* A fix that is too vague is shown, but is no point of the report: the citizen taps where it is. */
  function searchLocation(map) {
    stopSearch();
    showLocation("Mencari lokasi \u2026");
    stopSearch = window.gpsFix((fix) => showLocation(`Mencari lokasi \u2026 \u00b1 ${metresText(fix)}`), (fix) => takeFix(map, fix));
  }
  function takeFix(map, fix) {
    if (!fix) return showLocation("Lokasi tidak ditemukan. Izinkan akses lokasi, atau ketuk peta.", true);
    if (fix.metres > MAX_METRES) {
      forgetPoint();
      area.value = "";
      map.showSurroundings(fix.lat, fix.long, fix.metres);
      return showLocation(`Lokasi ini hanya teliti \u00b1 ${metresText(fix)}. Ketuk peta di tempat masalahnya.`, true);
    }
    placedFix = fix;
    map.placePin(fix.lat, fix.long, true);
    placedFix = null;
  }
  fetch("/lapor/peta.json").then((response) => response.json()).then(({ areas }) => {
    document.querySelector(".map-part").hidden = false;
    const map = window.pinMap(byId("pin-map"), areas.features, form.dataset.tiles, onPinMoved);
    byId("zoom-in").addEventListener("click", () => map.zoom(0.6));
    byId("zoom-out").addEventListener("click", () => map.zoom(1.7));
    area.addEventListener("change", () => {
      forgetPoint();
      map.showArea(area.value);
      showLocation(area.value ? area.selectedOptions[0].textContent + ", " + area.selectedOptions[0].parentElement.label : "Belum ada lokasi.");
      scheduleDuplicates();
    });
    byId("gps").addEventListener("click", () => searchLocation(map));
    const showPlace = () => {
      if (lat.value && long.value) map.placePin(Number(lat.value), Number(long.value), true);
      else if (area.value) map.showArea(area.value);
    };
    form.addEventListener("restored", showPlace);
    form.addEventListener("reset", () => {
      forgetPoint();
      map.showArea("");
      showLocation("Belum ada lokasi.");
    });
    showPlace();
  }).catch(() => {});

  /* Likely duplicates are requested once category and location are known, and again when they change. */
  const duplicatesSection = byId("duplicates");
  let timer = 0, lastRequest = 0;
  function scheduleDuplicates() {
    clearTimeout(timer);
    timer = setTimeout(fetchDuplicates, 400);
  }
  async function fetchDuplicates() {
    const data = new FormData(form), requestNumber = (lastRequest += 1);
    const fields = new URLSearchParams(["service_code", "lat", "long", "area", "description"].map((name) => [name, data.get(name) || ""]));
    if (!data.get("service_code") || !(data.get("lat") || data.get("area"))) return;
    try {
      const response = await fetch("/lapor/serupa", { method: "POST", body: fields });
      const body = await response.json();
      if (requestNumber === lastRequest) showDuplicates(body.alike);
    } catch { duplicatesSection.hidden = true; }
  }
  function choice(value, text, details, checked) {
    const label = document.createElement("label"), radio = document.createElement("input"), span = document.createElement("span"), inner = document.createElement("div");
    Object.assign(radio, { type: "radio", name: "original", value, checked });
    inner.append(text);
    if (details) {
      const small = document.createElement("small");
      small.textContent = details;
      inner.append(small);
    }
    span.append(inner);
    label.append(radio, span);
    return label;
  }
  function showDuplicates(duplicates) {
    const selected = new FormData(form).get("original");
    duplicatesSection.hidden = !duplicates.length;
    const title = document.createElement("h2"), lead = document.createElement("p");
    title.textContent = "Mungkin sudah dilaporkan";
    lead.textContent = "Bila laporan Anda tentang hal yang sama, gabungkan: Anda tetap diberi kabar.";
    const stillListed = duplicates.some((report) => report.key === selected);
    duplicatesSection.replaceChildren(...(duplicates.length ? [title, lead,
      ...duplicates.map((report) => choice(report.key, `Sama: ${report.where}`, `${report.status} \u00b7 masuk ${report.filed}`, report.key === selected)),
      choice("", "Tidak, laporan saya lain", "", !stillListed)] : []));
  }
  form.addEventListener("change", (event) => { if (event.target.name === "service_code") scheduleDuplicates(); });
  byId("description").addEventListener("input", scheduleDuplicates);
})();
