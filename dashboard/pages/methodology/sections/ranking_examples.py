"""Worked examples of rates and ranks, from the latest snapshot."""

from collections.abc import Mapping
from typing import Any

from dashboard.pages.methodology.sections.worked_example import (
    BoardData,
    ExampleLine,
    calculation,
    no_example,
    sentence,
)
from dashboard.ui import labels as ui_labels
from dashboard.ui import report_labels
from dashboard.ui.format import number, percent, span
from data.core.ranking.ranking import Band
from data.lib.translation import gettext

RatedRow = Mapping[str, Any]  # a row of the ranking whose figures in use are known


def on_time(board: BoardData) -> list[ExampleLine]:
    """Return the rate of the kecamatan with the most judged reports, step by step."""
    row = _largest(board, "on_time")
    if row is None:
        return no_example()
    hits = round(row["on_time"] * row["n"])
    late = row["n"] - hits - row["overdue"]
    figures = {"hits": number(hits), "late": number(late), "open": number(row["overdue"])}
    return [
        sentence(
            gettext(
                "{level} {name}, last {days} days: {hits} resolved on time, {late} resolved late, "
                "{open} unresolved and late."
            ),
            **_area_figures(row, board),
            days=_window_days(board),
            **figures,
        ),
        calculation(
            "{hits} ÷ ({hits} + {late} + {open}) = {hits} ÷ {n} = {rate}",
            n=number(row["n"]),
            rate=percent(row["on_time"]),
            **figures,
        ),
        sentence(
            gettext("Not counted now: {none} open reports without a deadline."),
            none=number(board.snapshot.totals["no_target"]),
        ),
    ]


def median(board: BoardData) -> list[ExampleLine]:
    """Return the median of the largest kecamatan that has one, beside the one of closed reports only."""
    row = _largest(board, "median_hours")
    if row is None:
        return no_example()
    lines = [
        sentence(
            gettext("{level} {name}: half of its reports are resolved within {median}."),
            **_area_figures(row, board),
            median=span(row["median_hours"]),
        )
    ]
    if row.get("median_closed_hours") is not None:
        lines.append(
            sentence(
                gettext("If only resolved ones were counted, it would be {naive}: those still open vanish."),
                naive=span(row["median_closed_hours"]),
            )
        )
    if row.get("p90_hours") is not None:
        lines.append(sentence(gettext("Nine of ten are resolved within {p90}."), p90=span(row["p90_hours"])))
    return lines


def ranking(board: BoardData) -> list[ExampleLine]:
    """Return the rate, interval and rank range of the largest kecamatan."""
    row = _largest(board, "on_time")
    rule: Mapping[str, Any] = board.snapshot.ranking_rule
    minimum = sentence(
        gettext("Minimum: {least} reports in {days} days."),
        least=number(rule["minimum_sample"]),
        days=_window_days(board),
    )
    if row is None:
        return [*no_example(), minimum]
    lines = [
        sentence(
            gettext("{level} {name}: {rate} of {n} reports; 95 % interval from {low} to {high}."),
            **_area_figures(row, board),
            rate=percent(row["on_time"]),
            n=number(row["n"]),
            low=percent(row["low"]),
            high=percent(row["high"]),
        ),
        sentence(gettext("The city as a whole: {city}."), city=percent(rule["city_on_time"])),
    ]
    if row.get("shrunk") is not None:
        lines.append(
            calculation(
                gettext("{rate} → {shrunk} after it is drawn towards the city"),
                rate=_format_percent(row["on_time"]),
                shrunk=_format_percent(row["shrunk"]),
            )
        )
    return [*lines, _rank_sentence(row), minimum]


def _rank_sentence(row: RatedRow) -> ExampleLine:
    first, last = number(row["rank_from"]), number(row["rank_to"])
    rank_range = first if first == last else f"{first}\N{EN DASH}{last}"
    return sentence(
        gettext("Rank {ranks}: {band}."), ranks=rank_range, band=ui_labels.BANDS[Band(row["band"])]
    )


def what_if_finished(board: BoardData) -> list[ExampleLine]:
    """Return the rate of the largest kecamatan with one more report closed on time."""
    row = _largest(board, "on_time")
    if row is None:
        return no_example()
    hits, n = round(row["on_time"] * row["n"]), row["n"]
    return [
        sentence(
            gettext("{level} {name}, if one report that is not late were resolved:"),
            **_area_figures(row, board),
        ),
        calculation(
            "{hits} ÷ {n} = {now} → {more} ÷ {all} = {then}",
            hits=number(hits),
            n=number(n),
            now=_format_percent(hits / n),
            more=number(hits + 1),
            all=number(n + 1),
            then=_format_percent((hits + 1) / (n + 1)),
        ),
    ]


def category_mix(board: BoardData) -> list[ExampleLine]:
    """Return the largest kecamatan beside the rate expected from its mix of categories."""
    row = _largest(board, "expected")
    if row is None:
        return no_example()
    difference = 100 * (row["on_time"] - row["expected"])
    return [
        sentence(
            gettext(
                "With reports as in {level} {name}, the city reaches {expected} on average; "
                "here it is {rate}."
            ),
            **_area_figures(row, board),
            expected=_format_percent(row["expected"]),
            rate=_format_percent(row["on_time"]),
        ),
        calculation(
            gettext("{rate} \N{MINUS SIGN} {expected} = {gap} points"),
            rate=_format_percent(row["on_time"]),
            expected=_format_percent(row["expected"]),
            gap=number(difference, 1),
        ),
    ]


def trend(board: BoardData) -> list[ExampleLine]:
    """Return the largest kecamatan beside its own previous period."""
    row = _largest(board, "previous_on_time", "on_time")
    if row is None:
        return no_example()
    lines = [
        sentence(
            gettext("{level} {name}: {now} in the last {days} days, {before} in the previous period."),
            **_area_figures(row, board),
            now=percent(row["on_time"]),
            days=_window_days(board),
            before=percent(row["previous_on_time"]),
        ),
    ]
    if row.get("trend") in report_labels.TREND_LABELS:
        lines.append(
            sentence(gettext("Conclusion: {trend}."), trend=report_labels.TREND_LABELS[row["trend"]])
        )
    return lines


def _largest(board: BoardData, *figures: str) -> RatedRow | None:
    """Return the kecamatan with the most judged reports among those that have the figures."""
    rows: list[RatedRow] = list(board.snapshot.ranking)
    rated = [row for row in rows if all(row.get(name) is not None for name in figures)]
    return max(rated, key=lambda row: row["n"], default=None)


def _area_figures(row: RatedRow, board: BoardData) -> dict[str, str]:
    return {"level": board.city.areas.parent_level, "name": row["name"]}


def _window_days(board: BoardData) -> str:
    return number(board.snapshot.ranking_rule["window_days"])


def _format_percent(share: float) -> str:
    return f"{number(100 * share, 1)} %"
