"""Worked examples of deadlines, clocks and office hours, from the latest snapshot."""

from datetime import timedelta

from dashboard.pages.methodology import labels
from dashboard.pages.methodology.sections.worked_example import (
    BoardData,
    ExampleLine,
    calculation,
    no_example,
    sentence,
)
from dashboard.ui.format import format_moment, number, percent, span
from data.core.backlog.backlog import SAVABLE_WITHIN
from data.core.clock.sla import APPROACHING_SHARE, OVERDUE_STATES, VERY_LATE_FACTOR, SlaState
from data.core.snapshot.rows import TimerRow

HOUR = timedelta(hours=1)
DEADLINE_BASIS_NOTES = {"source": " (dari sumber laporan)", "policy": " (menurut kebijakan kota)"}


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
        calculation("sekarang \N{MINUS SIGN} batas waktu = {over}", over=span(hours_over)),
        sentence(
            "Terlambat: {all} laporan; sangat terlambat (lewat {factor} kali waktunya): {very}.",
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
            "sisa waktu = {left}; lebih dari {share} waktunya sudah terpakai",
            left=span(hours_left),
            share=percent(APPROACHING_SHARE),
        ),
        sentence(
            "Mendekati batas waktu saat ini: {all} laporan.", all=number(board.snapshot.totals["approaching"])
        ),
    ]


def _is_running(timer: TimerRow) -> bool:
    return timer.get("stopped_at") is None


def _report_sentence(timer: TimerRow, board: BoardData) -> ExampleLine:
    zone = board.city.zone
    basis = DEADLINE_BASIS_NOTES.get(str(timer.get("expected_basis")), "")
    return sentence(
        "Laporan {id} ({category}) masuk {filed}; batas waktunya {due}" + basis + ".",
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
            "Di antara batas waktu pada layar, {soon} jatuh dalam 24 jam dan {late} sudah lewat.",
            soon=number(len(soon)),
            late=number(len(late)),
        )
    ]
    if soon:
        hours_left = (soon[0]["expected_datetime"] - now) / HOUR
        lines.append(
            calculation(
                "paling dahulu: laporan {id}, sisa {left}",
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
            "Melewati batas waktu penyelesaian: {overdue} laporan; belum direspons padahal batas waktu "
            "respons sudah lewat: {response_overdue} laporan.",
            **counts,
        ),
        sentence(
            "Jamnya sedang berhenti (menunggu pelapor atau instansi luar): {stopped} laporan.", **counts
        ),
    ]


def working_hours(board: BoardData) -> list[ExampleLine]:
    """Return the office hours of the city, or that it has none."""
    work = getattr(board.city, "work", None)
    if work is None:
        return [
            sentence(
                "{city} belum menetapkan jam kerja: semua batas waktunya memakai waktu kalender.",
                city=board.city.name,
            )
        ]
    days = [(labels.WEEKDAY_LABELS[day], hours) for day, hours in work.hours if hours]
    return [
        calculation(f"{day} {{hours}}", hours=", ".join(_format_interval(*part) for part in hours))
        for day, hours in days
    ]


def _format_interval(start: int, end: int) -> str:
    times = (f"{minutes // 60:02d}.{minutes % 60:02d}" for minutes in (start, end))
    return "\N{EN DASH}".join(times)
