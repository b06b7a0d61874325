"""An allowed time as people write it: "12 jam", "2 hari", "10 jam kerja", "5 hari kerja"."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator

from data.core.moments import DAY, HOUR, MINUTE

UNLIMITED = "tanpa batas waktu"
_TEXT = re.compile(r"([1-9]\d{0,5}) (menit|jam|hari)( kerja)?")
_ALLOWED = (
    'allowed is a whole number with menit, jam or hari, and "kerja" behind it for working time, up to '
    f'1000 days, such as "12 jam", "2 hari", "10 jam kerja" or "5 hari kerja"; or "{UNLIMITED}"'
)
_LENGTH = {"menit": MINUTE, "jam": HOUR, "hari": DAY}
_LONGEST = 1_000 * DAY
_WORKING_DAY_HOURS = 8.0


class Measure(StrEnum):
    """What an allowed time is counted in."""

    CALENDAR = "calendar"  # every hour counts; a day is 24 hours
    WORKING = "working"  # only working hours count
    WORKDAYS = "workdays"  # whole working days after the day of filing


@dataclass(frozen=True, slots=True)
class Amount:
    """An allowed time: microseconds of calendar or working time, or a number of working days."""

    measure: Measure
    count: int
    text: str

    @property
    def usual_hours(self) -> float:
        """About how many calendar hours pass, five days of eight hours a week; never used for a deadline."""
        if self.measure is Measure.CALENDAR:
            return self.count / HOUR
        days = self.count if self.measure is Measure.WORKDAYS else self.count / HOUR / _WORKING_DAY_HOURS
        return 24 * days * 7 / 5


def parse_amount(text: str) -> Amount:
    """The amount that a text names.

    :raises ValueError: saying what is allowed
    """
    match = _TEXT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no amount of time; {_ALLOWED}")
    number, unit, working = int(match[1]), match[2], bool(match[3])
    length = number * _LENGTH[unit]
    if length > _LONGEST:
        raise ValueError(f"{text!r} is too long; {_ALLOWED}")
    if working and unit == "hari":
        return Amount(Measure.WORKDAYS, number, text)
    return Amount(Measure.WORKING if working else Measure.CALENDAR, length, text)


def _read(given: Any) -> Any:
    if given == UNLIMITED or given is None:
        return None
    if isinstance(given, Amount):
        return given
    if not isinstance(given, str):
        raise ValueError(f"{given!r} is no amount of time; {_ALLOWED}")
    return parse_amount(given)


Allowed = Annotated[Amount | None, BeforeValidator(_read)]
