/* How small a photo is made, and what the server can decode: rules without a document. */

export const MAX_SIDE = 1600;
export const MIN_SIDE = 64;
export const MAX_BYTES = 12 * 2 ** 20;
const SMALL_BYTES = 2 ** 20;

/**
 * Return whether the server decodes a file, by its first bytes, as the server does; the name and the type that a
 * phone states may be wrong.
 * @param {Uint8Array} head the first twelve bytes
 */
export function isAcceptedHead(head) {
  const text = String.fromCharCode(...head);
  return (
    text.startsWith("\xff\xd8\xff") ||
    text.startsWith("\x89PNG") ||
    (text.startsWith("RIFF") && text.endsWith("WEBP"))
  );
}

/**
 * Return the factor by which a picture is made smaller; no side gets shorter than the server allows.
 * @param {number} width
 * @param {number} height
 */
export const scaleOf = (width, height) =>
  Math.min(1, Math.max(MAX_SIDE / Math.max(width, height), MIN_SIDE / Math.min(width, height)));

/**
 * Return whether an accepted file is sent as it is.
 * @param {number} width
 * @param {number} height
 * @param {number} size in bytes
 */
export const isSmall = (width, height, size) => Math.max(width, height) <= MAX_SIDE && size <= SMALL_BYTES;

/**
 * Return the sides of a picture in whole pixels.
 * @param {number} width
 * @param {number} height
 * @param {number} scale
 */
export const sidesOf = (width, height, scale) => ({
  width: Math.max(1, Math.round(width * scale)),
  height: Math.max(1, Math.round(height * scale)),
});

/**
 * Return the name of a file that was redrawn.
 * @param {string} name
 */
export const jpegName = (name) => `${name.replace(/\.[^.]*$/, "")}.jpg`;
