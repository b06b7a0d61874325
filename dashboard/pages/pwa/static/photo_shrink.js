/* Photos made as small as the server keeps them (data/lib/images.py), before they wait in the outbox or are sent.
   window.photoShrink(file) -> a promise of { file, problem }: the file to send, or why it cannot be sent.
   What this browser cannot decode is sent as it is if the server can decode it and takes its size. */
(() => {
  "use strict";
  const MAX_SIDE = 1600, MIN_SIDE = 64, MAX_BYTES = 12 * 2 ** 20, SMALL_BYTES = 2 ** 20, QUALITY = 0.85;
  const UNREADABLE = "Foto ini tidak dapat dibaca peramban ini (misalnya HEIC). Ubah kamera ke JPEG (\u201cpaling kompatibel\u201d), atau ambil foto lagi.";
  const TOO_LARGE = "Foto ini lebih besar daripada 12 MB dan tidak dapat diperkecil di sini. Ambil foto lagi dengan ukuran lebih kecil.";

  /* By the first bytes, as on the server; the name and the type that a phone states may be wrong. */
  async function isAccepted(file) {
    const head = new Uint8Array(await file.slice(0, 12).arrayBuffer()), text = String.fromCharCode(...head);
    return text.startsWith("\xff\xd8\xff") || text.startsWith("\x89PNG") || (text.startsWith("RIFF") && text.endsWith("WEBP"));
  }
  async function decode(file) {
    const image = new Image(), address = URL.createObjectURL(file);
    image.src = address;
    try {
      await image.decode();
      return image;
    } finally {
      setTimeout(() => URL.revokeObjectURL(address), 60000);  // after it was drawn
    }
  }
  /* Upright, as the browser turns it by EXIF, and on white, as on the server. */
  async function draw(image, scale) {
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "white";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    canvas.width = canvas.height = 0;  // gives the memory back at once
    if (!blob) throw new Error("no picture");
    return blob;
  }
  async function redraw(file) {
    const image = await decode(file), accepted = await isAccepted(file);
    const long = Math.max(image.naturalWidth, image.naturalHeight), short = Math.min(image.naturalWidth, image.naturalHeight);
    if (accepted && long <= MAX_SIDE && file.size <= SMALL_BYTES) return file;
    const blob = await draw(image, Math.min(1, Math.max(MAX_SIDE / long, MIN_SIDE / short)));
    if (accepted && blob.size >= file.size) return file;
    return new File([blob], `${file.name.replace(/\.[^.]*$/, "")}.jpg`, { type: "image/jpeg", lastModified: file.lastModified });
  }
  async function shrink(file) {
    try {
      return { file: await redraw(file) };
    } catch {
      if (!(await isAccepted(file).catch(() => false))) return { problem: UNREADABLE };
      return file.size > MAX_BYTES ? { problem: TOO_LARGE } : { file };
    }
  }

  /* Each file once, also if the form and the outbox both ask. */
  const results = new WeakMap();
  window.photoShrink = (file) => {
    if (!results.has(file)) {
      const result = shrink(file);
      results.set(file, result);
      result.then(({ file: small }) => { if (small) results.set(small, result); });
    }
    return results.get(file);
  };
})();
