"""A recap with its labels: the one value behind page, files and message, so that they agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_date

from dashboard.pages.recap import labels
from dashboard.pages.recap.labels import RecapColumn
from dashboard.pages.recap.query import RecapPageQuery
from dashboard.ui.format import current_locale, format_moment, number, percent, signed_number
from data.core.config.city import City
from data.core.digest import digest
from data.core.recap.groups import GroupBy
from data.core.recap.recap import Recap
from data.core.recap.rows import RecapGroupRow
from data.core.recap.spans import CalendarUnit, DayRange, calendar_range
from data.lib.translation import gettext

NO_FIGURE = BETWEEN = "\N{EN DASH}"


@dataclass(frozen=True)
class RecapRow:
    """One row: label, code (the first day for a period), and figures."""

    name: str
    code: str | date
    figures: Mapping[str, Any]


@dataclass(frozen=True)
class RecapView:
    """Everything that page and files show of one recap."""

    city: City
    page_query: RecapPageQuery
    place_label: str
    period_label: str
    counted_until: str  # the moment up to which it counts
    data_as_of: datetime  # the moment that its data is true for
    complete: bool  # the period is over
    row_heading: str  # what the rows are
    rows: tuple[RecapRow, ...]
    total: RecapRow

    @property
    def simulated(self) -> bool:
        """Return whether the reports are invented."""
        return self.city.simulated

    @property
    def state(self) -> str:
        """Return whether the period is over, and up to when it is counted."""
        if self.complete:
            return gettext("period over")
        return gettext("period not over, counted until {moment}").format(moment=self.counted_until)

    @property
    def data_state(self) -> str:
        """Return the moment of the data."""
        return gettext("Data as of {moment}").format(moment=format_moment(self.data_as_of, self.city.zone))

    @property
    def configuration(self) -> str:
        """Return a digest of the city's configuration."""
        return digest(self.city.model_dump_json())[:12]

    def file_name(self, content: str, extension: str) -> str:
        """Return the name of a file, with place, grouping and days."""
        days = self.page_query.days
        place = self.page_query.area or self.city.code
        grouping = labels.GROUPING_CODES[self.page_query.by]
        return f"{content}-{place}-{grouping}-{days.first}-{days.last}.{extension}"


def build_view(recap: Recap, page_query: RecapPageQuery, city: City, as_of: datetime) -> RecapView:
    """Return a recap with its labels.

    :param as_of: the moment of the snapshot, on the city's clock
    """
    row_labels = labels.row_labels(city.areas)
    return RecapView(
        city=city,
        page_query=page_query,
        place_label=format_place(recap, city),
        period_label=format_days(page_query.days),
        counted_until=format_moment(recap.until, city.zone),
        data_as_of=as_of,
        complete=recap.until < as_of,
        row_heading=str(labels.grouping_labels(city.areas)[page_query.by]),
        rows=tuple(_build_row(row, page_query, row_labels) for row in recap.rows),
        total=RecapRow(gettext("Total"), "", recap.total),
    )


def format_place(recap: Recap, city: City) -> str:
    """Return ``Kota Uji``, ``Kecamatan Barat`` or ``Kelurahan Anggrek, Kecamatan Barat``."""
    area = recap.area
    if area is None:
        return city.name
    parent = f"{city.areas.parent_level} {area['parent_name']}"
    return parent if area["level"] == "parent" else f"{city.areas.level} {area['name']}, {parent}"


def format_days(days: DayRange) -> str:
    """Return ``Senin, 23 November 2026``, ``November 2026``, or the first and the last day."""
    if days.first == days.last:
        return format_date(days.first, "EEEE, d MMMM y", locale=current_locale())
    if days == calendar_range(CalendarUnit.MONTH, days.first):
        return format_date(days.first, "MMMM y", locale=current_locale())
    first_format = (
        "d" if (days.first.year, days.first.month) == (days.last.year, days.last.month) else "d MMMM y"
    )
    first = format_date(days.first, first_format, locale=current_locale())
    return _format_range(first, format_date(days.last, "d MMMM y", locale=current_locale()))


def _build_row(row: RecapGroupRow, page_query: RecapPageQuery, row_labels: Mapping[str, str]) -> RecapRow:
    key = row["key"]
    if page_query.by in (GroupBy.DAY, GroupBy.WEEK, GroupBy.MONTH):
        first = date.fromisoformat(key)
        return RecapRow(_format_time_group(first, page_query), first, row)
    return RecapRow(row["name"] or row_labels.get(key, key), key, row)


def _format_time_group(first: date, page_query: RecapPageQuery) -> str:
    """Return the label of a day, week or month; the first and the last may be cut short by the period."""
    if page_query.by is GroupBy.DAY:
        return format_date(first, "EEE, d MMM y", locale=current_locale())
    last = min(calendar_range(CalendarUnit(page_query.by.value), first).last, page_query.days.last)
    if page_query.by is GroupBy.MONTH and (first.day == 1 and (last + timedelta(days=1)).day == 1):
        return format_date(first, "MMMM y", locale=current_locale())
    return _format_range(
        format_date(first, "d MMM", locale=current_locale()),
        format_date(last, "d MMM y", locale=current_locale()),
    )


def _format_range(first: str, last: str) -> str:
    return f"{first} {BETWEEN} {last}"


def format_figure(column: RecapColumn, figures: Mapping[str, Any]) -> str:
    """Return a figure as text."""
    value = figures[column.key]
    if column.kind == "share":
        return NO_FIGURE if value is None else percent(value)
    return signed_number(value) if column.kind == "change" else number(value)
