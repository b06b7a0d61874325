"""National holidays from the ``holidays`` package, as plain dates for the core; no network."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

import holidays as package

from data.core.clock.timekeeper import FIRST_DAY, LAST_DAY, Timekeeper
from data.core.clock.workdays import Holiday
from data.core.config.city import City

# The package's category of joint leave (cuti bersama), left out unless it is requested.
JOINT_LEAVE = "government"


class UnknownCountryError(ValueError):
    """The package has no holidays of this country."""


def open_timekeeper(city: City) -> Timekeeper:
    """Return the city's timekeeper, with its national holidays.

    :raises UnknownCountryError: for a country without holidays
    """
    country = city.work.holidays if city.work else None
    return Timekeeper(city, holidays_of(country) if country else ())


def check_country(country: str) -> None:
    """Check that the package knows a country.

    :raises UnknownCountryError: naming key, value and what is allowed
    """
    if country not in package.list_supported_countries():
        known = ", ".join(sorted(package.list_supported_countries()))
        raise UnknownCountryError(f"work.holidays = {country!r}: no such country; allowed is one of {known}")


def unknown_years(city: City, as_of: datetime) -> tuple[int, ...]:
    """Return the near years without announced joint leave.

    Deadlines that count the days of such a year are provisional.
    """
    return tuple(year.year for year in open_timekeeper(city).unknown_years(as_of))


@cache
def holidays_of(country: str) -> tuple[Holiday, ...]:
    """Return all days off of the calendar's years, sorted, named in the country's language.

    :raises UnknownCountryError: for a country without holidays
    """
    check_country(country)
    entity = getattr(package, country)
    categories = tuple(name for name in ("public", JOINT_LEAVE) if name in entity.supported_categories)
    days = _days(country, categories, entity.default_language)
    leave = _days(country, (JOINT_LEAVE,), entity.default_language) if JOINT_LEAVE in categories else {}
    return tuple(Holiday(day, name, day in leave) for day, name in sorted(days.items()))


def _days(country: str, categories: tuple[str, ...], language: str | None) -> Mapping[date, str]:
    # Without a language the package takes that of the machine.
    years = range(FIRST_DAY.year, LAST_DAY.year + 1)
    return package.country_holidays(country, years=years, categories=categories, language=language)
