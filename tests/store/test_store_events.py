"""What a changed row does to a report: which events it leaves, and how the report stands after them."""

from datetime import timedelta

import pytest

from data.store.schema import event
from tests.builders import qlue_row
from tests.personas import ANGGREK, CEMPAKA, IN_CEMPAKA, MONDAY_NOON, local
from tests.pulls import at, counts, kinds, pull_rows, reports, rows_of

LATER = MONDAY_NOON + timedelta(hours=1)
LATER_STILL = MONDAY_NOON + timedelta(hours=2)


def told(town, *rows):
    """The same report told at noon, at one and at two."""
    for moment, row in zip((MONDAY_NOON, LATER, LATER_STILL), rows, strict=False):
        pull_rows(at(town, moment), row)


@pytest.mark.parametrize(
    ("change", "kind", "after"),
    [
        ({"status": "process"}, "status", {"status": "open", "status_description": "proses"}),
        (
            {"status": "complete"},
            "closed",
            {"status": "closed", "closed_datetime": LATER, "closed_basis": "observed"},
        ),
        ({"status": "ditolak"}, "withdrawn", {"status": "closed", "status_description": "ditolak"}),
        ({"status": "duplikat"}, "withdrawn", {"status": "closed", "status_description": "duplikat"}),
        (
            {"loc_lat": IN_CEMPAKA[0], "loc_lng": IN_CEMPAKA[1]},
            "moved",
            {"area_code": CEMPAKA, "placement": "point"},
        ),
        ({"loc_lat": 0, "loc_lng": 0}, "moved", {"area_code": None, "placement": "none", "lat": None}),
        ({"category": "flood"}, "recategorised", {"service_code": "banjir"}),
        ({"post_desc": "sudah bau"}, "amended", {"status": "open"}),
        ({"agency_responsible": "DLH"}, "amended", {"agency_responsible": "DLH"}),
    ],
)
def test_one_change_is_one_event_at_the_moment_it_was_learnt(two_sources, change, kind, after):
    usual = {"status": "wait", "category": "Sampah"}
    told(two_sources, qlue_row(1, **usual), qlue_row(1, **{**usual, **change}))
    assert kinds(two_sources.engine) == ["received", kind]
    last = rows_of(two_sources.engine, event)[-1]
    assert (last["occurred_at"], last["learnt_at"]) == (LATER, LATER)
    state = reports(two_sources.engine)["1"]
    assert {name: state[name] for name in after} == after
    assert {name: last[name] for name in after} == after


def test_a_reopening_takes_the_closing_back(two_sources):
    told(
        two_sources, qlue_row(1, status="wait"), qlue_row(1, status="complete"), qlue_row(1, status="process")
    )
    assert kinds(two_sources.engine) == ["received", "closed", "reopened"]
    state = reports(two_sources.engine)["1"]
    assert (state["status"], state["closed_datetime"], state["closed_basis"]) == ("open", None, None)
    assert state["reopened"] == 1


def test_a_report_closed_again_counts_its_reopening_and_not_its_first_closing(two_sources):
    for hour, word in enumerate(["wait", "complete", "process", "complete"]):
        pull_rows(at(two_sources, MONDAY_NOON + timedelta(hours=hour)), qlue_row(1, status=word))
    assert kinds(two_sources.engine) == ["received", "closed", "reopened", "closed"]
    state = reports(two_sources.engine)["1"]
    assert (state["reopened"], state["closed_datetime"]) == (1, MONDAY_NOON + timedelta(hours=3))


def test_the_sources_own_closing_time_wins_over_the_moment_we_saw_it(two_sources):
    closed = qlue_row(1, status="complete", closed_datetime="2026-11-23 10:30:00")
    told(two_sources, qlue_row(1, status="wait"), closed)
    state = reports(two_sources.engine)["1"]
    assert (state["closed_datetime"], state["closed_basis"]) == (local("2026-11-23 11:30"), "source")


def test_a_change_time_alone_closes_nothing_and_dates_no_closing(two_sources):
    row = qlue_row(1, status="complete", updated_datetime="2026-11-23 10:30:00")
    pull_rows(two_sources, row)
    state = reports(two_sources.engine)["1"]
    assert (state["closed_datetime"], state["closed_basis"]) == (None, "unknown")


def test_an_echo_of_older_news_changes_nothing(two_sources):
    news = qlue_row(1, status="complete", updated_datetime="2026-11-23 10:30:00")
    echo = qlue_row(1, status="process", updated_datetime="2026-11-23 10:00:00")
    pull_rows(two_sources, qlue_row(1, status="wait", updated_datetime="2026-11-23 09:30:00"))
    pull_rows(at(two_sources, LATER), news)
    line = pull_rows(at(two_sources, LATER_STILL), echo)
    assert counts(line) == {"read": 1, "unchanged": 1, "located": 1}
    assert kinds(two_sources.engine) == ["received", "closed"]


def test_a_history_told_at_once_is_an_event_for_each_step(two_sources):
    steps = [
        {"at": "2026-11-23 09:20:00", "status_description": "koordinasi"},
        {"at": "2026-11-23 09:40:00", "status_description": "proses", "agency_responsible": "DLH"},
        {"at": "2026-11-23 10:00:00", "status_description": "selesai"},
    ]
    pull_rows(
        two_sources, qlue_row(1, status="complete", history=steps, closed_datetime="2026-11-23 10:00:00")
    )
    assert kinds(two_sources.engine) == ["received", "status", "status", "closed"]
    happened = [row["occurred_at"] for row in rows_of(two_sources.engine, event)]
    # Filed and worked on in Jakarta's time, an hour behind the town's.
    assert happened == [local(f"2026-11-23 {time}") for time in ("10:00", "10:20", "10:40", "11:00")]
    assert reports(two_sources.engine)["1"]["agency_responsible"] == "DLH"


def test_several_changes_in_one_row_leave_one_event_each(two_sources):
    lat, long = IN_CEMPAKA
    told(two_sources, qlue_row(1, status="wait"), qlue_row(1, status="process", loc_lat=lat, loc_lng=long))
    assert kinds(two_sources.engine) == ["received", "status", "moved"]
    assert [row["area_code"] for row in rows_of(two_sources.engine, event)] == [ANGGREK, ANGGREK, CEMPAKA]


def test_a_status_that_nobody_has_mapped_is_kept_open_with_its_word(two_sources):
    told(two_sources, qlue_row(1, status="wait"), qlue_row(1, status="Menanti Dinas"))
    state = reports(two_sources.engine)["1"]
    assert (state["status"], state["status_description"]) == ("open", "tidak_dikenal")
    assert state["details"]["status_notes"] == "Menanti Dinas"
