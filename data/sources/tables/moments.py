"""Parser of times in tables: ISO, day and month in any order, month names, Excel's serial numbers."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from data.core.config.table_config import DateOrder
from data.core.quick_frozen import quick
from data.sources.source_times import CellDate
from data.sources.tables.date_parts import CENTURY_PIVOT, MONTHS, join_date_parts
from data.sources.tables.day_formats import FormattedDay
from data.sources.time_layouts import has_clock, parse_with_layout

SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  (Excel has no zones)
SERIAL_RANGE = range(20_000, 80_000)  # 1954 to 2119: other numbers are no dates
ZONES = {"wib": 7, "wita": 8, "wit": 9, "utc": 0, "gmt": 0, "z": 0}

_WEEKDAY = (
    r"(?:(?:[^\W\d_]['\u2019\w]{2,8},"
    r"|(?:sen|sel|rab|kam|jum|sab|min|mon|tue|wed|thu|fri|sat|sun)[a-z'\u2019]{0,6}[,.]?)\s+|"
    r"[^\W\d_]['\u2019\w]{2,8},)?"
)
_CLOCK = (
    r"(?:(?:[\s,T]+|\s+[-\u2013|]\s+)(?:pukul\s+|jam\s+|pkl\.?\s*)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})"
    r"(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*\(?(?P<zone>wita|wib|wit|utc|gmt|z|[+-]\d{2}(?::?\d{2})?)?\)?)?"
)
_NUMERIC = re.compile(
    _WEEKDAY + r"(?P<a>\d{1,4})\s?(?P<by>[/.\-])\s?(?P<b>\d{1,2})\s?(?P=by)\s?(?P<c>\d{1,4})" + _CLOCK, re.I
)
_NAMED = re.compile(
    _WEEKDAY + r"(?P<d>\d{1,2})[\s.\-/]*(?P<name>[a-z]{3,9})[\s.\-/,']*(?P<y>\d{4}|\d{2})" + _CLOCK, re.I
)
_NAMED_FIRST = re.compile(
    _WEEKDAY + r"(?P<name>[a-z]{3,9})[\s.]*(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})" + _CLOCK, re.I
)


_ISO = re.compile(r"\d{4}-\d\d-\d\d|(19|20)\d{6}$")


@quick
@dataclass(frozen=True, slots=True)
class ParsedTime:
    """A time as written.

    :param date_only: it had no time of day
    :param is_date_cell: a date cell of a spreadsheet, whose column says whether it is a day or a midnight
    """

    at: datetime
    date_only: bool
    is_date_cell: bool = False

    @property
    def value(self) -> date:
        """Return the time; the day where it is one."""
        if self.is_date_cell:
            return CellDate(self.at.year, self.at.month, self.at.day)
        return self.at.date() if self.date_only else self.at


def possible_dates(text: str) -> dict[DateOrder, date]:
    """Return the possible dates of three numbers, by order."""
    match = _NUMERIC.fullmatch(text)
    if not match or len(match["a"]) == 3 or len(match["c"]) == 3:
        return {}
    a, b, c = match["a"], match["b"], match["c"]
    if len(a) == 4:
        orders: dict[DateOrder, tuple[str, str, str]] = {"ymd": (a, b, c)} if len(c) < 3 else {}
    else:
        orders = {"dmy": (c, b, a), "mdy": (c, a, b)}
        if len(c) < 3:
            orders["ymd"] = (a, b, c)
    days = {order: _make_date(*parts) for order, parts in orders.items()}
    return {order: day for order, day in days.items() if day}


def parse_cell_time(text: str, order: DateOrder | None) -> ParsedTime | None:
    """Parse a time; None if the text is none, or needs an order and ``order`` is None."""
    text = text.strip()
    return _parse_iso(text) or _parse_numeric(text, order) or _parse_named(text) or _parse_serial(text)


def combine_cells(cells: list[Any]) -> str | ParsedTime | None:
    """Combine a date cell and its time cells, if any, to a time, or to a text to be parsed.

    A date may also be in three cells: day, month and year.

    None if there is no cell: a file whose columns are guessed may have none for the filing time.
    """
    if not cells:
        return None
    date_cell, *clock_cells = join_date_parts(cells)
    if clock_cells and isinstance(date_cell, int | float) and _is_serial_day(date_cell):
        date_cell = SERIAL_ZERO + timedelta(days=int(date_cell))
    if isinstance(date_cell, date):
        clock = _parse_clock(clock_cells[0]) if clock_cells else None
        return _combine_with_clock(date_cell, clock, has_clock_column=len(cells) > 1)
    return " ".join(filter(None, [_cell_text(date_cell), *map(_clock_text, clock_cells)])) or None


def _at_midnight(cell: date) -> datetime:
    """Return a cell as a time: a spreadsheet's own date is a midnight, in a column with clocks as well."""
    return cell if isinstance(cell, datetime) else datetime.combine(cell, time())


def _combine_with_clock(cell: date, clock: time | None, *, has_clock_column: bool) -> ParsedTime:
    """Return a date cell with the clock of another column.

    Without one, a midnight is a day where that column is empty or the cell's own format has no clock.
    """
    at = _at_midnight(cell)
    if clock is not None:
        return ParsedTime(datetime.combine(at.date(), clock), date_only=False)
    is_midnight, is_day = at.time() == time(), has_clock_column or isinstance(cell, FormattedDay)
    return ParsedTime(at, date_only=is_midnight and is_day, is_date_cell=is_midnight and not is_day)


