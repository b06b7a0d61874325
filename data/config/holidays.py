"""National holidays out of the ``holidays`` package, as plain dates for the core. No network."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

import holidays as package

from data.core.clock.timekeeper import FIRST_DAY, LAST_DAY, Timekeeper
from data.core.clock.workdays import Holiday
from data.core.config.city import City

# Cuti bersama is the package's "government" category, which it leaves out unless asked.
JOINT_LEAVE = "government"


class UnknownCountryError(ValueError):
    """A country that the package has no holidays of."""


def open_timekeeper(city: City) -> Timekeeper:
    """The city's clocks with its holidays.

    :raises UnknownCountryError: for a country without holidays
    """
    country = city.work.holidays if city.work else None
    return Timekeeper(city, holidays_of(country) if country else ())


def check_country(country: str) -> None:
    """That the package knows a country.

    :raises UnknownCountryError: naming key, value and what is allowed
    """
    if country not in package.list_supported_countries():
        known = ", ".join(sorted(package.list_supported_countries()))
        raise UnknownCountryError(f"work.holidays = {country!r}: no such country; allowed is one of {known}")


def unknown_years(city: City, as_of: datetime) -> tuple[int, ...]:
    """The near years whose joint leave is not known yet: deadlines that count their days are estimates."""
    return tuple(year.year for year in open_timekeeper(city).unknown_years(as_of))


@cache
def holidays_of(country: str) -> tuple[Holiday, ...]:
    """All days off from the calendar's first year to its last, sorted, named in the country's language.

    :raises UnknownCountryError: for a country without holidays
    """
    check_country(country)
    entity = getattr(package, country)
    categories = tuple(name for name in ("public", JOINT_LEAVE) if name in entity.supported_categories)
    days = _days(country, categories, entity.default_language)
    leave = _days(country, (JOINT_LEAVE,), entity.default_language) if JOINT_LEAVE in categories else {}
    return tuple(Holiday(day, name, day in leave) for day, name in sorted(days.items()))


def _days(country: str, categories: tuple[str, ...], language: str | None) -> Mapping[date, str]:
    # The language is named, for else the package takes that of the machine.
    years = range(FIRST_DAY.year, LAST_DAY.year + 1)
    return package.country_holidays(country, years=years, categories=categories, language=language)
