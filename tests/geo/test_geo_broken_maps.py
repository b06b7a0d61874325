"""What an import accepts draws, locates and ranks; what it cannot use it names, all at once."""

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import (
    INSTALLED_FIELDS,
    AreaLayer,
    LayerError,
    LayerFields,
    Locator,
    bounds,
    feature_collection,
    import_official,
    label_points,
    layer_in_use,
    open_layer,
    parent_borders,
)
from geo.__main__ import main
from geo.official import installed_path
from tests.example_limits import limited_examples

AT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
FIELDS = LayerFields("kode", "nama", "kec", "nama_kec")
SQUARE = [[124.81, 1.45], [124.82, 1.45], [124.82, 1.46], [124.81, 1.46], [124.81, 1.45]]
TINY = [[124.85, 1.45], [124.850002, 1.45], [124.850002, 1.450002], [124.85, 1.450002], [124.85, 1.45]]
TINY_HOLE = [[124.815, 1.455], [124.815002, 1.455], [124.815002, 1.455002], [124.815, 1.455]]
SPLINTER = [[124.815, 1.47], [124.815002, 1.47], [124.815002, 1.470002], [124.815, 1.47]]
NEEDLE = [[124.83, 1.45], [124.84, 1.450001], [124.85, 1.45], [124.83, 1.45]]

Geometry = dict[str, Any] | None


def polygon(*rings: list[list[float]]) -> Geometry:
    return {"type": "Polygon", "coordinates": list(rings)}


def features(*geometries: Geometry) -> list[dict[str, Any]]:
    """Return two good areas, and one for each geometry, with codes from 1003 on."""
    west = polygon([[124.79, 1.45], [124.80, 1.45], [124.80, 1.46], [124.79, 1.46], [124.79, 1.45]])
    east = polygon([[124.80, 1.45], [124.81, 1.45], [124.81, 1.46], [124.80, 1.46], [124.80, 1.45]])
    return [
        {
            "type": "Feature",
            "properties": {
                "kode": f"72.99.01.{1000 + number}",
                "nama": f"Kelurahan {number}",
                "kec": "72.99.01",
                "nama_kec": "Utara",
            },
            "geometry": geometry,
        }
        for number, geometry in enumerate((west, east, *geometries), start=1)
    ]


def write(folder: Path, content: list[dict[str, Any]]) -> Path:
    file = folder / "batas.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": content}), encoding="utf-8")
    return file


def import_map(folder: Path, *geometries: Geometry, **options: Any) -> dict[str, Any]:
    file, to = write(folder, features(*geometries)), installed_path(folder, "kota")
    return import_official(file, fields=FIELDS, city="kota", to=to, at=AT, **options).to_dict()


def assert_board_works(layer: AreaLayer) -> None:
    """Check what the dashboard computes of a layer when it starts, and that every area can be found."""
    drawn = [
        shapely.geometry.shape(each["geometry"]) for each in json.loads(feature_collection(layer))["features"]
    ]
    assert len(drawn) == len(layer.codes)
    assert (shapely.area(drawn) > 0).all()
    assert len(json.loads(parent_borders(layer))["features"]) == len(layer.parents)
    assert label_points(layer)[["lat", "long"]].notna().all(axis=None)
    for code in layer.parents["code"]:
        bounds(layer, code)
    located = set()
    for shape in layer.areas.geometry:
        inner = shapely.point_on_surface(shape)
        located |= set(Locator(layer)(inner.y, inner.x))
    assert None not in located


@pytest.mark.parametrize(
    ("geometry", "repair"),
    [
        pytest.param(polygon(SQUARE[:-1]), "a ring that was open is closed", id="open ring"),
        pytest.param(
            {"type": "MultiPolygon", "coordinates": [[SQUARE], [SPLINTER]]},
            "smaller than a metre",
            id="splinter",
        ),
        pytest.param(polygon(SQUARE, TINY_HOLE), "smaller than a metre", id="hole"),
        pytest.param(
            polygon([*SQUARE[:2], [124.83, 1.47], *SQUARE[1:]]), "crosses or touches itself", id="spike"
        ),
        pytest.param(
            {
                "type": "GeometryCollection",
                "geometries": [{"type": "Point", "coordinates": SQUARE[0]}, polygon(SQUARE)],
            },
            "no polygon are left out",
            id="label point",
        ),
        pytest.param(
            {"type": "GeometryCollection", "geometries": [polygon(SQUARE[:-1])]},
            "open is closed",
            id="open within",
        ),
    ],
)
def test_a_certain_repair_is_made_and_named(geometry: Geometry, repair: str, tmp_path: Path) -> None:
    (remark,) = [each for each in import_map(tmp_path, geometry)["repairs"] if repair in each["text"]]
    assert (remark["code"], remark["name"]) == ("72.99.01.1003", "Kelurahan 3")
    layer = layer_in_use(tmp_path, "kota")
    assert len(layer.codes) == 3
    assert_board_works(layer)


