"""Each step of a timeline equals the board at its moment."""

from datetime import datetime

import pandas as pd
import pytest
from hypothesis import given

from data.core.history.replay import flow, standings_at
from data.core.review.stock_flow import track_transitions
from data.core.review.timeline import build_timeline, busiest_night, evenly_spaced_moments
from data.core.snapshot.snapshot import build_snapshot
from tests.builders import areas, city, facts
from tests.event_histories import build_history, event_histories, periods
from tests.example_limits import limited_examples
from tests.personas import ANGGREK, CEMPAKA, ZONE, local_time
from tests.review_reports import with_deadlines

NIGHT = [
    ("1", "received", "2026-11-23 18:00", {"area_code": ANGGREK}),
    ("2", "received", "2026-11-23 20:00", {"area_code": CEMPAKA}),
    ("1", "closed", "2026-11-23 21:00"),
]


def test_step_times_are_evenly_spaced_between_both_ends() -> None:
    step_times = evenly_spaced_moments(local_time("2026-11-23 18:00"), local_time("2026-11-24 06:00"), 4)
    assert [moment - step_times[0] for moment in step_times] == [
        pd.Timedelta(hours=h) for h in (0, 3, 6, 9, 12)
    ]


def test_the_timeline_of_a_night_by_hand() -> None:
    """Every two hours from 17.00; each report has 90 minutes."""
    steps = build_timeline(
        with_deadlines(build_history(NIGHT)),
        areas(),
        evenly_spaced_moments(local_time("2026-11-23 17:00"), local_time("2026-11-23 23:00"), 3),
    )
    assert [(s["open"], s["overdue"], s["new"], s["closed"]) for s in steps] == [
        (0, 0, 0, 0), (1, 0, 1, 0), (1, 0, 2, 1), (1, 1, 2, 1),
    ]  # fmt: skip
    assert [step["areas"] for step in steps] == [{}, {ANGGREK: [1, 0]}, {CEMPAKA: [1, 0]}, {CEMPAKA: [1, 1]}]


@limited_examples(6)
@given(event_histories(), periods())
def test_each_step_equals_the_board_at_its_moment(
    history: pd.DataFrame, period: tuple[datetime, datetime]
) -> None:
    history = with_deadlines(history)
    past = history[history["occurred_at"] <= pd.Timestamp(period[1])].reset_index(drop=True)
    for step in build_timeline(past, areas(), evenly_spaced_moments(*period, 4)):
        board = build_snapshot(
            facts(standings=standings_at(past, step["at"])), city(), step["at"], historical=True
        )
        assert (step["open"], step["overdue"]) == (board.totals["open"], board.totals["overdue"])
        shown_areas = {row["code"]: [row["open"], row["overdue"]] for row in board.areas if row["open"]}
        assert {code: step["areas"][code] for code in shown_areas} == shown_areas
        moved = flow(past, period[0], step["at"]) if step["at"] > period[0] else None
        assert (step["new"], step["closed"]) == ((moved.new, moved.closed) if moved else (0, 0))


def night_of(*received: str) -> tuple[datetime, datetime]:
    """Return the busiest night of the week from Monday 16 to Monday 23 November."""
    history = build_history((str(number), "received", at) for number, at in enumerate(received))
    return busiest_night(
        track_transitions(history, areas()),
        local_time("2026-11-16 00:00"),
        local_time("2026-11-23 00:00"),
        ZONE,
    )


def test_the_busiest_night_runs_from_six_to_six_across_midnight() -> None:
    """Two in the night of Tuesday 17, one in that of Friday; the three of a day count for none."""
    night = night_of(
        "2026-11-17 23:00", "2026-11-18 05:59", "2026-11-20 18:00",
        "2026-11-19 06:00", "2026-11-19 12:00", "2026-11-19 17:59",
    )  # fmt: skip
    assert night == (local_time("2026-11-17 18:00"), local_time("2026-11-18 06:00"))


def test_without_a_report_the_last_night_of_the_period_is_taken() -> None:
    assert night_of() == (local_time("2026-11-22 18:00"), local_time("2026-11-23 00:00"))


