"""The section of weekly trends: a small chart for each kecamatan, with all numbers in a table."""

from dataclasses import dataclass
from typing import NamedTuple

from dashboard.pages.review import labels
from dashboard.pages.review.sections.pages import ListPage, in_pages
from dashboard.pages.review.view import FigureLink, ReviewView, SectionHead, TableColumn
from dashboard.ui.format import format_long_date
from data.core.review.metric_key import Metric

CHART_WIDTH, CHART_HEIGHT, BAR_GAP = 240, 84, 4
SERIES = ((Metric.WEEK_NEW, "Masuk"), (Metric.WEEK_CLOSED, "Selesai"), (Metric.WEEK_OPEN, "Belum selesai"))
COLUMNS = (TableColumn("Minggu"), *(TableColumn(label) for _, label in SERIES))


class ChartBar(NamedTuple):
    """A bar, as texts of its attributes."""

    x: str
    y: str
    width: str
    height: str
    css_class: str


class WeekLine(NamedTuple):
    """The numbers of a week; none before the first report, where they are not known."""

    name: str
    figures: list[FigureLink]


class TrendCard(NamedTuple):
    """The chart of a kecamatan or of the city; ``points``: of the line of open reports."""

    name: str
    is_city: bool
    bars: list[ChartBar]
    points: str
    numbers: list[tuple[str, FigureLink]]
    weeks: list[WeekLine]


@dataclass(frozen=True)
class TrendCharts:
    """The section of weekly trends."""

    head: SectionHead
    keys: list[tuple[str, str]]
    pages: list[ListPage[TrendCard]]
    columns: tuple[TableColumn, ...] = COLUMNS
    width: int = CHART_WIDTH
    height: int = CHART_HEIGHT


@dataclass(frozen=True)
class _Weeks:
    """The weeks of the review; of those before the first report nothing is known."""

    names: list[str]
    known: list[int]

    @property
    def step(self) -> float:
        """Return the width of a week in the chart."""
        return CHART_WIDTH / len(self.names)


def trend_section(view: ReviewView) -> TrendCharts:
    """Return a chart for each kecamatan, all on one scale, and one of the city on its own."""
    weeks = _weeks(view)
    counts = {code: _counts(view, code, len(weeks.names)) for code in (None, *_codes(view))}
    top = max((_top(counts[code]) for code in _codes(view)), default=1)
    cards = [_card(view, code, weeks, counts[code], top) for code in _codes(view)]
    city = _card(view, None, weeks, counts[None], _top(counts[None]))
    note = labels.TREND_NOTE.format(areas=view.with_level("Semua {parent}"))
    return TrendCharts(
        SectionHead("tren-mingguan", "mingguan", f"{len(weeks.names)} minggu terakhir", note),
        [(figure.value, label) for figure, label in SERIES],
        in_pages(cards, lambda card: card.name, before=[city]),
    )


def _codes(view: ReviewView) -> list[str]:
    return [row["code"] for row in view.parents if row["code"]]


def _weeks(view: ReviewView) -> _Weeks:
    ends = view.review_report["weeks"][1:]
    moments, first = [view.parse_moment(end) for end in ends], view.review_report["first"]
    first_moment = None if first is None else view.parse_moment(first)
    known = [week for week, end in enumerate(moments) if first_moment is not None and end > first_moment]
    return _Weeks([f"sampai {format_long_date(end, view.city.zone)}" for end in moments], known)


WeekCounts = list[tuple[int, ...]]  # by series, then by week


def _counts(view: ReviewView, code: str | None, weeks: int) -> WeekCounts:
    return [tuple(view.count(figure, code, str(week)) for week in range(weeks)) for figure, _ in SERIES]


def _top(counts: WeekCounts) -> int:
    return max(1, *map(max, counts))


def _card(view: ReviewView, code: str | None, weeks: _Weeks, counts: WeekCounts, top: int) -> TrendCard:
    last = str(len(weeks.names) - 1)
    points = [
        f"{(week + 0.5) * weeks.step:.1f},{_height_above(counts[2][week], top):.1f}" for week in weeks.known
    ]
    return TrendCard(
        view.kecamatan_name(code),
        code is None,
        [bar for week in weeks.known for bar in _bars(counts, week, weeks.step, top)],
        " ".join(points),
        [(label, view.figure_link(figure, code, last)) for figure, label in SERIES],
        [_week_line(view, code, week, weeks) for week in reversed(range(len(weeks.names)))],
    )


def _bars(counts: WeekCounts, week: int, step: float, top: int) -> list[ChartBar]:
    width, left = (step - BAR_GAP) / 2, week * step + BAR_GAP / 2
    return [
        _bar(left + index * width, width, _height_above(counts[index][week], top), SERIES[index][0].value)
        for index in range(2)
    ]


def _bar(x: float, width: float, y: float, css_class: str) -> ChartBar:
    return ChartBar(f"{x:.1f}", f"{y:.1f}", f"{width:.1f}", f"{CHART_HEIGHT - y:.1f}", css_class)


def _height_above(count: int, top: int) -> float:
    """Return how far below the chart's top a count stands."""
    return CHART_HEIGHT - (CHART_HEIGHT - 6) * count / top


def _week_line(view: ReviewView, code: str | None, week: int, weeks: _Weeks) -> WeekLine:
    known = SERIES if week in weeks.known else ()
    return WeekLine(weeks.names[week], [view.figure_link(figure, code, str(week)) for figure, _ in known])
