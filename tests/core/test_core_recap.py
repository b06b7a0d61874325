"""The recap by hand, and that it agrees with the wall, the ranking and the review."""

from datetime import datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import given

from data.core.history.replay import flow, flow_table
from data.core.recap.counts import FLOW, OUTCOME
from data.core.recap.groups import GroupBy
from data.core.recap.recap import Recap, UnknownAreaError, recap
from data.core.recap.spans import MICROSECOND, TimeSpan
from tests.builders import areas, city
from tests.event_histories import build_history, event_histories, periods
from tests.example_limits import limited_examples
from tests.personas import ANGGREK, AREAS, BARAT, BARITO, CEMPAKA, DELIMA, TIMUR, local_time

MONDAY = TimeSpan(local_time("2026-11-23 00:00") - MICROSECOND, local_time("2026-11-24 00:00") - MICROSECOND)
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


def recap_of(
    by: GroupBy = GroupBy.PARENT, area: str | None = None, span: TimeSpan = MONDAY, story: Any = STORY
) -> Recap:
    """Return the recap of a history."""
    events = (
        story if isinstance(story, pd.DataFrame) else build_history(sorted(story, key=lambda step: step[2]))
    )
    return recap(events, areas(), city(), span, area, by)


def nonzero_figures(actual: Recap, key: str) -> dict[str, Any]:
    """Return the figures of one row that are not zero."""
    (figures,) = [line for line in actual.rows if line["key"] == key]
    return {name: value for name, value in figures.items() if name not in ("key", "name") and value}


def test_each_kecamatan_by_hand() -> None:
    """Received reports count in their present area; events count where they occurred."""
    actual = recap_of()
    assert [line["key"] for line in actual.rows] == [BARAT, TIMUR, "tanpa_lokasi", "di_luar_batas"]
    assert nonzero_figures(actual, BARAT) == {
        "received": 2, "resolved": 2, "resolved_on_time": 1, "resolved_late": 1, "overdue": 1,
        "opening": 1, "new": 3, "reopened": 1, "moved": -1, "closed": 3, "closing": 1,
        "judged": 3, "on_time": pytest.approx(1 / 3),
    }  # fmt: skip
    assert nonzero_figures(actual, TIMUR) == {"received": 1, "moved": 1, "closing": 1}
    assert nonzero_figures(actual, "tanpa_lokasi") == {"received": 1, "new": 1, "withdrawn": 1}
    assert nonzero_figures(actual, "di_luar_batas") == {"received": 1, "new": 1, "closing": 1}


def test_the_whole_city_by_hand() -> None:
    """A move within the city does not count."""
    figures = {name: value for name, value in recap_of().total.items() if value}
    assert figures == {
        "received": 5, "resolved": 2, "resolved_on_time": 1, "resolved_late": 1, "overdue": 1,
        "opening": 1, "new": 5, "reopened": 1, "closed": 3, "withdrawn": 1, "closing": 3,
        "judged": 3, "on_time": pytest.approx(1 / 3),
    }  # fmt: skip


def test_a_kecamatan_by_its_kelurahan() -> None:
    """Only reports that were in it at any time count."""
    actual = recap_of(GroupBy.AREA, BARAT)
    assert [line["key"] for line in actual.rows] == [ANGGREK, BARITO]
    assert nonzero_figures(actual, ANGGREK)["moved"] == -1
    assert actual.total["closing"] == nonzero_figures(actual, ANGGREK)["closing"] == 1
    assert actual.area == {"code": BARAT, "name": "Barat", "level": "parent", "parent_name": "Barat"}


def test_by_category_and_by_holder() -> None:
    """A closed report stays with its last assignee; without a named agency it is the kecamatan's."""
    actual = recap_of(GroupBy.CATEGORY)
    assert [line["key"] for line in actual.rows] == ["sampah", "banjir", "narkoba", "usul"]
    assert nonzero_figures(actual, "banjir") == {"received": 1, "new": 1, "closing": 1}
    actual = recap_of(GroupBy.HOLDER)
    assert [line["key"] for line in actual.rows] == ["kecamatan", "Dinas PUPR"]
    assert nonzero_figures(actual, "Dinas PUPR")["resolved"] == 1


