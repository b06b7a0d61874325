"""The section of the ranking at both moments: intervals, bands, and why each rate changed."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from dashboard.pages.review import labels
from dashboard.pages.review.sections.pages import PAGE_LENGTH, ListPage, in_pages
from dashboard.pages.review.view import FigureLink, ReviewView, SectionHead, TableColumn
from dashboard.ui import labels as ui_labels
from dashboard.ui.format import number, percent, signed_number, span
from dashboard.ui.report_labels import TREND_LABELS
from data.core.ranking.extract import choose_rows, rate_change
from data.core.ranking.ranking import Band
from data.core.ranking.rate_change import COMPONENTS
from data.core.ranking.rows import RankingRow
from data.core.review.metric_key import Metric

EN_DASH = "–"  # noqa: RUF001 (an en dash is how ranges are written)
ARROW = "→"


class IntervalBar(NamedTuple):
    """A bar of an interval chart; ``left`` and ``width`` in per cent."""

    css_class: str
    left: float
    width: float


class IntervalChart(NamedTuple):
    """Both intervals of a kecamatan; ``city`` and ``rate``: places in per cent, ``city`` None: no rate."""

    title: str
    bars: list[IntervalBar]
    rate: float
    city: float | None


class RateChangeText(NamedTuple):
    """Why a rate changed, in points, and the categories that changed it most."""

    total: str
    parts: list[tuple[str, str, str]]
    volume: str
    categories: list[str]


class TrendText(NamedTuple):
    """A kecamatan beside its own previous window."""

    trend: str
    label: str
    previous: str
    median: str


@dataclass(frozen=True)
class RankedArea:
    """A kecamatan of the ranking; ``chart`` None: too few reports, as ``few`` says.

    :param outcomes: the counts behind the rate at both moments
    """

    band: str
    band_label: str
    name: str
    places: str
    chart: IntervalChart | None
    few: str
    rate_before: str
    rate: str
    outcomes: list[tuple[FigureLink, FigureLink]]
    change: RateChangeText | None
    trend: TrendText | None


@dataclass(frozen=True)
class RankingTable:
    """The section of the ranking; ``first_lines``: the ends of a long one and what moved between them."""

    head: SectionHead
    columns: list[TableColumn]
    pages: list[ListPage[RankedArea]]
    first_lines: list[tuple[str, str]]


def ranking_section(view: ReviewView) -> RankingTable:
    """Return a row for each kecamatan, in the order of the ranking at the end of the period."""
    ranking, rule = view.review_report["ranking"], view.review_report["ranking_rule"]
    headings = (
        "Peringkat", view.city.areas.parent_level, "Rentang 95 %", "Tepat waktu",
        *(label.capitalize() for label in labels.OUTCOME_LABELS.values()),
        "Mengapa bergerak (poin persen)", f"Terhadap {rule['window_days']} hari sebelumnya",
    )  # fmt: skip
    axis, previous_rows = _ComparisonAxis(view), {r["code"]: r for r in view.review_report["ranking_before"]}
    rows = [_ranked_area(view, row, previous_rows.get(row["code"], {}), axis) for row in ranking]
    return RankingTable(
        SectionHead("peringkat", "peringkat", "Peringkat, dan mengapa bergerak", _note(view)),
        list(map(TableColumn, headings)),
        in_pages(rows, lambda row: row.name),
        _first_lines(ranking),
    )


def _note(view: ReviewView) -> str:
    rule, before = view.review_report["ranking_rule"], view.review_report["city_on_time_before"]
    city_rate = rule["city_on_time"]
    city_rates = f"Kota: {_format_rate(before)} {ARROW} {_format_rate(city_rate)}. "
    return ("" if city_rate is None else city_rates) + labels.RANKING_NOTE.format(days=rule["window_days"])


def _first_lines(ranking: list[RankingRow]) -> list[tuple[str, str]]:
    """Return the ends of a ranking of several pages and what moved between them; nothing of a shorter one."""
    if len(ranking) <= PAGE_LENGTH:
        return []
    extract = choose_rows(ranking)
    groups = {"Teratas": extract.first, "Paling berubah": extract.moved, "Terbawah": extract.last}
    return [(title, ", ".join(_rate_text(row) for row in rows)) for title, rows in groups.items() if rows]


def _rate_text(row: RankingRow) -> str:
    change = rate_change(row)
    moved = "" if change is None else f" ({signed_number(100 * change, 1)} poin)"
    return f"{row['name']} {_format_rate(row['on_time'])}{moved}"


class _ComparisonAxis:
    """The chart's scale: shares to per cent of its width, from the lowest interval of both moments on."""

    def __init__(self, view: ReviewView) -> None:
        rows = [*view.review_report["ranking"], *view.review_report["ranking_before"]]
        lows = [row["low"] for row in rows if row["low"] is not None]
        self.city_rate = view.review_report["ranking_rule"]["city_on_time"]
        self._start = max(0.0, min([*lows, self.city_rate if self.city_rate is not None else 1.0]) - 0.02)

    def position(self, share: float) -> float:
        return round(100 * (share - self._start) / (1 - self._start), 2)

    def bars(self, row: dict[str, Any], css_class: str) -> list[IntervalBar]:
        if row.get("low") is None:
            return []
        low, high = self.position(row["low"]), self.position(row["high"])
        return [IntervalBar(css_class, low, high - low)]

    def chart(self, row: dict[str, Any], previous: dict[str, Any]) -> IntervalChart | None:
        """Return the chart of a kecamatan; None where it has too few reports."""
        if row["on_time"] is None:
            return None
        return IntervalChart(
            f"{percent(row['low'])} sampai {percent(row['high'])}",
            [*self.bars(previous, "old-bar"), *self.bars(row, "bar")],
            self.position(row["on_time"]),
            None if self.city_rate is None else self.position(self.city_rate),
        )


