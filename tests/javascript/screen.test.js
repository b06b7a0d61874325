import assert from "node:assert/strict";
import { test } from "node:test";
import * as settings from "../../dashboard/pages/wall/static/screen_settings.js";
import * as seams from "../../dashboard/pages/wall/static/seams.js";

test("an address without a word on its screen has one monitor by day", () => {
  assert.deepEqual(settings.readSettings(""), {
    across: 1,
    down: 1,
    bezel: 0,
    edge: 0,
    zoom: 1,
    night: [],
    screenHeight: 0,
    distance: 8,
  });
});

test("what an address says too much is limited, what is no number is left out", () => {
  const read = settings.readSettings("?panel=7x99&bezel=999&zoom=x&tepi=-3&jarak=0&malam=21-5&tinggi=1.4");
  assert.deepEqual([read.across, read.down, read.bezel, read.zoom, read.edge], [7, 12, 200, 1, 0]);
  assert.deepEqual([read.distance, read.night, read.screenHeight], [1, [21, 5], 1.4]);
});

for (const [night, hour, dark] of [
  [[21, 5], 21, true],
  [[21, 5], 4, true],
  [[21, 5], 5, false],
  [[1, 5], 0, false],
  [[1, 5], 1, true],
  [[], 3, false],
])
  test(`hour ${hour} is ${dark ? "" : "not "}in the night of ${night.join(" to ") || "no city"}`, () => {
    assert.equal(settings.isNight(night, hour), dark);
  });

test("type grows only if the smallest could not be read from its distance", () => {
  const near = settings.readSettings("?tinggi=1.4&jarak=1");
  const far = settings.readSettings("?tinggi=1.4&jarak=12");
  assert.equal(settings.enlargement(settings.readSettings(""), 10, 1080), 1);
  assert.equal(settings.enlargement(near, 10, 1080), 1);
  assert.ok(settings.enlargement(far, 10, 1080) >= 1.5);
  assert.equal(settings.enlargement(settings.readSettings("?tinggi=0.3&jarak=50"), 10, 1080), 2);
});

test("seven monitors side by side have six seams", () => {
  const { x, y } = seams.stripes(7, 1, { wide: 700, high: 300, half: 5 });
  assert.deepEqual([x.length, y.length], [6, 0]);
  assert.deepEqual(x[0], { left: 95, right: 105, top: 0, bottom: 300 });
});

test("the free intervals leave out the stripes, also at an end", () => {
  const stripes = [
    { left: 0, right: 9, top: 100, bottom: 110 },
    { left: 0, right: 9, top: 200, bottom: 210 },
  ];
  assert.deepEqual(seams.intervals(50, 300, stripes), [
    [50, 100],
    [110, 200],
    [210, 300],
  ]);
  assert.deepEqual(seams.intervals(105, 205, stripes), [[110, 200]]);
  assert.deepEqual(seams.intervals(120, 180, stripes), [[120, 180]]);
});

test("rows are as high as they can be, each within one interval", () => {
  assert.ok(Math.abs(seams.rowHeight([100, 100], 4) - 50) < 1e-3);
  assert.ok(Math.abs(seams.rowHeight([100, 30], 3) - 100 / 3) < 1e-3);
});

test("rows stand in tracks that are not seams", () => {
  const { tracks, trackOfRow } = seams.rowTracks(
    90,
    [
      [100, 200],
      [210, 310],
    ],
    4,
  );
  assert.deepEqual(trackOfRow, [2, 3, 5, 6]);
  assert.equal(tracks[0], 10);
  assert.equal(tracks[3], 10);
  assert.ok(Math.abs(tracks[1] - 50) < 1e-3);
});
