"""Times in several columns: date and clock, or day, month and year, for every time of a report alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from data.sources.tables.column_vocabulary import ColumnWord, meanings_of, plain_name, words_of

W = ColumnWord
TIME_WORDS: Mapping[str, ColumnWord] = {
    "requested_datetime": W.FILED,
    "expected_datetime": W.DUE,
    "closed_datetime": W.CLOSED,
    "updated_datetime": W.UPDATED,
}
WHOLE_MOMENTS = frozenset(("datetime", "timestamp", "tgljam"))


class TimePart(StrEnum):
    """Which part of a time a column holds."""

    DATE = "date"  # a whole date, or the day of a month that has a column of its own
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    CLOCK = "clock"


PART_WORDS: Mapping[frozenset[ColumnWord], TimePart] = {
    frozenset((W.DATE,)): TimePart.DATE,
    frozenset((W.DATE, W.CLOCK)): TimePart.DATE,
    frozenset((W.DAY,)): TimePart.DAY,
    frozenset((W.MONTH,)): TimePart.MONTH,
    frozenset((W.YEAR,)): TimePart.YEAR,
    frozenset((W.CLOCK,)): TimePart.CLOCK,
}
ALL_PARTS = frozenset((W.DATE, W.DAY, W.MONTH, W.YEAR, W.CLOCK))


@dataclass(frozen=True)
class TimeColumn:
    """One column of a time: of which one, if its name says so, and which part."""

    column: str
    of: ColumnWord | None
    part: TimePart
    position: int


def time_columns(columns: Sequence[str]) -> list[TimeColumn]:
    """Return the columns that hold a time, or a part of one, in the order of the file."""
    candidates = (_time_column(column, position) for position, column in enumerate(columns) if column)
    return [candidate for candidate in candidates if candidate]


def _time_column(column: str, position: int) -> TimeColumn | None:
    meanings = meanings_of(column)
    if not meanings:
        return None
    core = meanings - {W.SUBJECT, W.FILLER}
    part = PART_WORDS.get(core & ALL_PARTS)
    rest = core - ALL_PARTS
    if part is None or (rest and (of := _moment_word(rest)) is None):
        return None
    if not rest:
        of = W.FILED if W.SUBJECT in meanings else None
    return TimeColumn(column, of, part, position)


def _moment_word(named: frozenset[ColumnWord]) -> ColumnWord | None:
    """Return which time these words name: "expected close date" is a deadline."""
    if W.DUE in named:
        return W.DUE if named <= {W.DUE, W.CLOSED} else None
    if named in ({W.UPDATED}, {W.STATUS}, {W.UPDATED, W.STATUS}):
        return W.UPDATED
    return next(iter(named)) if named in ({W.FILED}, {W.CLOSED}) else None


class TimeGuess:
    """The columns of each time, among those that no other field has."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._left = time_columns(columns)
        self._dates = {c.position: c.of for c in self._left if c.part is not TimePart.CLOCK}
        self._positions = {column: position for position, column in enumerate(columns)}

    def columns_of(self, field_name: str, date_column: str | None) -> tuple[str, ...]:
        """Return the columns of one time: date and clock, or day, month, year and clock; () if none.

        :param date_column: the column of the date, where its name is known as it is
        """
        of = TIME_WORDS[field_name]
        date = self._split_date(of) or self._whole_date(of, date_column)
        if not date:
            return ()
        self._take(date)
        clock = () if _is_whole_moment(date[-1]) else self._clock(of, date[-1])
        self._take(clock)
        return (*date, *clock)

    def _whole_date(self, of: ColumnWord, date_column: str | None) -> tuple[str, ...]:
        if date_column:
            return (date_column,)
        return self._find(of, TimePart.DATE) or self._find(of, TimePart.CLOCK)

    def _split_date(self, of: ColumnWord) -> tuple[str, ...]:
        """Return day, month and year, if month and year have columns of their own."""
        for word in (of, None) if of is W.FILED else (of,):
            month, year = self._find(word, TimePart.MONTH), self._find(word, TimePart.YEAR)
            day = self._day(word) or (self._day(of) if word is None else ())
            if day and month and year:
                return (*day, *month, *year)
        return ()

    def _day(self, of: ColumnWord | None) -> tuple[str, ...]:
        return self._find(of, TimePart.DAY) or self._find(of, TimePart.DATE)

    def _clock(self, of: ColumnWord, date_column: str) -> tuple[str, ...]:
        """Return the clock of a time: by its name, else the column right behind the date."""
        if named := self._find(of, TimePart.CLOCK):
            return named
        unnamed = [c for c in self._left if c.of is None and c.part is TimePart.CLOCK]
        behind = [c for c in unnamed if c.position == self._positions.get(date_column, -2) + 1]
        free = [c for c in unnamed if of is W.FILED and self._dates.get(c.position - 1, of) in (of, None)]
        return tuple(c.column for c in (behind or free)[:1])

    def _find(self, of: ColumnWord | None, part: TimePart) -> tuple[str, ...]:
        return tuple(c.column for c in self._left if c.of is of and c.part is part)[:1]

    def _take(self, columns: Sequence[str]) -> None:
        self._left = [c for c in self._left if c.column not in columns]


def _is_whole_moment(column: str) -> bool:
    words = words_of(plain_name(column))
    meanings = meanings_of(column) or frozenset()
    return bool(WHOLE_MOMENTS & set(words)) or {W.DATE, W.CLOCK} <= meanings