def _ranked_area(
    view: ReviewView, row: dict[str, Any], previous: dict[str, Any], axis: _ComparisonAxis
) -> RankedArea:
    code, band = row["code"], Band(row["band"])
    return RankedArea(
        band=band.value,
        band_label=str(ui_labels.BANDS[band]),
        name=row["name"],
        places=f"{_rank_range(previous)} {ARROW} {_rank_range(row)}",
        chart=axis.chart(row, previous),
        few=f"{ui_labels.NOT_ENOUGH} ({number(row['n'])})",
        rate_before=_format_rate(previous.get("on_time")),
        rate=_format_rate(row["on_time"]),
        outcomes=[_before_and_now(view, code, detail) for detail in labels.OUTCOME_LABELS],
        change=_rate_change_text(view, view.review_report["why"].get(code) or {}),
        trend=_trend_text(row),
    )


def _before_and_now(view: ReviewView, code: str, detail: str) -> tuple[FigureLink, FigureLink]:
    before = view.figure_link(Metric.JUDGED_BEFORE, code, detail)
    return before, view.figure_link(Metric.JUDGED, code, detail)


def _rate_change_text(view: ReviewView, explanation: dict[str, Any]) -> RateChangeText | None:
    if explanation.get("mix") is None:
        return None
    before, now = number(explanation["n_before"]), number(explanation["n_now"])
    return RateChangeText(
        signed_number(100 * (explanation["now"] - explanation["before"]), 1),
        [
            (
                part,
                signed_number(100 * explanation[part], 1),
                view.with_level(labels.CHANGE_PART_LABELS[part]),
            )
            for part in COMPONENTS
        ],
        f"Volume: {before} {ARROW} {now} laporan dinilai.",
        [_category_effect(view, row) for row in explanation["categories"][:6]],
    )


def _category_effect(view: ReviewView, row: dict[str, Any]) -> str:
    return (
        f"{view.category_name(row['service_code'])}: {signed_number(100 * row['effect'], 1)} poin "
        f"({number(row['n_before'])} {ARROW} {number(row['n_now'])} laporan dinilai)"
    )


def _trend_text(row: dict[str, Any]) -> TrendText | None:
    if row["trend"] is None:
        return None
    previous = f"dari {percent(row['previous_on_time'])} ({number(row['previous_n'])} laporan)"
    median = "median belum tercapai" if row["median_hours"] is None else f"median {span(row['median_hours'])}"
    return TrendText(row["trend"], TREND_LABELS[row["trend"]], previous, median)


def _format_rate(share: float | None) -> str:
    return EN_DASH if share is None else percent(share)


def _rank_range(row: dict[str, Any]) -> str:
    first, last = row.get("rank_from"), row.get("rank_to")
    if first is None:
        return EN_DASH
    return str(first) if first == last else f"{first}{EN_DASH}{last}"
