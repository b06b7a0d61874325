import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

const BUILD = new URL("../../dashboard/static/build/", import.meta.url);
const read = (name) => readFileSync(new URL(name, BUILD));
const manifest = JSON.parse(read("manifest.json").toString());

for (const [name, file] of Object.entries(manifest)) {
  test(`${name} is named by its content, and its compressed forms hold the same`, () => {
    const content = read(file);
    const digest = createHash("sha256").update(content).digest("hex").slice(0, 16);
    assert.equal(file, name.replace(".js", `.${digest}.js`));
    assert.deepEqual(gunzipSync(read(file + ".gz")), content);
    assert.deepEqual(brotliDecompressSync(read(file + ".br")), content);
  });
}

test("the notice is what every browser since 2009 can read", () => {
  const text = read(manifest["wall_notice.js"])
    .toString()
    .replace(/"[^"\n]*"/g, '""');
  assert.doesNotMatch(text, /=>|`|\b(let|const|class|async|await)\s|\.\.\.|\?\.|\?\?/);
});

test("the licence of Leaflet is at the head of the file that holds it", () => {
  assert.match(read(manifest["pin_map.js"]).toString().slice(0, 200), /leaflet\nBSD 2-Clause License/);
});
