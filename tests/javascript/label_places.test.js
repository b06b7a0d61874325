import assert from "node:assert/strict";
import { test } from "node:test";
import * as places from "../../dashboard/pages/wall/static/label_places.js";

const FRAME = { left: 0, right: 400, top: 0, bottom: 400 };
const box = (left, top, width = 40, height = 12) => ({
  left,
  right: left + width,
  top,
  bottom: top + height,
});

test("boxes with less than a gap between them overlap", () => {
  assert.equal(places.overlap(box(0, 0), box(42, 0)), 0);
  assert.ok(places.overlap(box(0, 0), box(41, 0)) > 0);
});

test("shifts come in rings, nearest first", () => {
  const shifts = [...places.candidateShifts(2, 10)];
  assert.equal(shifts.length, 1 + 2 * 16);
  assert.deepEqual(shifts.slice(0, 2), [
    [0, 0],
    [10, 0],
  ]);
  assert.ok(Math.hypot(...shifts[17]) > Math.hypot(...shifts[16]));
});

test("a free place needs no shift", () => {
  assert.deepEqual(places.findShift(box(100, 100), [], FRAME, 5, 10), { by: [0, 0], covered: 0 });
});

test("what is covered moves to the nearest free place", () => {
  const { by, covered } = places.findShift(box(100, 100), [box(100, 100)], FRAME, 9, 10);
  assert.equal(covered, 0);
  assert.equal(places.overlap(places.shift(box(100, 100), by), box(100, 100)), 0);
});

test("a single icon, which has no rings, never moves", () => {
  const { by, covered } = places.findShift(box(-10, 100), [box(-10, 100)], FRAME, 0, 10);
  assert.deepEqual(by, [0, 0]);
  assert.ok(covered > 0);
});

test("a name at the edge moves inside", () => {
  assert.deepEqual(places.findShift(box(380, -5), [], FRAME, 9, 10).by, [-20, 5]);
});

test("of a full map the place that covers least is taken", () => {
  const full = [{ left: 0, right: 400, top: 0, bottom: 400 }];
  assert.ok(places.findShift(box(100, 100), full, FRAME, 2, 10).covered < Infinity);
});

test("no two placed names overlap, and those that do not fit are hidden", () => {
  const boxes = Array.from({ length: 40 }, () => box(200, 200));
  const occupied = [];
  const shifts = places.placeInOrder(boxes, occupied, FRAME, 14);
  const placed = shifts.flatMap((by, i) => (by ? [places.shift(boxes[i], by)] : []));
  assert.ok(placed.length > 1 && placed.length < 40);
  for (const [i, one] of placed.entries())
    for (const other of placed.slice(i + 1)) assert.equal(places.overlap(one, other), 0);
});

test("never more names than a map can be read with", () => {
  const boxes = Array.from({ length: 60 }, (_, i) => box((i % 8) * 48, Math.floor(i / 8) * 40, 20, 8));
  const shown = places.placeInOrder(boxes, [], FRAME, 4).filter(Boolean);
  assert.equal(shown.length, places.MOST_LABELS);
});

test("every box of a map that shows all gets a place", () => {
  const occupied = [box(0, 0)];
  assert.equal(places.placeAll([box(10, 0), box(20, 0)], occupied, FRAME, 5, 10).length, 2);
  assert.equal(occupied.length, 3);
});

test("names come in the order that was asked for, the others after them", () => {
  const items = ["c", "x", "a", "b"];
  assert.deepEqual(
    places.sortBy(["a", "b", "c"], items, (item) => item),
    ["a", "b", "c", "x"],
  );
  assert.deepEqual(items, ["c", "x", "a", "b"]);
});