def test_a_reassigned_report_leaves_one_assignee_for_another() -> None:
    """The flow of both balances."""
    actual = recap_of(GroupBy.HOLDER, story=[
        ("1", "received", "2026-11-23 08:00"),
        ("1", "status", "2026-11-23 09:00", {"agency_responsible": "Satpol PP"}),
    ])  # fmt: skip
    assert nonzero_figures(actual, "kecamatan") == {"new": 1, "moved": -1}
    assert nonzero_figures(actual, "Satpol PP") == {"received": 1, "moved": 1, "closing": 1}


def test_a_sensitive_category_does_not_show_within_a_kelurahan() -> None:
    """There it counts as another category; the kecamatan sees it."""
    story = [("1", "received", "2026-11-23 08:00", {"service_code": "narkoba", "area_code": ANGGREK})]
    actual = recap_of(GroupBy.CATEGORY, ANGGREK, story=story)
    assert [line["key"] for line in actual.rows] == ["sampah", "banjir", "usul", "lainnya"]
    assert nonzero_figures(actual, "lainnya")["received"] == 1
    assert nonzero_figures(recap_of(GroupBy.CATEGORY, BARAT, story=story), "narkoba")["received"] == 1


def test_days_add_up_and_each_opens_with_the_closing_stock_before() -> None:
    """Sunday and Monday; a closing that was reopened on Monday does not count as resolved on Sunday."""
    span = TimeSpan(local_time("2026-11-22 00:00") - MICROSECOND, MONDAY.until)
    actual = recap_of(GroupBy.DAY, span=span)
    assert [line["key"] for line in actual.rows] == ["2026-11-22", "2026-11-23"]
    assert nonzero_figures(actual, "2026-11-22") == {"received": 1, "new": 1, "closing": 1}
    assert nonzero_figures(actual, "2026-11-23")["opening"] == 1
    assert sum(line["received"] for line in actual.rows) == actual.total["received"] == 6


def test_a_later_reopening_does_not_change_an_earlier_recap() -> None:
    """Monday's recap is what it was on Monday; in the recap of both days it is not resolved."""
    story = [
        ("1", "received", "2026-11-23 08:00"),
        ("1", "closed", "2026-11-23 09:00", WITHIN),
        ("1", "reopened", "2026-11-24 09:00"),
    ]
    assert recap_of(story=story).total["resolved"] == 1
    both = TimeSpan(MONDAY.after, local_time("2026-11-25 00:00") - MICROSECOND)
    assert recap_of(story=story, span=both).total["resolved"] == 0
    assert [line["resolved"] for line in recap_of(GroupBy.DAY, story=story, span=both).rows] == [0, 0]


def test_an_empty_history_gives_zeros_and_no_rate() -> None:
    """Every kecamatan has its row."""
    actual = recap_of(story=[])
    assert len(actual.rows) == 4
    assert actual.total == {**dict.fromkeys((*OUTCOME, *FLOW, "judged"), 0), "on_time": None}


def test_an_unknown_area_is_refused() -> None:
    """It is not counted as zero."""
    with pytest.raises(UnknownAreaError):
        recap_of(area="99.99")


@limited_examples(15)
@given(event_histories(), periods())
def test_the_counts_of_areas_equal_those_of_the_review(
    history: pd.DataFrame, period: tuple[datetime, datetime]
) -> None:
    """This holds for each row and for the city; an area alone has its own flow."""
    span = TimeSpan(*period)
    table = flow_table(history, areas(), *period, by="code")
    rows_by_key = {line["key"]: line for line in recap_of(GroupBy.AREA, span=span, story=history).rows}
    for code, *_ in AREAS:
        same = {name: table.loc[code, name] for name in FLOW if name != "moved"}
        assert {name: rows_by_key[code][name] for name in same} == same
        assert rows_by_key[code]["moved"] == table.loc[code, "moved_in"] - table.loc[code, "moved_out"]
    whole, total = flow(history, *period), recap_of(span=span, story=history).total
    assert {name: total[name] for name in FLOW if name != "moved"} == {
        name: getattr(whole, name) for name in FLOW if name != "moved"
    }


