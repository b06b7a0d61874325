"""Components that are kept give the same bytes as those made anew, and go when nobody keeps them."""

import gc

from dash import html

from dashboard.pages.wall.sections.map import PointList, point_features, point_layers
from dashboard.ui import kept_components
from dashboard.ui.kept_components import encode, keep


def row(text: str) -> html.Div:
    return html.Div([html.B(text), html.I(className="used", style={"left": "1%"})], className="row", key=text)


def test_a_kept_component_is_encoded_as_a_new_one():
    kept = keep(row("satu"))
    for _ in range(2):
        assert encode({"children": [kept, row("dua")]}) == encode({"children": [row("satu"), row("dua")]})


def test_a_component_without_a_keeper_is_forgotten():
    gc.collect()
    before = len(kept_components._encoded)
    kept = keep(row("satu"))
    encode(kept)
    assert len(kept_components._encoded) == before + 1
    del kept
    gc.collect()
    assert len(kept_components._encoded) == before


def test_layers_follow_the_points():
    point = {"lat": 1.0, "long": 2.0, "state": "late", "area": "a", "service_code": "x"}
    areas = frozenset("a")
    first = point_layers(PointList([point]), areas)
    assert point_layers(PointList([dict(point)]), areas) is first
    moved = [{**point, "lat": 1.5}]
    assert point_layers(PointList(moved), areas) == {
        "dots": point_features(moved, urgent=False, area_codes=areas),
        "marks": point_features(moved, urgent=True, area_codes=areas),
    }
