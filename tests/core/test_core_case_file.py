"""The case file of a report: its assignment spells, its events, and nothing of its reporter."""

from datetime import timedelta

import pandas as pd

from data.core.case_file.case_file import CaseFile, build_case_file
from data.core.clock.sla import SlaState
from data.core.history.assignees import open_time
from data.core.history.facts import STANDING_COLUMNS, typed_frame
from tests.event_histories import build_history
from tests.personas import local_time

HISTORY = build_history(
    [
        ("1", "received", "2026-11-23 08:00", {"reporter": "a1b2"}),
        ("1", "status", "2026-11-23 09:00", {"status_description": "disposisi", "agency_responsible": "DLH"}),
        ("1", "status", "2026-11-23 09:30", {"status_description": "proses", "agency_responsible": "DLH"}),
        ("1", "closed", "2026-11-23 11:00"),
        ("1", "reopened", "2026-11-23 14:00", {"agency_responsible": "Camat"}),
    ]
)  # a Monday
AS_OF = local_time("2026-11-23 15:00")


def case_file_of(history: pd.DataFrame) -> CaseFile:
    last = history.iloc[[-1]]
    standing = typed_frame(last[list(STANDING_COLUMNS)].itertuples(index=False), STANDING_COLUMNS)
    return build_case_file(standing, history, {"address": "Jalan Mawar"}, AS_OF)


def test_adjacent_spells_of_one_assignee_are_merged() -> None:
    """Kecamatan 08-09, DLH 09-11 over two events, none while closed, kecamatan again from 14 on."""
    spells = case_file_of(HISTORY).assignments
    assert [(part.assignee, part.duration) for part in spells] == [
        ("kecamatan", timedelta(hours=1)),
        ("DLH", timedelta(hours=2)),
        ("kecamatan", timedelta(hours=1)),
    ]
    assert (spells[-1].begin, spells[-1].end) == (local_time("2026-11-23 14:00"), None)


def test_the_times_of_all_assignees_add_up_to_the_open_time() -> None:
    file = case_file_of(HISTORY)
    assert file.time_by_assignee == {"kecamatan": timedelta(hours=2), "DLH": timedelta(hours=2)}
    opened = open_time(HISTORY, local_time("2026-11-23 08:00"), AS_OF)["open_time"]
    assert sum(file.time_by_assignee.values(), timedelta(0)) == opened.sum()


def test_a_closed_report_has_no_current_assignee_and_no_sla_state() -> None:
    file = case_file_of(HISTORY.head(4))
    assert file.state is None
    assert file.assignments[-1].end == local_time("2026-11-23 11:00")


def test_an_open_report_is_in_one_state() -> None:
    assert case_file_of(HISTORY).state is SlaState.NO_TARGET


def test_every_event_has_the_times_it_occurred_and_was_learnt() -> None:
    late = HISTORY.assign(learnt_at=HISTORY["learnt_at"] + timedelta(hours=3))
    case_events = case_file_of(late).events
    assert [event.kind for event in case_events] == ["received", "status", "status", "closed", "reopened"]
    assert {event.learnt_at - event.occurred_at for event in case_events} == {timedelta(hours=3)}


def test_nothing_of_the_reporter_is_in_the_file() -> None:
    file = case_file_of(HISTORY)
    assert "reporter" not in file.standing
    assert "a1b2" not in repr(file)


def test_a_case_file_has_its_moment_and_the_descriptive_fields() -> None:
    file = case_file_of(HISTORY)
    assert (file.as_of, file.details) == (AS_OF, {"address": "Jalan Mawar"})


def test_an_assignee_after_a_gap_has_a_separate_spell() -> None:
    """Kecamatan 08-09, closed until 14, kecamatan again: two spells, though there was no other assignee."""
    gap = build_history(
        [
            ("1", "received", "2026-11-23 08:00"),
            ("1", "closed", "2026-11-23 09:00"),
            ("1", "reopened", "2026-11-23 14:00"),
        ]
    )
    assert [(part.begin, part.end) for part in case_file_of(gap).assignments] == [
        (local_time("2026-11-23 08:00"), local_time("2026-11-23 09:00")),
        (local_time("2026-11-23 14:00"), None),
    ]


def test_missing_values_are_none() -> None:
    standing = case_file_of(HISTORY.head(1)).standing
    assert (standing["expected_datetime"], standing["closed_datetime"], standing["policy"]) == (None,) * 3