def _is_serial_day(cell: float) -> bool:
    """Return whether a number is Excel's of a day; infinity and NaN are none, and have no whole part."""
    return math.isfinite(cell) and int(cell) in SERIAL_RANGE


def _cell_text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _clock_text(cell: Any) -> str:
    clock = _parse_clock(cell)
    return clock.isoformat() if clock else _cell_text(cell)


def _parse_clock(cell: Any) -> time | None:
    """Parse the time of day in its own cell: a time, a fraction of a day, or hours and minutes."""
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    if isinstance(cell, timedelta):
        cell = cell / timedelta(days=1)
    if isinstance(cell, float | int) and 0 <= cell < 1:
        return (SERIAL_ZERO + timedelta(seconds=round(cell * 86_400))).time()
    if isinstance(cell, float):  # 13.45 typed as hours and minutes
        cell = f"{cell:.2f}"
    match = re.fullmatch(_CLOCK, f" {_cell_text(cell)}", re.I)
    return _clock_from_match(match) if match and match["hour"] and not match["zone"] else None


def _parse_iso(text: str) -> ParsedTime | None:
    if not _ISO.match(text):
        return None
    try:
        return ParsedTime(datetime.fromisoformat(text), date_only=len(text) <= 10)
    except ValueError:
        return None


def _parse_numeric(text: str, order: DateOrder | None) -> ParsedTime | None:
    match, days = _NUMERIC.fullmatch(text), possible_dates(text)
    if not match or not days:
        return None
    if len(match["a"]) == 4:
        day = days["ymd"]
    elif order:
        if order not in days:
            return None
        day = days[order]
    elif len(set(days.values())) == 1:
        day = next(iter(days.values()))
    else:
        return None
    return _with_clock(day, match)


def _parse_named(text: str) -> ParsedTime | None:
    match = _NAMED.fullmatch(text) or _NAMED_FIRST.fullmatch(text)
    if not match or match["name"].lower() not in MONTHS:
        return None
    day = _make_date(match["y"], str(MONTHS[match["name"].lower()]), match["d"])
    return _with_clock(day, match) if day else None


def _parse_serial(text: str) -> ParsedTime | None:
    """Parse Excel's serial number of days: 45293.5 is noon of 2 January 2024, 45293 its midnight."""
    if not re.fullmatch(r"\d{5}(\.\d+)?", text) or int(text[:5]) not in SERIAL_RANGE:
        return None
    at = SERIAL_ZERO + timedelta(seconds=round(float(text) * 86_400))
    return ParsedTime(at, date_only=False, is_date_cell="." not in text)


def _make_date(year: str, month: str, day: str) -> date | None:
    number = int(year)
    if len(year) < 3:
        number += 1900 if number >= CENTURY_PIVOT else 2000
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


def _with_clock(day: date, match: re.Match[str]) -> ParsedTime | None:
    if not match["hour"]:
        return ParsedTime(datetime.combine(day, time()), date_only=True)
    if _is_end_of_day(match) and day < date.max:
        return ParsedTime(
            datetime.combine(day + timedelta(days=1), time(), _parse_zone(match["zone"])), date_only=False
        )
    clock = _clock_from_match(match)
    return (
        ParsedTime(datetime.combine(day, clock, _parse_zone(match["zone"])), date_only=False)
        if clock
        else None
    )


def _is_end_of_day(match: re.Match[str]) -> bool:
    """Return whether the time of day is 24:00, the midnight at the end of a day."""
    return (
        match["hour"] == "24" and not match["half"] and not int(match["minute"]) + int(match["second"] or 0)
    )


def _clock_from_match(match: re.Match[str]) -> time | None:
    hour, meridiem = int(match["hour"]), (match["half"] or "").lower()
    if meridiem:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * meridiem.startswith("p")
    try:
        return time(hour, int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        return None


def _parse_zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text.lower() in ZONES:
        return timezone(timedelta(hours=ZONES[text.lower()]))
    minutes = int(text[1:3]) * 60 + int(text[3:].lstrip(":") or 0)
    return timezone(timedelta(minutes=min(minutes, 1_439) * (-1 if text[0] == "-" else 1)))


def is_readable_time(text: str, layout: str | None) -> bool:
    """Return whether a text is a time in the layout or, if it is None, in any known form."""
    if layout is None:
        return parse_cell_time(text, None) is not None or bool(possible_dates(text.strip()))
    return parse_formatted_time(text, layout) is not None


def parse_formatted_time(text: str, layout: str) -> ParsedTime | None:
    """Parse a time in the configured layout; None if the text does not have it."""
    try:
        at = parse_with_layout(text, layout)
    except ValueError:
        return None
    return ParsedTime(at, date_only=not has_clock(layout))


def unparsed_texts(cells: list[Any]) -> Iterator[str]:
    """Yield the combined cells if they are text, whose order may be in doubt."""
    value = combine_cells(cells)
    if isinstance(value, str):
        yield value
