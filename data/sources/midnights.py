"""Midnights that stand for a day: those of a field in which no value has another time of day."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from data.sources.base import FeedError, Row
from data.sources.source_times import CellDate, as_written, is_midnight

HISTORY_FIELD = "history"
DATED_FIELDS = frozenset(
    ("requested_datetime", "updated_datetime", "expected_datetime", "closed_datetime", HISTORY_FIELD)
)
SAMPLE_ROWS = 2_000  # read before the first is judged; later ones are judged by all before them
REQUIRED_MIDNIGHTS = {
    "expected_datetime": 2
}  # "until 00:00" is a usual deadline; of other times one is enough


@dataclass
class MidnightDetector:
    """The fields of a feed in which a midnight stands for a day.

    Spreadsheets and databases write a day as its midnight. Where a field has no other time of day, its
    midnights are days; where it has, a midnight is a moment like the others. A date cell of a spreadsheet
    says more than a text with a clock: one is enough for every field.
    """

    zone: ZoneInfo
    date_format: str | None
    day_fields: frozenset[str] = frozenset()
    _midnights: Counter[str] = field(default_factory=Counter)
    _undecided: frozenset[str] = DATED_FIELDS  # fields without a time of day so far

    def observe(self, row: Row) -> None:
        """Take the times of one row into account."""
        if row.problem or not self._undecided:
            return
        for name in self._undecided & row.fields.keys():
            for value in times_of(row, name):
                self._observe_value(name, value)
        day_fields = frozenset(filter(self._is_day_field, self._undecided))
        if day_fields != self.day_fields:
            self.day_fields = day_fields

    def _is_day_field(self, name: str) -> bool:
        return self._midnights[name] >= REQUIRED_MIDNIGHTS.get(name, 1)

    def _observe_value(self, name: str, value: Any) -> None:
        try:
            written = as_written(value, self.date_format)
        except (ValueError, OverflowError):
            return
        if isinstance(written, datetime) and not is_midnight(written, self.zone):
            self._undecided -= {name}
        else:
            self._midnights[name] += max(REQUIRED_MIDNIGHTS.values()) if isinstance(value, CellDate) else 1


def mark_days(rows: Iterable[Row], detector: MidnightDetector) -> Iterator[Row]:
    """Yield the rows, each with the fields in which a midnight stands for a day.

    :raises FeedError: the feed failed; the rows before are yielded first
    """
    remaining = iter(rows)
    sample, failure = _read_sample(remaining, detector)
    for row in sample:
        yield _marked(row, detector.day_fields)
    if failure:
        raise failure
    for row in remaining:
        detector.observe(row)
        yield _marked(row, detector.day_fields)


def _marked(row: Row, day_fields: frozenset[str]) -> Row:
    return row if row.day_fields == day_fields else replace(row, day_fields=day_fields)


def _read_sample(rows: Iterator[Row], detector: MidnightDetector) -> tuple[list[Row], FeedError | None]:
    sample = list[Row]()
    try:
        for row in rows:
            detector.observe(row)
            sample.append(row)
            if len(sample) == SAMPLE_ROWS:
                break
    except FeedError as error:
        return sample, error
    return sample, None


def times_of(row: Row, name: str) -> Iterable[Any]:
    """Return the times of a field: one, or that of every step of a history."""
    value = row.fields.get(name)
    if name != HISTORY_FIELD:
        return () if value is None or value == "" else (value,)
    steps = value if isinstance(value, list) else ()
    return [step.get("at") for step in steps if isinstance(step, Mapping)]
