"""Allowed times as people write them: "12 jam", "2 hari", "10 jam kerja", "5 hari kerja"."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator

from data.core.moments import DAY, HOUR, MINUTE

UNLIMITED = "tanpa batas waktu"
_PATTERN = re.compile(r"([1-9]\d{0,5}) (menit|jam|hari)( kerja)?")
_ALLOWED_FORMS = (
    'allowed is a whole number with menit, jam or hari, and "kerja" behind it for working time, up to '
    f'1000 days, such as "12 jam", "2 hari", "10 jam kerja" or "5 hari kerja"; or "{UNLIMITED}"'
)
_UNIT_MICROS = {"menit": MINUTE, "jam": HOUR, "hari": DAY}
_MAX_LENGTH = 1_000 * DAY
_WORKING_DAY_HOURS = 8.0


class TimeMeasure(StrEnum):
    """The unit in which an allowed time is counted."""

    CALENDAR = "calendar"  # every hour counts; a day is 24 hours
    WORKING = "working"  # only working hours count
    WORKDAYS = "workdays"  # whole working days after the day of filing


@dataclass(frozen=True, slots=True)
class AllowedTime:
    """An allowed time.

    :param count: microseconds of calendar or working time, or a number of working days
    """

    measure: TimeMeasure
    count: int
    text: str

    @property
    def approximate_hours(self) -> float:
        """Calendar hours that pass, at five days of eight hours a week; never used for a deadline."""
        if self.measure is TimeMeasure.CALENDAR:
            return self.count / HOUR
        days = self.count if self.measure is TimeMeasure.WORKDAYS else self.count / HOUR / _WORKING_DAY_HOURS
        return 24 * days * 7 / 5


def parse_allowed_time(text: str) -> AllowedTime:
    """Return the allowed time that a text names.

    :raises ValueError: if it names none; the message says what is allowed
    """
    match = _PATTERN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no amount of time; {_ALLOWED_FORMS}")
    number, unit, working = int(match[1]), match[2], bool(match[3])
    length = number * _UNIT_MICROS[unit]
    if length > _MAX_LENGTH:
        raise ValueError(f"{text!r} is too long; {_ALLOWED_FORMS}")
    if working and unit == "hari":
        return AllowedTime(TimeMeasure.WORKDAYS, number, text)
    return AllowedTime(TimeMeasure.WORKING if working else TimeMeasure.CALENDAR, length, text)


def _validate_allowed_time(value: Any) -> Any:
    if value == UNLIMITED or value is None:
        return None
    if isinstance(value, AllowedTime):
        return value
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no amount of time; {_ALLOWED_FORMS}")
    return parse_allowed_time(value)


AllowedTimeField = Annotated[AllowedTime | None, BeforeValidator(_validate_allowed_time)]