@pytest.mark.parametrize(
    "geometry",
    [
        pytest.param(polygon([*SQUARE[:2], SQUARE[1], *SQUARE[2:]]), id="corner twice"),
        pytest.param(polygon(SQUARE[::-1]), id="winding"),
        pytest.param(polygon([[*corner, 12.5] for corner in SQUARE]), id="heights"),
    ],
)
def test_what_is_no_fault_needs_no_repair(geometry: Geometry, tmp_path: Path) -> None:
    assert import_map(tmp_path, geometry)["repairs"] == ()
    assert_board_works(layer_in_use(tmp_path, "kota"))


UNUSABLE = [
    pytest.param(
        polygon([[124.9, 1.45], [124.91, 1.45], [124.9, 1.45], [124.9, 1.45]]), "any surface", id="flat"
    ),
    pytest.param(polygon(TINY), "less than a metre", id="tiny"),
    pytest.param(polygon(NEEDLE), "less than a metre", id="needle"),
    pytest.param(polygon([[124.9, 1.45]]), "no geometry", id="one corner"),
    pytest.param(polygon([["a", 1], [124.9, 1.45], [124.9, 1.46]]), "no geometry", id="text for a number"),
    pytest.param(polygon([]), "no geometry", id="empty"),
    pytest.param(None, "no geometry", id="null"),
    pytest.param({"type": "LineString", "coordinates": SQUARE}, "points or lines", id="line"),
    pytest.param({"type": "Point", "coordinates": SQUARE[0]}, "points or lines", id="point"),
    pytest.param(polygon([*SQUARE[:3], [0, 0], SQUARE[0]]), "from the city's middle", id="corner at zero"),
    pytest.param(
        polygon([[1.45, 124.8], [1.46, 124.8], [1.46, 124.9], [1.45, 124.8]]), "outside", id="swapped"
    ),
    pytest.param(
        polygon([[124.80, 1.45], [124.81, 1.45], [124.81, 1.46], [124.80, 1.46], [124.80, 1.45]]),
        "overlap on",
        id="a second time",
    ),
]


@pytest.mark.parametrize(("geometry", "words"), UNUSABLE)
def test_what_cannot_be_repaired_is_refused_by_name(geometry: Geometry, words: str, tmp_path: Path) -> None:
    with pytest.raises(LayerError, match=words) as refusal:
        import_map(tmp_path, geometry)
    assert "72.99.01.1003" in str(refusal.value)
    assert not installed_path(tmp_path, "kota").exists()


def test_all_problems_stand_in_one_message(tmp_path: Path) -> None:
    rows = features(polygon(TINY), None, polygon(SQUARE))
    rows[0]["properties"]["nama"] = ""
    rows[4]["properties"]["kode"] = "72.99.01.1002"
    with pytest.raises(LayerError) as refusal:
        import_official(write(tmp_path, rows), fields=FIELDS, city="k", to=tmp_path / "a.geojson", at=AT)
    for words in (
        "'nama' is empty for: 72.99.01.1001",
        "'kode' repeats: 72.99.01.1002 (Kelurahan 5)",
        "less than a metre of surface, which no map can show: 72.99.01.1003 (Kelurahan 3)",
        "no geometry: 72.99.01.1004 (Kelurahan 4)",
        "--leave-out",
    ):
        assert words in str(refusal.value)


def test_a_small_area_under_another_is_refused_since_no_point_would_be_in_it(tmp_path: Path) -> None:
    enclave = [[124.801, 1.451], [124.8011, 1.451], [124.8011, 1.4511], [124.801, 1.451]]
    with pytest.raises(LayerError, match=r"cover these wholly: 72.99.01.1003 \(Kelurahan 3\)"):
        import_map(tmp_path, polygon(enclave))


def test_a_border_that_can_be_read_in_two_ways_is_refused(tmp_path: Path) -> None:
    twice = [[124.81, 1.45], [124.85, 1.45], [124.85, 1.49], [124.81, 1.49], [124.81, 1.47], [124.83, 1.47],
             [124.83, 1.51], [124.82, 1.51], [124.82, 1.46], [124.81, 1.46], [124.81, 1.45]]  # fmt: skip
    with pytest.raises(LayerError, match=r"two different surfaces.*72.99.01.1003 \(Kelurahan 3\)"):
        import_map(tmp_path, polygon(twice))