def test_of_two_equally_busy_nights_the_later_is_taken() -> None:
    night = night_of("2026-11-17 23:00", "2026-11-19 23:00")
    assert night == (local_time("2026-11-19 18:00"), local_time("2026-11-20 06:00"))


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        ("2026-11-17 17:59", False),
        ("2026-11-17 18:00", True),
        ("2026-11-18 05:59", True),
        ("2026-11-18 06:00", False),
        ("2026-11-18 06:59", False),
    ],
)
def test_a_night_begins_at_six_and_ends_before_six(at: str, counts: bool) -> None:
    night = night_of(at)
    assert (night[0] == local_time("2026-11-17 18:00")) is counts


def test_a_period_excludes_its_start_and_includes_its_end() -> None:
    """The first moment belongs to the week before, the last one to this week."""
    assert night_of("2026-11-16 00:00")[0] == local_time("2026-11-22 18:00")
    assert night_of("2026-11-16 00:01")[0] == local_time("2026-11-15 18:00")
    two_outside = night_of("2026-11-23 01:00", "2026-11-23 02:00", "2026-11-18 20:00")
    assert two_outside[0] == local_time("2026-11-18 18:00")


def test_only_received_reports_count_for_the_busiest_night() -> None:
    story = [
        ("1", "received", "2026-11-17 20:00"),
        ("2", "received", "2026-11-19 12:00"),
        ("2", "status", "2026-11-19 20:00", {"status_description": "proses"}),
        ("2", "closed", "2026-11-19 21:00"),
    ]
    steps = track_transitions(build_history(story), areas())
    night = busiest_night(steps, local_time("2026-11-16 00:00"), local_time("2026-11-23 00:00"), ZONE)
    assert night[0] == local_time("2026-11-17 18:00")


def test_a_current_night_ends_with_the_period_and_a_future_one_is_complete() -> None:
    steps = track_transitions(build_history([("1", "received", "2026-11-17 12:00")]), areas())
    night = busiest_night(steps, local_time("2026-11-16 00:00"), local_time("2026-11-23 23:00"), ZONE)
    assert night == (local_time("2026-11-23 18:00"), local_time("2026-11-23 23:00"))
    at_six = busiest_night(steps, local_time("2026-11-16 00:00"), local_time("2026-11-23 18:00"), ZONE)
    assert at_six == (local_time("2026-11-23 18:00"), local_time("2026-11-24 06:00"))


def test_a_timeline_counts_as_new_the_reports_received_after_its_first_moment() -> None:
    story = [
        ("1", "received", "2026-11-23 17:00"),
        ("2", "received", "2026-11-23 18:00"),
        ("3", "received", "2026-11-23 19:00"),
        ("1", "closed", "2026-11-23 18:00"),
    ]
    at = [local_time("2026-11-23 18:00"), local_time("2026-11-23 19:00")]
    timeline_steps = build_timeline(with_deadlines(build_history(story)), areas(), at)
    assert [(step["open"], step["new"], step["closed"]) for step in timeline_steps] == [(1, 0, 0), (2, 1, 0)]


def test_a_report_closed_after_the_first_moment_is_open_at_it() -> None:
    first = local_time("2026-11-23 18:30")
    steps = build_timeline(
        with_deadlines(build_history(NIGHT)), areas(), [first, local_time("2026-11-23 22:00")]
    )
    assert [(step["open"], step["new"], step["closed"]) for step in steps] == [(1, 0, 0), (1, 1, 1)]


def test_a_report_received_at_the_end_of_the_period_counts_for_its_last_night() -> None:
    """23 November, 00:00, is the end."""
    night = night_of("2026-11-17 23:00", "2026-11-23 00:00", "2026-11-23 00:00")
    assert night[0] == local_time("2026-11-22 18:00")


def test_a_report_received_closed_and_reopened_before_the_first_moment_is_open() -> None:
    closed = {"status": "closed", "closed_datetime": local_time("2026-11-23 08:00")}
    history = build_history(
        [("1", "received", "2026-11-23 08:00", closed), ("1", "reopened", "2026-11-23 09:00")]
    )
    (step,) = build_timeline(with_deadlines(history), areas(), [local_time("2026-11-23 12:00")])
    assert step["open"] == 1