@limited_examples(8)
@given(event_histories(), periods())
def test_rows_reconcile_to_their_total(history: pd.DataFrame, period: tuple[datetime, datetime]) -> None:
    """This holds for every grouping, for the city and for a kecamatan; each row balances."""
    for area in (None, TIMUR):
        for by in (GroupBy.PARENT, GroupBy.AREA, GroupBy.CATEGORY, GroupBy.HOLDER):
            actual = recap_of(by, area, TimeSpan(*period), history)
            for name in (*OUTCOME, *FLOW, "judged"):
                if area is None or name != "moved":  # what moves between rows is no move of the area
                    assert sum(line[name] for line in actual.rows) == actual.total[name], (by, name)
            for line in (*actual.rows, actual.total):
                gained = line["opening"] + line["new"] + line["reopened"] + line["moved"]
                assert gained - line["closed"] - line["withdrawn"] == line["closing"]


def test_a_recap_has_its_city_and_period() -> None:
    actual = recap_of()
    assert actual.city == {"code": "31.01", "name": "Kota Uji", "timezone": "Asia/Makassar"}
    assert (actual.since, actual.until, actual.by) == (MONDAY.after, MONDAY.until, "parent")
    assert actual.simulated is False
    assert actual.as_dict()["total"] == actual.total


def test_the_error_names_the_unknown_area() -> None:
    with pytest.raises(UnknownAreaError, match=r"99\.99"):
        recap_of(area="99.99")


def test_on_time_and_late_reports_are_counted_separately() -> None:
    story = [
        ("1", "received", "2026-11-23 08:00"), ("1", "closed", "2026-11-23 09:00", WITHIN),
        ("2", "received", "2026-11-23 08:00"), ("2", "closed", "2026-11-23 09:00", WITHIN),
        ("3", "received", "2026-11-23 08:00"), ("3", "closed", "2026-11-23 09:00", LATE),
    ]  # fmt: skip
    assert (
        recap_of(story=story).total["resolved_on_time"],
        recap_of(story=story).total["resolved_late"],
    ) == (2, 1)


def test_the_recap_of_a_kelurahan_has_its_kecamatan() -> None:
    assert recap_of(area=ANGGREK).area == {
        "code": ANGGREK, "name": "Anggrek", "level": "area", "parent_name": "Barat",
    }  # fmt: skip


def test_a_day_without_events_has_zeros() -> None:
    """Each day of a kelurahan without any report has its row."""
    days = recap_of(GroupBy.DAY, CEMPAKA, story=STORY[:3])
    assert [{line[name] for name in (*OUTCOME, *FLOW)} for line in days.rows] == [{0}]


def test_an_unknown_area_and_a_missing_location_are_separate_rows() -> None:
    """By kelurahan; a row without reports is left out."""
    story = [("1", "received", "2026-11-23 08:00", {"area_code": "99.01.01.1001"}),
             ("2", "received", "2026-11-23 08:00", {"area_code": None, "placement": "none"})]  # fmt: skip
    actual = recap_of(GroupBy.AREA, story=story)
    assert nonzero_figures(actual, "wilayah_tidak_dikenal")["received"] == 1
    assert nonzero_figures(actual, "tanpa_lokasi")["received"] == 1


def test_an_unconfigured_category_is_counted_as_other() -> None:
    actual = recap_of(
        GroupBy.CATEGORY, story=[("1", "received", "2026-11-23 08:00", {"service_code": "asing"})]
    )
    assert [(line["key"], line["name"]) for line in actual.rows][-1] == (
        city().get_category("asing").code,
        city().get_category("asing").name,
    )


def test_a_report_received_closed_counts_for_the_kecamatan() -> None:
    closed = {"status": "closed", "status_description": "selesai",
              "closed_datetime": local_time("2026-11-23 08:00")}  # fmt: skip
    actual = recap_of(GroupBy.HOLDER, story=[("1", "received", "2026-11-23 08:00", closed)])
    assert [line["key"] for line in actual.rows] == ["kecamatan"]


def test_a_kelurahan_without_reports_has_a_row() -> None:
    assert [line["key"] for line in recap_of(GroupBy.AREA, TIMUR).rows] == [CEMPAKA, DELIMA]
