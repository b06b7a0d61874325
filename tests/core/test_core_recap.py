"""The recap by hand, and that it says what the wall, the ranking and the review say."""

from datetime import datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings

from data.core.history.replay import flow, flow_table
from data.core.recap.counts import FLOW, OUTCOME
from data.core.recap.groups import By
from data.core.recap.recap import NoAreaError, Recap, recap
from data.core.recap.spans import JUST, Span
from tests.builders import areas, city
from tests.event_histories import build_history, event_histories, periods
from tests.personas import ANGGREK, AREAS, BARAT, BARITO, CEMPAKA, DELIMA, TIMUR, local_time

MONDAY = Span(local_time("2026-11-23 00:00") - JUST, local_time("2026-11-24 00:00") - JUST)
DUE = {
    "requested_datetime": local_time("2026-11-22 08:00"),
    "expected_datetime": local_time("2026-11-23 12:00"),
}
WITHIN, LATE = {"verdict": "closed_on_time"}, {"verdict": "closed_late"}

# Monday 23 November 2026. Each line says what it is counted as.
STORY: list[Any] = [
    ("1", "received", "2026-11-22 08:00", {"area_code": ANGGREK, **DUE}),  # open before, late by evening
    ("2", "received", "2026-11-23 00:00", {"area_code": ANGGREK}),  # at midnight: Monday's
    ("2", "closed", "2026-11-23 09:00", WITHIN),  # taken back below
    ("2", "reopened", "2026-11-23 10:00"),
    ("2", "closed", "2026-11-23 11:00", LATE),  # resolved, late
    ("3", "received", "2026-11-23 08:00", {"area_code": BARITO, "agency_responsible": "Dinas PUPR"}),
    ("3", "closed", "2026-11-23 12:00", WITHIN),  # resolved, on time
    ("4", "received", "2026-11-23 13:00", {"area_code": ANGGREK, "service_code": "banjir"}),
    ("4", "moved", "2026-11-23 14:00", {"area_code": CEMPAKA}),  # received in Barat, lies in Timur
    ("5", "received", "2026-11-23 15:00", {"area_code": None, "placement": "none"}),
    ("5", "withdrawn", "2026-11-23 16:00"),
    ("6", "received", "2026-11-23 17:00", {"area_code": None, "placement": "outside"}),
    ("7", "received", "2026-11-24 00:00", {"area_code": ANGGREK}),  # Tuesday's
]


def made(by: By = By.PARENT, area: str | None = None, span: Span = MONDAY, story: Any = STORY) -> Recap:
    """The recap of a story."""
    events = (
        story if isinstance(story, pd.DataFrame) else build_history(sorted(story, key=lambda step: step[2]))
    )
    return recap(events, areas(), city(), span, area, by)


def row(found: Recap, key: str) -> dict[str, Any]:
    """The figures of one row that are not zero."""
    (figures,) = [line for line in found.rows if line["key"] == key]
    return {name: value for name, value in figures.items() if name not in ("key", "name") and value}


def test_each_kecamatan_by_hand() -> None:
    """What came in lies where it lies now; what happened, happened where it happened."""
    found = made()
    assert [line["key"] for line in found.rows] == [BARAT, TIMUR, "tanpa_lokasi", "di_luar_batas"]
    assert row(found, BARAT) == {
        "received": 2, "resolved": 2, "resolved_on_time": 1, "resolved_late": 1, "overdue": 1,
        "opening": 1, "new": 3, "reopened": 1, "moved": -1, "closed": 3, "closing": 1,
        "judged": 3, "on_time": pytest.approx(1 / 3),
    }  # fmt: skip
    assert row(found, TIMUR) == {"received": 1, "moved": 1, "closing": 1}
    assert row(found, "tanpa_lokasi") == {"received": 1, "new": 1, "withdrawn": 1}
    assert row(found, "di_luar_batas") == {"received": 1, "new": 1, "closing": 1}


def test_the_whole_city_by_hand() -> None:
    """A move within the city is none."""
    found = {name: value for name, value in made().total.items() if value}
    assert found == {
        "received": 5, "resolved": 2, "resolved_on_time": 1, "resolved_late": 1, "overdue": 1,
        "opening": 1, "new": 5, "reopened": 1, "closed": 3, "withdrawn": 1, "closing": 3,
        "judged": 3, "on_time": pytest.approx(1 / 3),
    }  # fmt: skip


