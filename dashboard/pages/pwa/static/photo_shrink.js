/* Photos made as small as the server keeps them (data/lib/images.py), before they wait in the outbox or are sent.
   What this browser cannot decode is sent as it is if the server can decode it and takes its size. */
import { make } from "../../../ui/static/dom.js";
import { gettext } from "../../../ui/static/messages.js";
import { isAcceptedHead, isSmall, jpegName, MAX_BYTES, scaleOf, sidesOf } from "./photo_size.js";

/** @typedef {{ file?: File, problem?: string }} ShrinkResult the file to send, or why it cannot be sent */

const QUALITY = 0.85;

const unreadable = () =>
  gettext(
    "This browser cannot read this photo (it may be HEIC). Set the camera to JPEG (“most compatible”), or take the photo again.",
  );
const tooLarge = () =>
  gettext(
    "This photo is larger than 12 MB and cannot be made smaller here. Take it again in a smaller size.",
  );

/** @param {File} file */
const isAccepted = async (file) => isAcceptedHead(new Uint8Array(await file.slice(0, 12).arrayBuffer()));

/** @param {File} file */
async function decode(file) {
  const image = new Image();
  const address = URL.createObjectURL(file);
  image.src = address;
  try {
    await image.decode();
    return image;
  } finally {
    setTimeout(() => URL.revokeObjectURL(address), 60000); // after it was drawn
  }
}

/**
 * Draw a picture upright, as the browser turns it by EXIF, and on white, as on the server.
 * @param {HTMLImageElement} image
 * @param {number} scale
 * @returns {Promise<Blob>}
 */
async function draw(image, scale) {
  const canvas = make("canvas", sidesOf(image.naturalWidth, image.naturalHeight, scale));
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  /** @type {Blob | null} */
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  canvas.width = 0; // gives the memory back at once
  canvas.height = 0;
  if (!blob) throw new Error("no picture");
  return blob;
}

/** @param {File} file */
async function redraw(file) {
  const image = await decode(file);
  const accepted = await isAccepted(file);
  const { naturalWidth: width, naturalHeight: height } = image;
  if (accepted && isSmall(width, height, file.size)) return file;
  const blob = await draw(image, scaleOf(width, height));
  if (accepted && blob.size >= file.size) return file;
  return new File([blob], jpegName(file.name), { type: "image/jpeg", lastModified: file.lastModified });
}

/**
 * @param {File} file
 * @returns {Promise<ShrinkResult>}
 */
async function shrinkOnce(file) {
  try {
    return { file: await redraw(file) };
  } catch {
    if (!(await isAccepted(file).catch(() => false))) return { problem: unreadable() };
    return file.size > MAX_BYTES ? { problem: tooLarge() } : { file };
  }
}

/** @type {WeakMap<File, Promise<ShrinkResult>>} */
const results = new WeakMap();

/**
 * Shrink a file: each once, also if the form and the outbox both ask.
 * @param {File} file
 * @returns {Promise<ShrinkResult>}
 */
export function shrinkPhoto(file) {
  const known = results.get(file);
  if (known) return known;
  const result = shrinkOnce(file);
  results.set(file, result);
  result.then(({ file: small }) => {
    if (small) results.set(small, result);
  });
  return result;
}
