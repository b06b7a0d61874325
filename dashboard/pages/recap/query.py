"""Query of page and files: ``/rekap?wilayah=71.71.01&menurut=kelurahan&periode=bulan&dari=2026-11-01``."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from dashboard.pages.recap import labels
from data.core.config.city import City
from data.core.recap.groups import GroupBy
from data.core.recap.spans import CalendarUnit, DayRange, calendar_range, span_of_days
from data.services.recap import RecapQuery

CUSTOM = "sendiri"
STEP_BY_PERIOD = {"hari": CalendarUnit.DAY, "minggu": CalendarUnit.WEEK, "bulan": CalendarUnit.MONTH}
PERIOD_LABELS = {"hari": "Hari", "minggu": "Minggu", "bulan": "Bulan", CUSTOM: "Periode sendiri"}
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
    by = _parse_grouping(params, "menurut", GROUPING_BY_CODE, default_grouping)
    period = params.get("periode") or "bulan"
    if period not in PERIOD_LABELS:
        raise ValueError(f"periode = {period!r}: pilih salah satu dari {', '.join(PERIOD_LABELS)}")
    return RecapPageQuery(area, by, period, _parse_days(params, period, today))


def _parse_grouping(
    params: Mapping[str, str], name: str, groupings: Mapping[str, GroupBy], default: GroupBy
) -> GroupBy:
    value = params.get(name)
    if not value:
        return default
    if value not in groupings:
        raise ValueError(f"{name} = {value!r}: pilih salah satu dari {', '.join(groupings)}")
    return groupings[value]


def _parse_days(params: Mapping[str, str], period: str, today: date) -> DayRange:
    first = _parse_date(params, "dari", today)
    if period != CUSTOM:
        return calendar_range(STEP_BY_PERIOD[period], first)
    last = _parse_date(params, "sampai", today)
    if first > last:
        raise ValueError(f"dari = {first} tidak boleh sesudah sampai = {last}")
    return DayRange(first, last)


def _parse_date(params: Mapping[str, str], name: str, default: date) -> date:
    """Return a day from 1900 to 2200: further away, periods would leave the range of ``datetime``.

    :raises ValueError: it is none
    """
    value = params.get(name)
    if not value:
        return default
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = date.min
    if not 1900 <= day.year <= 2200:
        raise ValueError(f"{name} = {value!r}: harus berupa tanggal, misalnya 2026-11-24")
    return day


def data_query(page_query: RecapPageQuery, city: City, as_of: datetime) -> RecapQuery:
    """Return the query for the recap service.

    :raises ValueError: the days have not begun
    """
    try:
        return RecapQuery(span_of_days(page_query.days, city.zone, as_of), page_query.area, page_query.by)
    except ValueError as error:
        raise ValueError(labels.NOT_BEGUN) from error


def preset_periods(page_query: RecapPageQuery, today: date) -> dict[str, RecapPageQuery]:
    """Return the usual periods, by label."""
    week, month = calendar_range(CalendarUnit.WEEK, today), calendar_range(CalendarUnit.MONTH, today)
    day = timedelta(days=1)
    return {
        "Hari ini": page_query.for_period("hari", today),
        "Kemarin": page_query.for_period("hari", today - day),
        "Minggu ini": page_query.for_period("minggu", today),
        "Minggu lalu": page_query.for_period("minggu", week.first - day),
        "Bulan ini": page_query.for_period("bulan", today),
        "Bulan lalu": page_query.for_period("bulan", month.first - day),
    }
