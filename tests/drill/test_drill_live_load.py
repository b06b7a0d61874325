"""How old what screens show is, by their frames and the commits; the load is ``tests.drill live``."""

import orjson

from tests.drill.live_screens import LiveScreens, open_reports

COMMITS = [(10.0, 101), (10.1, 102), (10.2, 103)]


def test_age_is_counted_from_the_first_commit_that_a_screen_lacked() -> None:
    screens = LiveScreens(port=0, count=2)
    screens.shown = [[(9.0, 100), (10.5, 102), (10.6, 103)], [(9.0, 100), (10.3, 103), (11.0, 103)]]
    assert [round(age, 1) for age in screens.ages(COMMITS)] == [0.5, 0.4, 0.3]
    assert screens.missing(COMMITS) == 0


def test_commits_that_the_furthest_behind_screen_lacks_are_missing() -> None:
    screens = LiveScreens(port=0, count=2)
    screens.shown = [[(9.0, 100), (10.5, 103)], [(9.0, 100), (10.5, 101)]]
    assert screens.missing(COMMITS) == 2


def test_open_reports_are_read_from_the_tile_of_a_frame() -> None:
    value = {"props": {"className": "tile-value", "children": "54.264"}, "type": "B"}
    tile = {"children": [{"props": {"children": "belum selesai", "className": "tile-label"}}, value]}
    assert open_reports(orjson.dumps({"props": {"wall-open": tile}})) == 54_264
