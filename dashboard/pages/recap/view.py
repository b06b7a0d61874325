"""A recap in words: one value from which page, files and message are written, so that they cannot differ."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_date

from dashboard.pages.recap import labels
from dashboard.pages.recap.labels import Column
from dashboard.pages.recap.query import Ask
from dashboard.ui.format import LOCALE, moment_words, number, percent
from data.core.config.city import City
from data.core.digest import digest
from data.core.recap.groups import By
from data.core.recap.recap import Recap
from data.core.recap.spans import Days, Step, whole


@dataclass(frozen=True)
class Line:
    """A row: what it is called, its code (a date for a stretch of time), and its figures."""

    name: str
    code: str | date
    figures: dict[str, Any]


@dataclass(frozen=True)
class View:
    """Everything that is written of one recap."""

    city: City
    ask: Ask
    place: str
    period: str
    moment: str  # up to when it counts
    made: datetime  # the moment that its data is true for
    complete: bool  # the period is over
    head: str  # what the rows are
    rows: tuple[Line, ...]
    total: Line

    @property
    def simulated(self) -> bool:
        """Whether any of it is practice data."""
        return self.city.simulated

    @property
    def configuration(self) -> str:
        """Tells two configurations of a city apart."""
        return digest(self.city.model_dump_json())[:12]

    def file_name(self, what: str, ending: str) -> str:
        """A name for a file of it that says which it is."""
        days = self.ask.days
        place = self.ask.area or self.city.code
        return f"{what}-{place}-{labels.BY[self.ask.by]}-{days.first}-{days.last}.{ending}"


def view_of(found: Recap, ask: Ask, city: City, as_of: datetime) -> View:
    """The recap in words.

    :param as_of: the moment that the board's data is true for
    """
    return View(
        city=city,
        ask=ask,
        place=place_words(found, city),
        period=days_words(ask.days),
        moment=moment_words(found.until, city.zone),
        made=as_of,
        complete=found.until < as_of,
        head=labels.BY_WORDS[ask.by],
        rows=tuple(_line(row, ask) for row in found.rows),
        total=Line(labels.TOTAL, "", found.total),
    )


def place_words(found: Recap, city: City) -> str:
    """``Kota Uji``, ``Kecamatan Barat``, ``Kelurahan Anggrek, Kecamatan Barat``."""
    area = found.area
    if area is None:
        return city.name
    parent = f"{city.areas.parent_level} {area['parent_name']}"
    return parent if area["level"] == "parent" else f"{city.areas.level} {area['name']}, {parent}"


def days_words(days: Days) -> str:
    """``Senin, 23 November 2026``, ``November 2026``, or from the first to the last day."""
    if days.first == days.last:
        return format_date(days.first, "EEEE, d MMMM y", locale=LOCALE)
    if days == whole(Step.MONTH, days.first):
        return format_date(days.first, "MMMM y", locale=LOCALE)
    same = "d" if (days.first.year, days.first.month) == (days.last.year, days.last.month) else "d MMMM y"
    first = format_date(days.first, same, locale=LOCALE)
    return _between(first, format_date(days.last, "d MMMM y", locale=LOCALE))


def _line(row: dict[str, Any], ask: Ask) -> Line:
    key = row["key"]
    if ask.by in (By.DAY, By.WEEK, By.MONTH):
        first = date.fromisoformat(key)
        return Line(_part_words(first, ask), first, row)
    return Line(row["name"] or labels.ROWS.get(key, key), key, row)


def _part_words(first: date, ask: Ask) -> str:
    """A part of the period; its first and last may be cut short."""
    if ask.by is By.DAY:
        return format_date(first, "EEE, d MMM y", locale=LOCALE)
    last = min(whole(Step(ask.by.value), first).last, ask.days.last)
    if ask.by is By.MONTH and (first.day == 1 and (last + timedelta(days=1)).day == 1):
        return format_date(first, "MMMM y", locale=LOCALE)
    return _between(format_date(first, "d MMM", locale=LOCALE), format_date(last, "d MMM y", locale=LOCALE))


def _between(first: str, last: str) -> str:
    return f"{first} {labels.said()['between']} {last}"


def words(column: Column, figures: dict[str, Any]) -> str:
    """A figure as people read it."""
    value = figures[column.key]
    if column.kind == "share":
        return labels.said()["no_figure"] if value is None else percent(value)
    if column.kind == "change" and value:
        sign = "+" if value > 0 else labels.said()["minus"]
        return f"{sign}{number(abs(value))}"
    return number(value)
