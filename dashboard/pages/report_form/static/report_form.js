/* The filing page: photos are shown before they are sent, the place by GPS or by the map, what may be the same is offered. */
(() => {
  "use strict";
  const form = document.querySelector("form.filing");
  if (!form) return;
  const byId = (id) => document.getElementById(id);
  const MOST = 3, TOO_MANY = "Paling banyak tiga foto.";
  document.body.classList.add("scripted");
  form.classList.add("has-script");

  /* Photos: chosen several times, they add up. */
  const input = byId("photo"), shots = byId("shots");
  let photos = [];
  function keep() {
    const transfer = new DataTransfer();
    photos.forEach((photo) => transfer.items.add(photo));
    input.files = transfer.files;
    shots.replaceChildren(...photos.map(shot));
  }
  function shot(photo, number) {
    const figure = document.createElement("figure"), image = document.createElement("img"), away = document.createElement("button");
    image.src = URL.createObjectURL(photo);
    image.alt = `Foto ${number + 1}`;
    away.type = "button";
    away.textContent = "\u00d7";
    away.setAttribute("aria-label", `Buang foto ${number + 1}`);
    away.addEventListener("click", () => {
      photos = photos.filter((one) => one !== photo);
      keep();
    });
    figure.append(image, away);
    return figure;
  }
  input.addEventListener("change", () => {
    photos = [...photos, ...input.files];
    byId("photo-hint").classList.toggle("wrong", photos.length > MOST);
    if (photos.length > MOST) byId("photo-hint").textContent = TOO_MANY;
    photos = photos.slice(0, MOST);
    keep();
  });

  /* The place. */
  const spot = byId("spot"), area = byId("area"), lat = byId("lat"), long = byId("long");
  function say(words, wrong) {
    spot.textContent = words;
    spot.classList.toggle("wrong", Boolean(wrong));
  }
  function moved(point, found) {
    lat.value = point.lat.toFixed(6);
    long.value = point.long.toFixed(6);
    area.value = found ? found.code : "";
    say(found ? `${found.name}, Kecamatan ${found.parent_name}` : "Titik ini di luar wilayah kota. Tandai titik di dalam kota.", !found);
    look();
  }
  fetch("/lapor/peta.json").then((answer) => answer.json()).then(({ areas }) => {
    document.querySelector(".map-part").hidden = false;
    const map = window.pinMap(byId("pin-map"), areas.features, form.dataset.tiles, moved);
    byId("zoom-in").addEventListener("click", () => map.zoom(0.6));
    byId("zoom-out").addEventListener("click", () => map.zoom(1.7));
    area.addEventListener("change", () => {
      lat.value = long.value = "";
      map.show(area.value);
      say(area.value ? area.selectedOptions[0].textContent + ", " + area.selectedOptions[0].parentElement.label : "Belum ada lokasi.");
      look();
    });
    byId("gps").addEventListener("click", () => {
      say("Mencari lokasi \u2026");
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => map.mark(coords.latitude, coords.longitude, true),
        () => say("Lokasi tidak ditemukan. Izinkan akses lokasi, atau ketuk peta.", true),
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
      );
    });
    if (lat.value && long.value) map.mark(Number(lat.value), Number(long.value), true);
    else if (area.value) map.show(area.value);
  }).catch(() => {});

  /* What may be the same is asked for once category and place are known, and again as they change. */
  const alike = byId("alike");
  let waiting = 0, asked = 0;
  function look() {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 400);
  }
  async function ask() {
    const data = new FormData(form), mine = (asked += 1);
    const fields = new URLSearchParams(["service_code", "lat", "long", "area", "description"].map((name) => [name, data.get(name) || ""]));
    if (!data.get("service_code") || !(data.get("lat") || data.get("area"))) return;
    try {
      const answer = await fetch("/lapor/serupa", { method: "POST", body: fields });
      const told = await answer.json();
      if (mine === asked) offer(told.alike);
    } catch { alike.hidden = true; }
  }
  function choice(value, words, more, checked) {
    const label = document.createElement("label"), radio = document.createElement("input"), text = document.createElement("span"), inner = document.createElement("div");
    Object.assign(radio, { type: "radio", name: "original", value, checked });
    inner.append(words);
    if (more) {
      const small = document.createElement("small");
      small.textContent = more;
      inner.append(small);
    }
    text.append(inner);
    label.append(radio, text);
    return label;
  }
  function offer(found) {
    const before = new FormData(form).get("original");
    alike.hidden = !found.length;
    const title = document.createElement("h2"), lead = document.createElement("p");
    title.textContent = "Mungkin sudah dilaporkan";
    lead.textContent = "Bila laporan Anda tentang hal yang sama, gabungkan: Anda tetap diberi kabar.";
    const kept = found.some((one) => one.key === before);
    alike.replaceChildren(...(found.length ? [title, lead,
      ...found.map((one) => choice(one.key, `Sama: ${one.where}`, `${one.status} \u00b7 masuk ${one.filed}`, one.key === before)),
      choice("", "Tidak, laporan saya lain", "", !kept)] : []));
  }
  form.addEventListener("change", (event) => { if (event.target.name === "service_code") look(); });
  byId("description").addEventListener("input", look);
})();
