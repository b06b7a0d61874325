"""Worked examples of deadlines, clocks and office hours, from the latest snapshot."""

from datetime import timedelta

from dashboard.pages.methodology.sections.worked_example import (
    BoardData,
    ExampleLine,
    calculation,
    no_example,
    sentence,
)
from dashboard.ui.format import current_locale, format_moment, number, percent, span
from data.core.backlog.backlog import SAVABLE_WITHIN
from data.core.clock.sla import APPROACHING_SHARE, OVERDUE_STATES, VERY_LATE_FACTOR, SlaState
from data.core.config.workweek import WEEKDAYS
from data.core.snapshot.rows import TimerRow
from data.lib.translation import gettext, lazy_gettext

HOUR = timedelta(hours=1)
REPORT_SENTENCE = lazy_gettext("Report {id} ({category}) was filed {filed}; it is due {due}.")
REPORT_SENTENCES = {
    "source": lazy_gettext(
        "Report {id} ({category}) was filed {filed}; it is due {due} (by the source of the report)."
    ),
    "policy": lazy_gettext(
        "Report {id} ({category}) was filed {filed}; it is due {due} (by the city's policy)."
    ),
}


def late(board: BoardData) -> list[ExampleLine]:
    """Return the report that is late for the longest, of those with a running clock."""
    timer = next(
        (row for row in board.snapshot.timers if row["state"] in OVERDUE_STATES and _is_running(row)), None
    )
    if timer is None:
        return no_example()
    hours_over = (board.snapshot.as_of - timer["expected_datetime"]) / HOUR
    return [
        _report_sentence(timer, board),
        calculation(gettext("now \N{MINUS SIGN} deadline = {over}"), over=span(hours_over)),
        sentence(
            gettext("Late: {all} reports; very late (past {factor} times their time): {very}."),
            all=number(board.snapshot.totals["overdue"]),
            factor=f"{VERY_LATE_FACTOR:g}",
            very=number(board.snapshot.totals["very_late"]),
        ),
    ]


def approaching(board: BoardData) -> list[ExampleLine]:
    """Return a report of which 80 % of the time is used."""
    timer = next(
        (row for row in board.snapshot.timers if row["state"] == SlaState.APPROACHING and _is_running(row)),
        None,
    )
    if timer is None:
        return no_example()
    hours_left = (timer["expected_datetime"] - board.snapshot.as_of) / HOUR
    return [
        _report_sentence(timer, board),
        calculation(
            gettext("time left = {left}; more than {share} of the time is used"),
            left=span(hours_left),
            share=percent(APPROACHING_SHARE),
        ),
        sentence(
            gettext("Approaching the deadline now: {all} reports."),
            all=number(board.snapshot.totals["approaching"]),
        ),
    ]


def _is_running(timer: TimerRow) -> bool:
    return timer.get("stopped_at") is None


def _report_sentence(timer: TimerRow, board: BoardData) -> ExampleLine:
    zone = board.city.zone
    return sentence(
        str(REPORT_SENTENCES.get(str(timer.get("expected_basis")), REPORT_SENTENCE)),
        id=timer["service_request_id"],
        category=timer["service_name"],
        filed=format_moment(timer["requested_datetime"], zone),
        due=format_moment(timer["expected_datetime"], zone),
    )


def first_five(board: BoardData) -> list[ExampleLine]:
    """Return how many deadlines on the screen are in each of the first groups."""
    now = board.snapshot.as_of
    running = [row for row in board.snapshot.timers if _is_running(row)]
    late = [row for row in running if row["state"] in OVERDUE_STATES]
    soon = [row for row in running if now <= row["expected_datetime"] <= now + SAVABLE_WITHIN]
    if not running:
        return no_example()
    lines = [
        sentence(
            gettext("Of the deadlines on the wall, {soon} are within 24 hours and {late} have passed."),
            soon=number(len(soon)),
            late=number(len(late)),
        )
    ]
    if soon:
        hours_left = (soon[0]["expected_datetime"] - now) / HOUR
        lines.append(
            calculation(
                gettext("first: report {id}, {left} left"),
                left=span(hours_left),
                id=soon[0]["service_request_id"],
            )
        )
    return lines


def two_clocks(board: BoardData) -> list[ExampleLine]:
    """Return how many reports are late by each of the two clocks, and how many clocks are stopped."""
    totals = board.snapshot.totals
    counts = {
        name: number(totals[name]) for name in ("overdue", "response_overdue", "stopped") if name in totals
    }
    if "response_overdue" not in counts:
        return no_example()
    return [
        sentence(
            gettext(
                "Past the deadline of resolution: {overdue} reports; without a response although the "
                "deadline of the response has passed: {response_overdue} reports."
            ),
            **counts,
        ),
        sentence(
            gettext(
                "With a paused clock (waiting for the reporter or an outside agency): {stopped} reports."
            ),
            **counts,
        ),
    ]


def working_hours(board: BoardData) -> list[ExampleLine]:
    """Return the office hours of the city, or that it has none."""
    work = getattr(board.city, "work", None)
    if work is None:
        return [
            sentence(
                gettext("{city} has not set office hours: all its deadlines are in calendar time."),
                city=board.city.name,
            )
        ]
    names = current_locale().days["format"]["wide"]
    days = [(names[WEEKDAYS.index(day)], hours) for day, hours in work.hours if hours]
    return [
        calculation(f"{day} {{hours}}", hours=", ".join(_format_interval(*part) for part in hours))
        for day, hours in days
    ]


def _format_interval(start: int, end: int) -> str:
    times = (f"{minutes // 60:02d}.{minutes % 60:02d}" for minutes in (start, end))
    return "\N{EN DASH}".join(times)
