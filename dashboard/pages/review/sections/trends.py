"""The section of weekly trends: a small chart for each kecamatan, with all numbers in a table."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from dashboard.pages.review.sections.pages import ListPage, in_pages
from dashboard.pages.review.view import FigureLink, ReviewView
from data.core.review.metric_key import Metric

CHART_WIDTH, CHART_HEIGHT, BAR_GAP = 240, 84, 4
SERIES = (Metric.WEEK_NEW, Metric.WEEK_CLOSED, Metric.WEEK_OPEN)
WeekCounts = list[tuple[int, ...]]  # by series, then by week


class ChartBar(NamedTuple):
    """A bar; ``y``: how far below the chart's top it begins."""

    x: float
    y: float
    width: float
    css_class: str


class WeekLine(NamedTuple):
    """The numbers of the week until a date; none before the first report, where they are not known."""

    until: str
    figures: list[FigureLink]


class TrendCard(NamedTuple):
    """The chart of a kecamatan, or of the city (``code`` None), and its numbers, the latest week first.

    :param points: of the line of open reports
    """

    code: str | None
    name: str
    bars: list[ChartBar]
    points: list[tuple[float, float]]
    weeks: list[WeekLine]


class TrendCharts(NamedTuple):
    """The section of weekly trends."""

    week_count: int
    pages: list[ListPage[TrendCard]]
    width: int = CHART_WIDTH
    height: int = CHART_HEIGHT


@dataclass(frozen=True)
class _Weeks:
    """The weeks of the review, by the dates of their ends; ``known``: not before the first report."""

    dates: list[str]
    known: list[int]

    @property
    def step(self) -> float:
        """Return the width of a week in the chart."""
        return CHART_WIDTH / len(self.dates)


def trend_section(view: ReviewView) -> TrendCharts:
    """Return a chart for each kecamatan, all on one scale, and one of the city on its own."""
    weeks, codes = _weeks(view), [row["code"] for row in view.parents if row["code"]]
    counts = {code: _counts(view, code, len(weeks.dates)) for code in (None, *codes)}
    top = max((_top(counts[code]) for code in codes), default=1)
    cards = [_card(view, code, weeks, counts[code], top) for code in codes]
    city = _card(view, None, weeks, counts[None], _top(counts[None]))
    return TrendCharts(len(weeks.dates), in_pages(cards, lambda card: card.name, before=[city]))


def _weeks(view: ReviewView) -> _Weeks:
    ends, first = view.review_report["weeks"][1:], view.review_report["first"]
    known = [
        week
        for week, end in enumerate(ends)
        if first is not None and datetime.fromisoformat(end) > datetime.fromisoformat(first)
    ]
    return _Weeks([view.date(end) for end in ends], known)


def _counts(view: ReviewView, code: str | None, weeks: int) -> WeekCounts:
    return [tuple(view.count(figure, code, str(week)) for week in range(weeks)) for figure in SERIES]


def _top(counts: WeekCounts) -> int:
    return max(1, *map(max, counts))


def _card(view: ReviewView, code: str | None, weeks: _Weeks, counts: WeekCounts, top: int) -> TrendCard:
    return TrendCard(
        code,
        view.kecamatan_name(code),
        [bar for week in weeks.known for bar in _bars(counts, week, weeks.step, top)],
        [((week + 0.5) * weeks.step, _height_above(counts[2][week], top)) for week in weeks.known],
        [_week_line(view, code, week, weeks) for week in reversed(range(len(weeks.dates)))],
    )


def _bars(counts: WeekCounts, week: int, step: float, top: int) -> list[ChartBar]:
    width, left = (step - BAR_GAP) / 2, week * step + BAR_GAP / 2
    return [
        ChartBar(left + index * width, _height_above(counts[index][week], top), width, SERIES[index].value)
        for index in range(2)
    ]


def _height_above(count: int, top: int) -> float:
    """Return how far below the chart's top a count stands."""
    return CHART_HEIGHT - (CHART_HEIGHT - 6) * count / top


def _week_line(view: ReviewView, code: str | None, week: int, weeks: _Weeks) -> WeekLine:
    known = SERIES if week in weeks.known else ()
    return WeekLine(weeks.dates[week], [view.figure_link(figure, code, str(week)) for figure in known])