def test_a_kecamatan_by_its_kelurahan() -> None:
    """Only what lay in it at any time."""
    found = made(By.AREA, BARAT)
    assert [line["key"] for line in found.rows] == [ANGGREK, BARITO]
    assert row(found, ANGGREK)["moved"] == -1
    assert found.total["closing"] == row(found, ANGGREK)["closing"] == 1
    assert found.area == {"code": BARAT, "name": "Barat", "level": "parent", "parent_name": "Barat"}


def test_by_category_and_by_holder() -> None:
    """What is closed stays with whoever held it last; who is named by nobody is the kecamatan."""
    found = made(By.CATEGORY)
    assert [line["key"] for line in found.rows] == ["sampah", "banjir", "narkoba", "usul"]
    assert row(found, "banjir") == {"received": 1, "new": 1, "closing": 1}
    found = made(By.HOLDER)
    assert [line["key"] for line in found.rows] == ["kecamatan", "Dinas PUPR"]
    assert row(found, "Dinas PUPR")["resolved"] == 1


def test_a_report_handed_on_leaves_one_holder_for_another() -> None:
    """And balances in both."""
    found = made(By.HOLDER, story=[
        ("1", "received", "2026-11-23 08:00"),
        ("1", "status", "2026-11-23 09:00", {"agency_responsible": "Satpol PP"}),
    ])  # fmt: skip
    assert row(found, "kecamatan") == {"new": 1, "moved": -1}
    assert row(found, "Satpol PP") == {"received": 1, "moved": 1, "closing": 1}


def test_a_sensitive_category_does_not_show_within_a_kelurahan() -> None:
    """There it is one of the others; the kecamatan may know of it."""
    story = [("1", "received", "2026-11-23 08:00", {"service_code": "narkoba", "area_code": ANGGREK})]
    found = made(By.CATEGORY, ANGGREK, story=story)
    assert [line["key"] for line in found.rows] == ["sampah", "banjir", "usul", "lainnya"]
    assert row(found, "lainnya")["received"] == 1
    assert row(made(By.CATEGORY, BARAT, story=story), "narkoba")["received"] == 1


def test_days_add_up_and_hand_their_stock_on() -> None:
    """Sunday and Monday; what Monday's reopening took back is gone from the day of its closing."""
    span = Span(local_time("2026-11-22 00:00") - JUST, MONDAY.until)
    found = made(By.DAY, span=span)
    assert [line["key"] for line in found.rows] == ["2026-11-22", "2026-11-23"]
    assert row(found, "2026-11-22") == {"received": 1, "new": 1, "closing": 1}
    assert row(found, "2026-11-23")["opening"] == 1
    assert sum(line["received"] for line in found.rows) == found.total["received"] == 6


def test_a_credit_taken_back_later_does_not_change_the_recap_of_before() -> None:
    """Monday's recap is what it was on Monday; of both days together the credit is gone."""
    story = [
        ("1", "received", "2026-11-23 08:00"),
        ("1", "closed", "2026-11-23 09:00", WITHIN),
        ("1", "reopened", "2026-11-24 09:00"),
    ]
    assert made(story=story).total["resolved"] == 1
    both = Span(MONDAY.after, local_time("2026-11-25 00:00") - JUST)
    assert made(story=story, span=both).total["resolved"] == 0
    assert [line["resolved"] for line in made(By.DAY, story=story, span=both).rows] == [0, 0]


def test_nothing_at_all_is_true_zeros_and_no_rate() -> None:
    """Every kecamatan has its row."""
    found = made(story=[])
    assert len(found.rows) == 4
    assert found.total == {**dict.fromkeys((*OUTCOME, *FLOW, "judged"), 0), "on_time": None}


def test_an_area_that_is_not_there_is_refused() -> None:
    """Rather than counted as nothing."""
    with pytest.raises(NoAreaError):
        made(area="99.99")


@settings(max_examples=15)
@given(event_histories(), periods())
def test_places_say_what_the_review_says(history: pd.DataFrame, period: tuple[datetime, datetime]) -> None:
    """Row for row, and for the city; an area by itself is its flow."""
    span = Span(*period)
    table = flow_table(history, areas(), *period, by="code")
    found = {line["key"]: line for line in made(By.AREA, span=span, story=history).rows}
    for code, *_ in AREAS:
        same = {name: table.loc[code, name] for name in FLOW if name != "moved"}
        assert {name: found[code][name] for name in same} == same
        assert found[code]["moved"] == table.loc[code, "moved_in"] - table.loc[code, "moved_out"]
    whole, total = flow(history, *period), made(span=span, story=history).total
    assert {name: total[name] for name in FLOW if name != "moved"} == {
        name: getattr(whole, name) for name in FLOW if name != "moved"
    }


