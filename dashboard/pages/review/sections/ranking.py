"""The section of the ranking at both moments: intervals, bands, and why each rate changed."""

from typing import Any, NamedTuple

from dashboard.pages.review import labels
from dashboard.pages.review.sections.pages import PAGE_LENGTH, ListPage, in_pages
from dashboard.pages.review.view import FigureLink, ReviewView
from data.core.ranking.extract import RankingExtract, choose_rows
from data.core.review.metric_key import Metric

EN_DASH = "–"  # noqa: RUF001 (an en dash is how ranges are written)


class IntervalBar(NamedTuple):
    """A bar of an interval chart; ``left`` and ``width`` in per cent."""

    css_class: str
    left: float
    width: float


class IntervalChart(NamedTuple):
    """Both intervals of a kecamatan; ``city`` and ``rate``: places in per cent, ``city`` None: no rate."""

    bars: list[IntervalBar]
    rate: float
    city: float | None


class RankedArea(NamedTuple):
    """A kecamatan of the ranking; ``chart`` None: too few reports.

    :param row: of the ranking at the end of the period
    :param previous: of the ranking at its beginning; empty where it is in none
    :param outcomes: the counts behind the rate at both moments
    """

    row: dict[str, Any]
    previous: dict[str, Any]
    places: tuple[str, str]
    chart: IntervalChart | None
    outcomes: list[tuple[FigureLink, FigureLink]]


class RankingTable(NamedTuple):
    """The section of the ranking; ``extract``: the ends of a long one and what moved between them."""

    pages: list[ListPage[RankedArea]]
    extract: RankingExtract | None


def ranking_section(view: ReviewView) -> RankingTable:
    """Return a row for each kecamatan, in the order of the ranking at the end of the period."""
    ranking = view.review_report["ranking"]
    axis, previous_rows = _ComparisonAxis(view), {r["code"]: r for r in view.review_report["ranking_before"]}
    rows = [_ranked_area(view, row, previous_rows.get(row["code"], {}), axis) for row in ranking]
    extract = choose_rows(ranking) if len(ranking) > PAGE_LENGTH else None
    return RankingTable(in_pages(rows, lambda area: str(area.row["name"])), extract)


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
            [*self.bars(previous, "old-bar"), *self.bars(row, "bar")],
            self.position(row["on_time"]),
            None if self.city_rate is None else self.position(self.city_rate),
        )


def _ranked_area(
    view: ReviewView, row: dict[str, Any], previous: dict[str, Any], axis: _ComparisonAxis
) -> RankedArea:
    places = (_rank_range(previous), _rank_range(row))
    outcomes = [_before_and_now(view, row["code"], detail) for detail in labels.OUTCOMES]
    return RankedArea(row, previous, places, axis.chart(row, previous), outcomes)


def _before_and_now(view: ReviewView, code: str, detail: str) -> tuple[FigureLink, FigureLink]:
    before = view.figure_link(Metric.JUDGED_BEFORE, code, detail)
    return before, view.figure_link(Metric.JUDGED, code, detail)


def _rank_range(row: dict[str, Any]) -> str:
    first, last = row.get("rank_from"), row.get("rank_to")
    if first is None:
        return EN_DASH
    return str(first) if first == last else f"{first}{EN_DASH}{last}"