@pytest.mark.parametrize("area", ["72.99.01.1003", "Kelurahan 3"])
def test_the_others_are_imported_without_an_area_that_is_left_out(area: str, tmp_path: Path) -> None:
    assert import_map(tmp_path, polygon(TINY), polygon(SQUARE[:-1]), leave_out=[area])["left_out"] == (area,)
    layer = layer_in_use(tmp_path, "kota")
    assert layer.codes == ("72.99.01.1001", "72.99.01.1002", "72.99.01.1004")
    assert_board_works(layer)


def test_an_area_to_leave_out_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(LayerError, match="no area has the code or name 'Kelurahan 9'"):
        import_map(tmp_path, leave_out=["Kelurahan 9"])


def test_a_board_takes_the_other_areas_of_its_file_and_names_the_one_that_is_bad(tmp_path: Path) -> None:
    layer = open_layer(write(tmp_path, features(polygon(TINY))), fields=FIELDS, tolerant=True)
    assert layer.codes == ("72.99.01.1001", "72.99.01.1002")
    assert [(each.code, each.name) for each in layer.left_out] == [("72.99.01.1003", "Kelurahan 3")]
    assert_board_works(layer)
    with pytest.raises(LayerError, match="3 area"):
        open_layer(write(tmp_path, [{**each, "geometry": None} for each in features(None)]), fields=FIELDS)


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\xff" * 400, b'{"type": "FeatureCollection", "features": [{"type": "Fea', b"[]", b"null",
     b'{"type": "FeatureCollection", "features": []}', b"PK\x03\x04 no map"],
)  # fmt: skip
def test_any_file_that_is_no_map_is_refused_in_words(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "batas.geojson"
    file.write_bytes(content)
    with pytest.raises(LayerError, match=r"batas\.geojson: |has no areas"):
        import_official(file, fields=FIELDS, city="kota", to=tmp_path / "a.geojson", at=AT)


def test_a_damaged_layer_names_its_file_and_the_way_back(tmp_path: Path) -> None:
    to = installed_path(tmp_path, "kota")
    import_map(tmp_path)
    import_map(tmp_path)
    to.write_bytes(to.read_bytes()[:200])
    (backup,) = to.parent.glob("kota.geojson.*")
    with pytest.raises(LayerError) as refusal:
        layer_in_use(tmp_path, "kota")
    assert f"{to}: " in str(refusal.value)
    assert f"cp {backup} {to}" in str(refusal.value)


numbers = st.one_of(
    st.sampled_from([0.0, 124.8, 124.81, 124.815, 1.45, 1.46, -200.0]),
    st.floats(124.80, 124.86),
    st.floats(1.44, 1.47),
)
near = st.tuples(st.floats(124.82, 124.83), st.floats(1.45, 1.46)).map(list)
grid = st.tuples(
    st.sampled_from([124.82, 124.82001, 124.825, 124.83]), st.sampled_from([1.45, 1.450001, 1.46])
)
corners = st.one_of(near, grid.map(list), st.tuples(numbers, numbers).map(list))
rings = st.lists(corners, max_size=8).flatmap(lambda ring: st.sampled_from([ring, [*ring, *ring[:1]]]))
polygons = st.lists(rings, max_size=3)
geometries = st.one_of(
    polygons.map(lambda each: {"type": "Polygon", "coordinates": each}),
    st.lists(polygons, max_size=3).map(lambda each: {"type": "MultiPolygon", "coordinates": each}),
    rings.map(lambda each: {"type": "LineString", "coordinates": each}),
)
collections = st.lists(geometries, max_size=2).map(
    lambda each: {"type": "GeometryCollection", "geometries": each}
)


@limited_examples(60)
@given(geometry=st.one_of(geometries, collections))
def test_any_geometry_works_once_accepted_or_is_refused_with_its_area(geometry: Geometry) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        file, to = write(folder, features(geometry)), folder / "a.geojson"
        try:
            import_official(file, fields=FIELDS, city="kota", to=to, at=AT)
        except LayerError as refusal:
            assert "72.99.01.100" in str(refusal)
            return
        assert_board_works(open_layer(to, fields=INSTALLED_FIELDS))


def test_the_command_refuses_without_a_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path, features(polygon(TINY)))
    words = [
        "--id",
        "kode",
        "--name",
        "nama",
        "--parent",
        "kec",
        "--parent-name",
        "nama_kec",
        "--city",
        "kota",
    ]
    environ = {"PANTAU_VAR": str(tmp_path / "var")}
    assert main(["import", str(file), *words], environ) == 2
    assert "72.99.01.1003 (Kelurahan 3)" in capsys.readouterr().err
    assert main(["import", str(file), *words, "--leave-out", "Kelurahan 3"], environ) == 0
    assert json.loads(capsys.readouterr().out)["areas"] == 2
