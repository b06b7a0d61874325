"""Events that a changed row causes, and the report's standing after them."""

from datetime import timedelta

import pytest

from data.store.schema import event
from tests.builders import qlue_row
from tests.personas import ANGGREK, CEMPAKA, IN_CEMPAKA, MONDAY_NOON, local_time
from tests.pulls import app_context_at, event_kinds, nonzero_counts, pull_rows, reports, rows_of

LATER = MONDAY_NOON + timedelta(hours=1)
LATER_STILL = MONDAY_NOON + timedelta(hours=2)


def pull_versions(context, *rows):
    """Pull versions of the same report at noon, at one and at two."""
    for moment, row in zip((MONDAY_NOON, LATER, LATER_STILL), rows, strict=False):
        pull_rows(app_context_at(context, moment), row)


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
        ({"loc_lat": 0, "loc_lng": 0}, "amended", {"area_code": ANGGREK, "placement": "point"}),
        ({"category": "flood"}, "recategorised", {"service_code": "banjir"}),
        ({"post_desc": "sudah bau"}, "amended", {"status": "open"}),
        ({"agency_responsible": "DLH"}, "amended", {"agency_responsible": "DLH"}),
    ],
)
def test_one_change_is_one_event_at_the_moment_it_was_learnt(two_sources, change, kind, after):
    defaults = {"status": "wait", "category": "Sampah"}
    pull_versions(two_sources, qlue_row(1, **defaults), qlue_row(1, **{**defaults, **change}))
    assert event_kinds(two_sources.engine) == ["received", kind]
    last = rows_of(two_sources.engine, event)[-1]
    assert (last["occurred_at"], last["learnt_at"]) == (LATER, LATER)
    state = reports(two_sources.engine)["1"]
    assert {name: state[name] for name in after} == after
    assert {name: last[name] for name in after} == after


def test_a_reopening_clears_the_closing(two_sources):
    pull_versions(
        two_sources, qlue_row(1, status="wait"), qlue_row(1, status="complete"), qlue_row(1, status="process")
    )
    assert event_kinds(two_sources.engine) == ["received", "closed", "reopened"]
    state = reports(two_sources.engine)["1"]
    assert (state["status"], state["closed_datetime"], state["closed_basis"]) == ("open", None, None)
    assert state["reopened"] == 1


def test_a_report_closed_again_counts_its_reopening_and_not_its_first_closing(two_sources):
    for hour, status in enumerate(["wait", "complete", "process", "complete"]):
        pull_rows(
            app_context_at(two_sources, MONDAY_NOON + timedelta(hours=hour)), qlue_row(1, status=status)
        )
    assert event_kinds(two_sources.engine) == ["received", "closed", "reopened", "closed"]
    state = reports(two_sources.engine)["1"]
    assert (state["reopened"], state["closed_datetime"]) == (1, MONDAY_NOON + timedelta(hours=3))


def test_the_sources_own_closing_time_wins_over_the_moment_we_saw_it(two_sources):
    closed = qlue_row(1, status="complete", closed_datetime="2026-11-23 10:30:00")
    pull_versions(two_sources, qlue_row(1, status="wait"), closed)
    state = reports(two_sources.engine)["1"]
    assert (state["closed_datetime"], state["closed_basis"]) == (local_time("2026-11-23 11:30"), "source")


def test_an_update_time_is_not_taken_as_closing_time(two_sources):
    row = qlue_row(1, status="complete", updated_datetime="2026-11-23 10:30:00")
    pull_rows(two_sources, row)
    state = reports(two_sources.engine)["1"]
    assert (state["closed_datetime"], state["closed_basis"]) == (None, "unknown")


def test_an_older_update_changes_nothing(two_sources):
    newer_row = qlue_row(1, status="complete", updated_datetime="2026-11-23 10:30:00")
    older_row = qlue_row(1, status="process", updated_datetime="2026-11-23 10:00:00")
    pull_rows(two_sources, qlue_row(1, status="wait", updated_datetime="2026-11-23 09:30:00"))
    pull_rows(app_context_at(two_sources, LATER), newer_row)
    line = pull_rows(app_context_at(two_sources, LATER_STILL), older_row)
    assert nonzero_counts(line) == {"read": 1, "unchanged": 1, "located": 1}
    assert event_kinds(two_sources.engine) == ["received", "closed"]


def test_a_history_in_one_row_becomes_one_event_per_step(two_sources):
    steps = [
        {"at": "2026-11-23 09:20:00", "status_description": "koordinasi"},
        {"at": "2026-11-23 09:40:00", "status_description": "proses", "agency_responsible": "DLH"},
        {"at": "2026-11-23 10:00:00", "status_description": "selesai"},
    ]
    pull_rows(
        two_sources, qlue_row(1, status="complete", history=steps, closed_datetime="2026-11-23 10:00:00")
    )
    assert event_kinds(two_sources.engine) == ["received", "status", "status", "closed"]
    occurred_at = [row["occurred_at"] for row in rows_of(two_sources.engine, event)]
    # The source's times are Jakarta's, an hour behind the city's.
    assert occurred_at == [local_time(f"2026-11-23 {time}") for time in ("10:00", "10:20", "10:40", "11:00")]
    assert reports(two_sources.engine)["1"]["agency_responsible"] == "DLH"


def test_several_changes_in_one_row_leave_one_event_each(two_sources):
    lat, long = IN_CEMPAKA
    pull_versions(
        two_sources, qlue_row(1, status="wait"), qlue_row(1, status="process", loc_lat=lat, loc_lng=long)
    )
    assert event_kinds(two_sources.engine) == ["received", "status", "moved"]
    assert [row["area_code"] for row in rows_of(two_sources.engine, event)] == [ANGGREK, ANGGREK, CEMPAKA]


def test_an_unmapped_status_keeps_the_report_open_and_its_text(two_sources):
    pull_versions(two_sources, qlue_row(1, status="wait"), qlue_row(1, status="Menanti Dinas"))
    state = reports(two_sources.engine)["1"]
    assert (state["status"], state["status_description"]) == ("open", "tidak_dikenal")
    assert state["details"]["status_notes"] == "Menanti Dinas"
