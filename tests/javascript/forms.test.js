import "./indonesian.js";
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";
import * as content from "../../dashboard/pages/pwa/static/form_fields.js";
import * as photo from "../../dashboard/pages/pwa/static/photo_size.js";

if (!globalThis.crypto) globalThis.crypto = webcrypto; // Node 18 gives it to scripts only if asked

const FIELDS = [
  ["service_code", "SMP"],
  ["description", "tumpukan"],
  ["lat", "1.48"],
  ["long", "124.84"],
];
const PHOTO = ["photo", new Blob(["a"])];
const isSame = async (before, now) =>
  content.isSame(await content.digestsOf(before), await content.digestsOf(now), now);

test("the same content is the same, in any order", async () => {
  assert.equal(await isSame(FIELDS, [FIELDS[1], FIELDS[0], FIELDS[2], FIELDS[3]]), true);
});

test("another text or place is another form", async () => {
  assert.equal(
    await isSame(FIELDS, [...FIELDS.slice(0, 1), ["description", "lain"], ...FIELDS.slice(2)]),
    false,
  );
  assert.equal(await isSame(FIELDS, [...FIELDS.slice(0, 3), ["long", "124.85"]]), false);
});

test("a browser may leave out the pin and the photos after Back", async () => {
  assert.equal(await isSame([...FIELDS, PHOTO], FIELDS.slice(0, 2)), true);
  assert.equal(await isSame([...FIELDS, PHOTO], [...FIELDS, ["photo", new Blob(["b"])]]), false);
  assert.equal(await isSame([...FIELDS, PHOTO], [...FIELDS, ["photo", new Blob(["a"])]]), true);
});

test("what the page itself gives a form does not count", async () => {
  assert.equal(await isSame(FIELDS, [...FIELDS, ["seen", "9"], ["accuracy", "5"], ["original", ""]]), true);
  assert.equal(content.isOfThePage("submission"), true);
});

test("an empty choice of files is no photo", () => {
  assert.equal(content.isPhoto(new Blob([])), false);
  assert.equal(content.isPhoto("text"), false);
});

test("values of one name stay together, in the order of the form", () => {
  const values = content.valuesByName([
    ["a", "1"],
    ["b", "2"],
    ["a", "3"],
  ]);
  assert.deepEqual(
    [...values],
    [
      ["a", ["1", "3"]],
      ["b", ["2"]],
    ],
  );
});

for (const [width, height, sides] of [
  [4000, 3000, { width: 1600, height: 1200 }],
  [3000, 4000, { width: 1200, height: 1600 }],
  [1600, 1200, { width: 1600, height: 1200 }],
  [800, 600, { width: 800, height: 600 }],
  [6400, 100, { width: 4096, height: 64 }], // a strip: no side below the least
  [3200, 0.4, { width: 3200, height: 1 }],
])
  test(`a photo of ${width} x ${height} becomes ${sides.width} x ${sides.height}`, () => {
    assert.deepEqual(photo.sidesOf(width, height, photo.scaleOf(width, height)), sides);
  });

test("a file is sent as it is only if both its sides and its bytes are small", () => {
  assert.equal(photo.isSmall(1600, 900, 2 ** 20), true);
  assert.equal(photo.isSmall(1601, 900, 1), false);
  assert.equal(photo.isSmall(10, 10, 2 ** 20 + 1), false);
});

const bytes = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
for (const [head, accepted] of [
  ["\xff\xd8\xff\xe0\0\x10JFIF\0\x01", true],
  ["\x89PNG\r\n\x1a\n\0\0\0\r", true],
  ["RIFF\0\0\0\0WEBP", true],
  ["RIFF\0\0\0\0WAVE", false],
  ["\0\0\0\x18ftypheic", false],
  ["", false],
])
  test(`a file that begins with ${JSON.stringify(head)} is ${accepted ? "" : "not "}accepted`, () => {
    assert.equal(photo.isAcceptedHead(bytes(head)), accepted);
  });

test("a photo that was redrawn is a JPEG by its name too", () => {
  assert.equal(photo.jpegName("IMG.0001.HEIC"), "IMG.0001.jpg");
  assert.equal(photo.jpegName("foto"), "foto.jpg");
});
