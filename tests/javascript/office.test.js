import "./indonesian.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import * as filters from "../../dashboard/pages/kecamatan/static/backlog_filters.js";
import * as areas from "../../dashboard/pages/report_form/static/area_geometry.js";
import * as address from "../../dashboard/pages/review/static/review_address.js";
import * as timeline from "../../dashboard/pages/review/static/timeline_geometry.js";
import { areaFill, clusterState } from "../../dashboard/ui/static/map_style.js";

const HIDEOUT = { fills: ["#111", "#222"], classes: { a: 1 }, late: ["b"], view: "kota" };

test("an area has the colour of its class, and hatching if it has late reports", () => {
  assert.deepEqual(areaFill({ code: "a" }, HIDEOUT), { fillColor: "#222", fillOpacity: 1 });
  assert.deepEqual(areaFill({ code: "b" }, HIDEOUT), { fillColor: "url(#hatch-0)", fillOpacity: 1 });
  assert.equal(areaFill({ code: "z" }, HIDEOUT).fillColor, "#111");
});

test("before any data every area has one colour", () => {
  assert.deepEqual(areaFill({ code: "a" }, {}), { fillColor: "#14233b" });
  assert.deepEqual(areaFill({ code: "a" }, undefined), { fillColor: "#14233b" });
});

test("areas outside of the shown one are pale", () => {
  const view = { ...HIDEOUT, view: "71.71.01" };
  assert.equal(areaFill({ code: "a", parent: "71.71.01" }, view).fillOpacity, 1);
  assert.equal(areaFill({ code: "a", parent: "71.71.02" }, view).fillOpacity, 0.35);
});

test("one late report makes a cluster late", () => {
  assert.equal(clusterState(["approaching", "approaching"]), "approaching");
  assert.equal(clusterState(["approaching", "late"]), "late");
});

test("a filter starts the list anew, a longer list and another view do not", () => {
  const before = { code: "k", area: "x", limit: 60 };
  assert.deepEqual(filters.applyChange(before, { state: "late" }), {
    ...before,
    limit: undefined,
    state: "late",
  });
  assert.deepEqual(filters.applyChange(before, { limit: 90 }), { ...before, limit: 90 });
  assert.deepEqual(filters.applyChange(before, { view: "map" }), { ...before, view: "map" });
  assert.equal(filters.applyChange(before, { clear: true }).area, "");
});

test("stored filters belong to their kecamatan, and a phone has always the list", () => {
  const stored = { code: "k", view: "map", area: "x" };
  assert.deepEqual(filters.initialFilters(stored, "k", true), stored);
  assert.deepEqual(filters.initialFilters(stored, "k", false), { ...stored, view: "list" });
  assert.deepEqual(filters.initialFilters(stored, "other", true), { code: "other", view: "table" });
  assert.deepEqual(filters.initialFilters(null, "k", true), { code: "k", view: "table" });
});

test("an order is a column, falling with a minus", () => {
  assert.deepEqual(filters.orderOf("due-"), { sort: "due", falling: true });
  assert.deepEqual(filters.orderOf("due"), { sort: "due", falling: false });
  assert.equal(filters.controlValue({ sort: "due", falling: true }, "order"), "due-");
  assert.equal(filters.controlValue({ area: "x" }, "area"), "x");
  assert.equal(filters.controlValue({}, "order"), "");
});

test("the code of a kecamatan is in its address", () => {
  assert.equal(filters.codeOf("/kecamatan/71.71.01"), "71.71.01");
  assert.equal(filters.codeOf("/kecamatan/"), "");
  assert.equal(filters.codeOf(undefined), "");
});

test("a drilldown is not part of the period of an address", () => {
  assert.equal(address.withoutDetail("?dari=1&rinci=a&hal=2"), "?dari=1");
  assert.equal(address.withoutDetail("?rinci=a"), "");
  assert.equal(address.withoutDetail(null), "");
});

test("two addresses of the same period show the same figures", () => {
  assert.equal(address.isSamePage("?dari=1&rinci=a", "?dari=1&beku=3"), true);
  assert.equal(address.isSamePage("?dari=2", "?dari=1"), false);
  assert.equal(address.hasDetail("?dari=1&rinci=a"), true);
  assert.equal(address.hasDetail("?dari=1"), false);
});

test("an address without a period gets the loaded one, with its drilldown", () => {
  const loaded = { query: "dari=1&sampai=2" };
  assert.equal(address.completeQuery("", loaded), "?dari=1&sampai=2");
  assert.equal(address.completeQuery("?rinci=a", loaded), "?dari=1&sampai=2&rinci=a");
  assert.equal(address.completeQuery("?dari=3", loaded), null);
  assert.equal(address.completeQuery("", null), null);
});

const SQUARE = {
  geometry: {
    type: "Polygon",
    coordinates: [
      [
        [124, 1],
        [125, 1],
        [125, 2],
        [124, 2],
      ],
    ],
  },
  properties: { code: "a", name: "A" },
};
const RUN = {
  steps: [
    { open: 10, overdue: 0 },
    { open: 20, overdue: 5 },
    { open: 0, overdue: 0 },
  ],
};

test("the map of the timeline is as wide as its picture, north up", () => {
  const { path, height } = timeline.projection([SQUARE]);
  assert.match(path(SQUARE.geometry), /^M0\.0,1000\.\d/);
  assert.ok(height > 1000 && height < 1001);
});

test("a count has the last class whose least count it reaches", () => {
  assert.deepEqual(
    [0, 1, 4, 5, 99].map((count) => timeline.classOf(count, [0, 1, 5])),
    [0, 1, 1, 2, 2],
  );
});

test("the curve ends at its edges, its top is the most open reports", () => {
  assert.equal(timeline.curvePoints(RUN, "open"), "6,51 200,8 394,94");
  assert.equal(timeline.curveY(5, RUN), 72.5);
});

const LAKE = [
  [124.4, 1.4],
  [124.6, 1.4],
  [124.6, 1.6],
  [124.4, 1.6],
];

test("a pin is in the area around it, and neither in its lake nor beside it", () => {
  const withLake = { type: "Polygon", coordinates: [SQUARE.geometry.coordinates[0], LAKE] };
  assert.equal(areas.contains(withLake, [124.2, 1.5]), true);
  assert.equal(areas.contains(withLake, [124.5, 1.5]), false);
  assert.equal(areas.contains(withLake, [125.1, 1.5]), false);
  assert.equal(areas.contains(withLake, [123.9, 1.5]), false);
});

test("an area of several parts is each of them", () => {
  const parts = {
    type: "MultiPolygon",
    coordinates: [SQUARE.geometry.coordinates, [LAKE.map(([x, y]) => [x + 2, y])]],
  };
  assert.equal(areas.contains(parts, [124.2, 1.5]), true);
  assert.equal(areas.contains(parts, [126.5, 1.5]), true);
  assert.equal(areas.contains(parts, [125.5, 1.5]), false);
});
