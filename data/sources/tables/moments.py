"""Times as offices write them: ISO, day and month in any order, month names, Excel's serial numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from data.core.config.table_config import DateOrder
from data.sources.time_layouts import EPOCHS, read_layout

SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  (Excel has no zones)
SERIALS = range(20_000, 80_000)  # 1954 to 2119: what may be a date and not some other number
CENTURY = 90  # two-digit years: 90 to 99 are 19xx, the others 20xx; reports begin in 1990
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan januari january", "feb peb februari pebruari february", "mar mrt maret march", "apr april",
         "mei may", "jun juni june", "jul juli july", "agu ags agt agustus aug august", "sep sept september",
         "okt oct oktober october", "nov nop november nopember", "des dec desember december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
CLOCK_CODES = ("%H", "%I", "%c", "%X", "%T", "%R", "%p", "%s")
ZONES = {"wib": 7, "wita": 8, "wit": 9, "utc": 0, "gmt": 0, "z": 0}

_DAY = (
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
    _DAY + r"(?P<a>\d{1,4})\s?(?P<by>[/.\-])\s?(?P<b>\d{1,2})\s?(?P=by)\s?(?P<c>\d{1,4})" + _CLOCK, re.I
)
_NAMED = re.compile(
    _DAY + r"(?P<d>\d{1,2})[\s.\-/]*(?P<name>[a-z]{3,9})[\s.\-/,']*(?P<y>\d{4}|\d{2})" + _CLOCK, re.I
)
_NAMED_FIRST = re.compile(
    _DAY + r"(?P<name>[a-z]{3,9})[\s.]*(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})" + _CLOCK, re.I
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as written; ``dated`` if the clock was not given."""

    at: datetime
    dated: bool


def readings(written: str) -> dict[DateOrder, date]:
    """What a date of three bare numbers can mean, by order; one entry where only one order makes a date."""
    found = _NUMERIC.fullmatch(written)
    if not found or len(found["a"]) == 3 or len(found["c"]) == 3:
        return {}
    a, b, c = found["a"], found["b"], found["c"]
    if len(a) == 4:
        orders: dict[DateOrder, tuple[str, str, str]] = {"ymd": (a, b, c)} if len(c) < 3 else {}
    else:
        orders = {"dmy": (c, b, a), "mdy": (c, a, b)}
        if len(c) < 3:
            orders["ymd"] = (a, b, c)
    days = {order: _date(*parts) for order, parts in orders.items()}
    return {order: day for order, day in days.items() if day}


def parse_moment(written: str, order: DateOrder | None) -> Moment | None:
    """The time of a text; None if it is none, or needs an order that is not known."""
    written = written.strip()
    return _iso(written) or _numeric(written, order) or _named(written) or _serial(written)


def combined(cells: list[Any]) -> str | Moment | None:
    """A date cell and, where there is one, its time cell, as one moment or one text to be parsed."""
    head, *rest = cells
    if rest and isinstance(head, int | float) and int(head) in SERIALS:
        head = SERIAL_ZERO + timedelta(days=int(head))
    if isinstance(head, datetime):
        if rest and (clock := _clock_of(rest[0])):
            return Moment(datetime.combine(head.date(), clock), dated=False)
        return Moment(head, dated=False)
    if isinstance(head, date):
        clock = _clock_of(rest[0]) if rest else None
        return Moment(datetime.combine(head, clock or time()), dated=clock is None)
    return " ".join(filter(None, [_text(head), *map(_clock_text, rest)])) or None


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _clock_text(cell: Any) -> str:
    clock = _clock_of(cell)
    return clock.isoformat() if clock else _text(cell)


def _clock_of(cell: Any) -> time | None:
    """The time of day in a cell of its own: a time, a part of a day, or hours and minutes as text."""
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
    found = re.fullmatch(_CLOCK, f" {_text(cell)}", re.I)
    return _clock(found) if found and found["hour"] and not found["zone"] else None


def _iso(written: str) -> Moment | None:
    if not re.match(r"\d{4}-\d\d-\d\d|(19|20)\d{6}$", written):
        return None
    try:
        return Moment(datetime.fromisoformat(written), dated=len(written) <= 10)
    except ValueError:
        return None


def _numeric(written: str, order: DateOrder | None) -> Moment | None:
    found, days = _NUMERIC.fullmatch(written), readings(written)
    if not found or not days:
        return None
    if len(found["a"]) == 4:
        day = days["ymd"]
    elif order:
        if order not in days:
            return None
        day = days[order]
    elif len(set(days.values())) == 1:
        day = next(iter(days.values()))
    else:
        return None
    return _joined(day, found)


def _named(written: str) -> Moment | None:
    found = _NAMED.fullmatch(written) or _NAMED_FIRST.fullmatch(written)
    if not found or found["name"].lower() not in MONTHS:
        return None
    day = _date(found["y"], str(MONTHS[found["name"].lower()]), found["d"])
    return _joined(day, found) if day else None


def _serial(written: str) -> Moment | None:
    """45293.5 is noon of 1 January 2024 in Excel."""
    if not re.fullmatch(r"\d{5}(\.\d+)?", written) or int(written[:5]) not in SERIALS:
        return None
    at = SERIAL_ZERO + timedelta(seconds=round(float(written) * 86_400))
    return Moment(at, dated="." not in written)


def _date(year: str, month: str, day: str) -> date | None:
    number = int(year)
    if len(year) < 3:
        number += 1900 if number >= CENTURY else 2000
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


def _joined(day: date, found: re.Match[str]) -> Moment | None:
    if not found["hour"]:
        return Moment(datetime.combine(day, time()), dated=True)
    if _ends_the_day(found) and day < date.max:
        return Moment(datetime.combine(day + timedelta(days=1), time(), _zone(found["zone"])), dated=False)
    clock = _clock(found)
    return Moment(datetime.combine(day, clock, _zone(found["zone"])), dated=False) if clock else None


def _ends_the_day(found: re.Match[str]) -> bool:
    """24:00 is the midnight that a day ends with."""
    return (
        found["hour"] == "24" and not found["half"] and not int(found["minute"]) + int(found["second"] or 0)
    )


def _clock(found: re.Match[str]) -> time | None:
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * half.startswith("p")
    try:
        return time(hour, int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        return None


def _zone(written: str | None) -> timezone | None:
    if not written:
        return None
    if written.lower() in ZONES:
        return timezone(timedelta(hours=ZONES[written.lower()]))
    minutes = int(written[1:3]) * 60 + int(written[3:].lstrip(":") or 0)
    return timezone(timedelta(minutes=min(minutes, 1_439) * (-1 if written[0] == "-" else 1)))


def readable(written: str, layout: str | None) -> bool:
    """Whether a text is a time: in the layout given, or else in any that is known."""
    if layout is None:
        return parse_moment(written, None) is not None or bool(readings(written.strip()))
    return parse_layout(written, layout) is not None


def parse_layout(written: str, layout: str) -> Moment | None:
    """The time of a text in the layout that the configuration names."""
    try:
        at = read_layout(written, layout)
    except ValueError:
        return None
    return Moment(at, dated=layout not in EPOCHS and not any(code in layout for code in CLOCK_CODES))


def words_of(cells: list[Any]) -> Iterator[str]:
    """The texts among date cells: those whose order may be in doubt."""
    found = combined(cells)
    if isinstance(found, str):
        yield found
