/* What a form holds: recognised when it is sent again from the same page of the history, and written back into a form
   that the server refused later.

   window.formContent.idOf(form, fields)     the id to send under: that of the same content before, else a new one
   window.formContent.note(form, id, ...)    keeps id and receipt with the page of the history
   window.formContent.restore(form, fields)  fills a form in again, photos included */
(() => {
  "use strict";
  const HISTORY_KEY = "sentForms";
  // What the page itself gives a form, and what differs between two openings of the same page.
  const OF_THE_PAGE = ["submission", "seen", "original", "accuracy"], POINT = ["lat", "long"];

  const keyOf = (form) => `${new URL(form.action).pathname} ${new FormData(form).get("move") || ""}`;
  const noted = (form) => ((history.state && history.state[HISTORY_KEY]) || {})[keyOf(form)];
  const isPhoto = (value) => value instanceof Blob && value.size > 0;
  const photosOf = (fields) => fields.map(([, value]) => value).filter(isPhoto);

  async function digest(parts) {
    const bytes = await new Blob(parts).arrayBuffer();
    return [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  const isText = ([name, value]) => !(value instanceof Blob) && !OF_THE_PAGE.includes(name) && !POINT.includes(name);
  const pointOf = (fields) => fields.filter(([name, value]) => POINT.includes(name) && value).join();
  async function digestsOf(fields) {
    const text = await digest([JSON.stringify(fields.filter(isText).sort())]);
    return { text, point: pointOf(fields), photos: await digest(photosOf(fields)) };
  }
  /* Browsers that fill a form in again after Back leave out its photos, and some the pin: then the rest decides. */
  const isSame = (before, now, fields) => before.text === now.text
    && (!now.point || before.point === now.point) && (!photosOf(fields).length || before.photos === now.photos);
  async function idOf(form, fields) {
    const before = noted(form), now = await digestsOf(fields);
    if (before && isSame(before, now, fields) && [undefined, before.id].includes(form.dataset.item)) return before.id;
    const id = form.dataset.item || crypto.randomUUID();
    note(form, { id, ...now, url: undefined });
    return id;
  }
  function note(form, changed) {
    const all = (history.state && history.state[HISTORY_KEY]) || {};
    history.replaceState({ ...history.state, [HISTORY_KEY]: { ...all, [keyOf(form)]: { ...all[keyOf(form)], ...changed } } }, "");
  }

  function restore(form, fields) {
    form.reset();
    const byName = groupByName(fields);
    for (const [name, entries] of byName) if (!OF_THE_PAGE.includes(name)) restoreField(form, name, entries.map(([, value]) => value));
    form.dispatchEvent(new Event("restored"));
  }
  function groupByName(fields) {
    const groups = new Map();
    for (const field of fields) groups.set(field[0], [...(groups.get(field[0]) || []), field]);
    return groups;
  }
  function restoreField(form, name, values) {
    const controls = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    if (values.some((value) => value instanceof Blob)) return restorePhotos(controls[0], values.filter(isPhoto));
    // The field of a form for others, as a citizen's address: it is sent as it was written.
    if (!controls.length) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value: values[0] }));
    controls.forEach((control) => {
      if (["radio", "checkbox"].includes(control.type)) control.checked = values.includes(control.value);
      else control.value = values[0];
    });
  }
  function restorePhotos(input, photos) {
    if (!input || !photos.length) return;
    const transfer = new DataTransfer();
    photos.forEach((photo) => transfer.items.add(photo));
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  window.formContent = { idOf, keyOf, note, noted, restore };
})();
