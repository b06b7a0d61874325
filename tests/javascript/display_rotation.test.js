import "./indonesian.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import * as rotation from "../../dashboard/pages/wall/static/display_rotation.js";

const PROGRAM = [
  { view: "kota", seconds: 30 },
  { view: "71.71.01", seconds: 10 },
  { view: "71.71.02", seconds: 20 },
];
const CHOICE = {
  past: false,
  touched: null,
  fixed: null,
  held: false,
  current: "now",
  called: false,
  next: "next",
};

for (const [second, view] of [
  [0, "kota"],
  [29.9, "kota"],
  [30, "71.71.01"],
  [40, "71.71.02"],
  [59.9, "71.71.02"],
  [60, "kota"],
  [60 * 1_000_000 + 35, "71.71.01"],
])
  test(`second ${second} of the rotation shows ${view}`, () => {
    assert.equal(rotation.rotationView(PROGRAM, second), view);
  });

test("a program without scenes, or of no length, shows the city", () => {
  assert.equal(rotation.rotationView([], 5), "kota");
  assert.equal(rotation.rotationView([{ view: "71.71.01", seconds: 0 }], 5), "kota");
});

test("an operator's view is before a touched one, and that before the address", () => {
  const all = { ...CHOICE, ordered: "order", touched: "touch", fixed: "fixed" };
  assert.equal(rotation.chooseView({ ...all, past: true }), "kota");
  assert.equal(rotation.chooseView(all), "order");
  assert.equal(rotation.chooseView({ ...all, ordered: undefined }), "touch");
  assert.equal(rotation.chooseView({ ...CHOICE, fixed: "fixed", held: true }), "fixed");
});

test("a paused rotation stays, an event calls the city, else the rotation goes on", () => {
  assert.equal(rotation.chooseView({ ...CHOICE, held: true, called: true }), "now");
  assert.equal(rotation.chooseView({ ...CHOICE, called: true }), "kota");
  assert.equal(rotation.chooseView(CHOICE), "next");
});

test("a missed deadline is shown from its moment on, for so many seconds of the board", () => {
  const alerts = { seconds: 20, bursts: [], late: [{ at: 100_000, said: "Jalan" }] };
  assert.equal(rotation.justLate(alerts, 99_999, 1).length, 0);
  assert.equal(rotation.justLate(alerts, 100_000, 1).length, 1);
  assert.equal(rotation.justLate(alerts, 120_000, 1).length, 0);
  assert.equal(rotation.justLate(alerts, 120_000, 60).length, 1);
});

test("a report cluster is new once for its category, also if its text changes", () => {
  const first = rotation.burstsSince(["Sampah: 8 laporan"], {}, 1_000);
  const second = rotation.burstsSince(["Sampah: 9 laporan", "Jalan: 5 laporan"], first, 2_000);
  assert.deepEqual(second, { Sampah: 1_000, Jalan: 2_000 });
  assert.deepEqual(rotation.burstsSince([], second, 3_000), {});
});

test("two lines at most: clusters first, and one missed deadline", () => {
  const late = [
    { at: 1, said: "A" },
    { at: 2, said: "B" },
  ];
  const lines = (bursts) => rotation.alertLines({ seconds: 1, late, bursts }, late);
  assert.deepEqual(lines([]), [["late", "Baru saja terlambat: A"]]);
  assert.deepEqual(lines(["x"]), [
    ["burst", "x"],
    ["late", "Baru saja terlambat: A"],
  ]);
  assert.deepEqual(lines(["x", "y"]), [
    ["burst", "x"],
    ["burst", "y"],
  ]);
});
