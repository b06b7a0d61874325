"""One report's file: its holders' stretches, its events, and nothing of its reporter."""

from datetime import timedelta

import pandas as pd

from data.core.case_file.case_file import CaseFile, casefile
from data.core.clock.sla import SlaState
from data.core.history.assignees import open_time
from data.core.history.facts import STANDING_COLUMNS, frame
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


def file_of(history: pd.DataFrame) -> CaseFile:
    last = history.iloc[[-1]]
    standing = frame(last[list(STANDING_COLUMNS)].itertuples(index=False), STANDING_COLUMNS)
    return casefile(standing, history, {"address": "Jalan Mawar"}, AS_OF)


def test_stretches_of_one_holder_that_touch_are_one() -> None:
    """Kecamatan 08-09, DLH 09-11 over two steps, nobody while closed, kecamatan again from 14 on."""
    held = file_of(HISTORY).held
    assert [(part.holder, part.held) for part in held] == [
        ("kecamatan", timedelta(hours=1)),
        ("DLH", timedelta(hours=2)),
        ("kecamatan", timedelta(hours=1)),
    ]
    assert (held[-1].begin, held[-1].end) == (local_time("2026-11-23 14:00"), None)


def test_the_sums_of_all_holders_are_the_time_it_was_open() -> None:
    file = file_of(HISTORY)
    assert file.totals == {"kecamatan": timedelta(hours=2), "DLH": timedelta(hours=2)}
    opened = open_time(HISTORY, local_time("2026-11-23 08:00"), AS_OF)["open_time"]
    assert sum(file.totals.values(), timedelta(0)) == opened.sum()


def test_a_closed_report_is_held_by_nobody_and_in_no_state() -> None:
    file = file_of(HISTORY.head(4))
    assert file.state is None
    assert file.held[-1].end == local_time("2026-11-23 11:00")


def test_an_open_report_is_in_one_state() -> None:
    assert file_of(HISTORY).state is SlaState.NO_TARGET


def test_every_event_is_told_with_both_of_its_times() -> None:
    late = HISTORY.assign(learnt_at=HISTORY["learnt_at"] + timedelta(hours=3))
    found = file_of(late).happenings
    assert [event.kind for event in found] == ["received", "status", "status", "closed", "reopened"]
    assert {event.learnt_at - event.occurred_at for event in found} == {timedelta(hours=3)}


def test_nothing_of_the_reporter_is_in_the_file() -> None:
    file = file_of(HISTORY)
    assert "reporter" not in file.standing
    assert "a1b2" not in repr(file)


def test_a_file_says_for_when_it_is_true_and_holds_what_was_written() -> None:
    file = file_of(HISTORY)
    assert (file.as_of, file.details) == (AS_OF, {"address": "Jalan Mawar"})


def test_the_same_holder_after_a_gap_holds_a_stretch_of_its_own() -> None:
    """Kecamatan 08-09, closed until 14, kecamatan again: two stretches, though nobody else held it."""
    gap = build_history(
        [
            ("1", "received", "2026-11-23 08:00"),
            ("1", "closed", "2026-11-23 09:00"),
            ("1", "reopened", "2026-11-23 14:00"),
        ]
    )
    assert [(part.begin, part.end) for part in file_of(gap).held] == [
        (local_time("2026-11-23 08:00"), local_time("2026-11-23 09:00")),
        (local_time("2026-11-23 14:00"), None),
    ]


def test_what_is_missing_is_none_and_not_a_word_for_it() -> None:
    standing = file_of(HISTORY.head(1)).standing
    assert (standing["expected_datetime"], standing["closed_datetime"], standing["policy"]) == (None,) * 3