@settings(max_examples=8)
@given(event_histories(), periods())
def test_rows_reconcile_to_their_total(history: pd.DataFrame, period: tuple[datetime, datetime]) -> None:
    """Whatever they are by, for the city and for a kecamatan; each balances."""
    for area in (None, TIMUR):
        for by in (By.PARENT, By.AREA, By.CATEGORY, By.HOLDER):
            found = made(by, area, Span(*period), history)
            for name in (*OUTCOME, *FLOW, "judged"):
                if area is None or name != "moved":  # what moves between rows is no move of the area
                    assert sum(line[name] for line in found.rows) == found.total[name], (by, name)
            for line in (*found.rows, found.total):
                gained = line["opening"] + line["new"] + line["reopened"] + line["moved"]
                assert gained - line["closed"] - line["withdrawn"] == line["closing"]


def test_a_recap_says_of_which_city_and_time_it_is() -> None:
    found = made()
    assert found.city == {"code": "31.01", "name": "Kota Uji", "timezone": "Asia/Makassar"}
    assert (found.since, found.until, found.by) == (MONDAY.after, MONDAY.until, "parent")
    assert found.simulated is False
    assert found.as_dict()["total"] == found.total


def test_an_area_that_there_is_not_is_named_in_the_refusal() -> None:
    with pytest.raises(NoAreaError, match=r"99\.99"):
        made(area="99.99")


def test_what_was_in_time_and_what_was_late_are_not_taken_for_each_other() -> None:
    story = [
        ("1", "received", "2026-11-23 08:00"), ("1", "closed", "2026-11-23 09:00", WITHIN),
        ("2", "received", "2026-11-23 08:00"), ("2", "closed", "2026-11-23 09:00", WITHIN),
        ("3", "received", "2026-11-23 08:00"), ("3", "closed", "2026-11-23 09:00", LATE),
    ]  # fmt: skip
    assert (made(story=story).total["resolved_on_time"], made(story=story).total["resolved_late"]) == (2, 1)


def test_a_kelurahan_says_of_which_kecamatan_it_is() -> None:
    assert made(area=ANGGREK).area == {
        "code": ANGGREK, "name": "Anggrek", "level": "area", "parent_name": "Barat",
    }  # fmt: skip


def test_a_day_without_anything_is_true_zeros() -> None:
    """Of a kelurahan of which nothing was ever heard, each day has its row."""
    days = made(By.DAY, CEMPAKA, story=STORY[:3])
    assert [{line[name] for name in (*OUTCOME, *FLOW)} for line in days.rows] == [{0}]


def test_an_area_that_no_layer_knows_is_told_apart_from_no_place_at_all() -> None:
    """By kelurahan; each row stays away where it has nothing."""
    story = [("1", "received", "2026-11-23 08:00", {"area_code": "99.01.01.1001"}),
             ("2", "received", "2026-11-23 08:00", {"area_code": None, "placement": "none"})]  # fmt: skip
    found = made(By.AREA, story=story)
    assert row(found, "wilayah_tidak_dikenal")["received"] == 1
    assert row(found, "tanpa_lokasi")["received"] == 1


def test_a_category_that_the_city_has_not_named_is_one_of_the_others() -> None:
    found = made(By.CATEGORY, story=[("1", "received", "2026-11-23 08:00", {"service_code": "asing"})])
    assert [(line["key"], line["name"]) for line in found.rows][-1] == (
        city().get_category("asing").code,
        city().get_category("asing").name,
    )


def test_a_report_that_came_closed_was_never_held_by_another_than_the_kecamatan() -> None:
    closed = {"status": "closed", "status_description": "selesai",
              "closed_datetime": local_time("2026-11-23 08:00")}  # fmt: skip
    found = made(By.HOLDER, story=[("1", "received", "2026-11-23 08:00", closed)])
    assert [line["key"] for line in found.rows] == ["kecamatan"]


def test_a_kelurahan_of_which_nothing_was_heard_has_its_row_in_its_kecamatan() -> None:
    assert [line["key"] for line in made(By.AREA, TIMUR).rows] == [CEMPAKA, DELIMA]
