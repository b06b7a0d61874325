"""Query of page and files: ``/rekap?wilayah=71.71.01&menurut=kelurahan&periode=bulan&dari=2026-11-01``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from dashboard.pages.recap import labels
from dashboard.web.query_values import parse_typed_day
from data.core.config.city import City
from data.core.recap.groups import GroupBy
from data.core.recap.spans import CalendarUnit, DayRange, calendar_range, span_of_days
from data.lib.date_format import format_typed_date
from data.lib.translation import Text, gettext, lazy_gettext
from data.services.recap import RecapQuery

CUSTOM = "sendiri"
STEP_BY_PERIOD = {"hari": CalendarUnit.DAY, "minggu": CalendarUnit.WEEK, "bulan": CalendarUnit.MONTH}
PERIOD_LABELS: dict[str, Text] = {
    "hari": lazy_gettext("Day"), "minggu": lazy_gettext("Week"), "bulan": lazy_gettext("Month"),
    CUSTOM: lazy_gettext("Own period"),
}  # fmt: skip
GROUPING_BY_CODE = {code: by for by, code in labels.GROUPING_CODES.items()}


@dataclass(frozen=True)
class RecapPageQuery:
    """Which recap: area (None for the city), grouping, kind of period, and days."""

    area: str | None
    by: GroupBy
    period: str
    days: DayRange

    def query_string(self) -> str:
        """Return the query string of this recap; it means the same on any later day."""
        area = {"wilayah": self.area} if self.area else {}
        until = {"sampai": self.days.last.isoformat()} if self.period == CUSTOM else {}
        return urlencode(
            {**area, "menurut": labels.GROUPING_CODES[self.by], "periode": self.period,
             "dari": self.days.first.isoformat(), **until}
        )  # fmt: skip

    def for_period(self, period: str, day: date) -> "RecapPageQuery":
        """Return the same query over the day, week or month that contains a day."""
        return replace(self, period=period, days=calendar_range(STEP_BY_PERIOD[period], day))


def parse_query(
    params: Mapping[str, str], today: date, own_area: str | None, default_groupings: Mapping[str, GroupBy]
) -> RecapPageQuery:
    """Parse a query; defaults are the present month and the usual grouping of the area.

    :param own_area: the area of a query that names none; None for the city
    :param default_groupings: the usual grouping of each area, by code
    :raises ValueError: the query is invalid; the message is for the user
    """
    area = params.get("wilayah") or own_area
    default_grouping = default_groupings.get(area, GroupBy.CATEGORY) if area else GroupBy.PARENT
    grouping = params.get("menurut") or labels.GROUPING_CODES[default_grouping]
    _require_choice("menurut", grouping, GROUPING_BY_CODE)
    period = params.get("periode") or "bulan"
    _require_choice("periode", period, PERIOD_LABELS)
    return RecapPageQuery(area, GROUPING_BY_CODE[grouping], period, _parse_days(params, period, today))


def _require_choice(name: str, value: str, choices: Iterable[str]) -> None:
    if value not in choices:
        message = gettext("{parameter} = {value}: choose one of {choices}")
        raise ValueError(message.format(parameter=name, value=repr(value), choices=", ".join(choices)))


def _parse_days(params: Mapping[str, str], period: str, today: date) -> DayRange:
    first = _parse_date(params, "dari", today)
    if period != CUSTOM:
        return calendar_range(STEP_BY_PERIOD[period], first)
    last = _parse_date(params, "sampai", today)
    if first > last:
        message = gettext("dari = {first} must not be later than sampai = {last}")
        raise ValueError(message.format(first=first, last=last))
    return DayRange(first, last)


def _parse_date(params: Mapping[str, str], name: str, default: date) -> date:
    """Return a day from 1900 to 2200: further away, periods would leave the range of ``datetime``.

    :raises ValueError: it is none
    """
    value = params.get(name)
    if not value:
        return default
    try:
        day = parse_typed_day(value)
    except ValueError:
        day = date.min
    if not 1900 <= day.year <= 2200:
        message = gettext("{parameter} = {value}: must be a date, such as {example}")
        raise ValueError(
            message.format(parameter=name, value=repr(value), example=format_typed_date(date(2026, 11, 24)))
        )
    return day


def data_query(page_query: RecapPageQuery, city: City, as_of: datetime) -> RecapQuery:
    """Return the query for the recap service.

    :raises ValueError: the days have not begun
    """
    try:
        return RecapQuery(span_of_days(page_query.days, city.zone, as_of), page_query.area, page_query.by)
    except ValueError as error:
        raise ValueError(gettext("That period has not begun yet.")) from error


def preset_periods(page_query: RecapPageQuery, today: date) -> dict[str, RecapPageQuery]:
    """Return the usual periods, by label."""
    week, month = calendar_range(CalendarUnit.WEEK, today), calendar_range(CalendarUnit.MONTH, today)
    day = timedelta(days=1)
    return {
        gettext("Today"): page_query.for_period("hari", today),
        gettext("Yesterday"): page_query.for_period("hari", today - day),
        gettext("This week"): page_query.for_period("minggu", today),
        gettext("Last week"): page_query.for_period("minggu", week.first - day),
        gettext("This month"): page_query.for_period("bulan", today),
        gettext("Last month"): page_query.for_period("bulan", month.first - day),
    }
