"""Read a city's TOML file into the core's model, with errors that name file, key and value."""

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from data.config.holidays import UnknownCountryError, check_country
from data.config.settings import CITIES, SettingError, Settings
from data.core.config.city import City, SimulatedSource
from data.core.digest import digest
from data.lib.translation import languages

MAX_NAME = 80  # characters of a file name that a code gives


def load_city(settings: Settings) -> City:
    """Return the configured city; its simulated source gets the practice profile of the settings.

    :raises SettingError: naming file, key, value and what is allowed
    """
    city = read_city(settings.city_file)
    sources = [_with_profile(source, settings.simulation) for source in city.source]
    return city.model_copy(update={"source": tuple(sources)})


def store_url(settings: Settings, city: City) -> str:
    """Return the URL of the store: configured, else the SQLite file of the city."""
    return settings.database_url or f"sqlite:///{store_file(settings, city).absolute()}"


def store_file(settings: Settings, city: City) -> Path:
    """Return the SQLite file of a city, named after its code; that of a bundled city has the bundled name.

    A practice city has a file of its own, so that invented and real reports never mix.
    """
    return _store_file(settings, city, city_file_name(settings, city))


def earlier_store_file(settings: Settings, city: City) -> Path | None:
    """Return the SQLite file by the name of the city's file, as before; None if it is the same."""
    earlier = _store_file(settings, city, settings.city_stem)
    return None if earlier == store_file(settings, city) else earlier


def city_file_name(settings: Settings, city: City) -> str:
    """Return the name under which files of this city are stored in ``var``, without a suffix."""
    return settings.city if settings.is_bundled_city else safe_file_name(city.code)


def safe_file_name(code: str) -> str:
    """Return a code as a file name; one with other characters gets a digest, so that no two are the same."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", code).lstrip(".")[:MAX_NAME]
    return plain if plain == code else f"{plain or 'kota'}-{digest(code)[:8]}"


def _store_file(settings: Settings, city: City, name: str) -> Path:
    practice = f"-latihan-{settings.simulation}" if city.simulated else ""
    return settings.var / f"{name}{practice}.db"


def area_file(settings: Settings, city: City) -> Path | None:
    """Return the area file that the setting or the city's TOML names; None where neither does."""
    if settings.area_file or city.areas.file is None:
        return settings.area_file
    return settings.city_file.parent / city.areas.file


def _with_profile(source: Any, profile: str) -> Any:
    if isinstance(source, SimulatedSource):
        return source.model_copy(update={"profile": profile})
    return source


def read_city(path: Path) -> City:
    """Read a city from a TOML file.

    :raises SettingError: the file is missing, is not TOML, or holds a key or value that is not allowed
    """
    try:
        city = City.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        if city.work and city.work.holidays:
            check_country(city.work.holidays)
        _check_language(path, city)
        return city
    except OSError:
        bundled = ", ".join(sorted(file.stem for file in CITIES.glob("*.toml")))
        raise SettingError(f"PANTAU_CITY: no file {path}; allowed is a path, or one of {bundled}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"{path}: not TOML: {error}") from error
    except UnknownCountryError as error:
        raise SettingError(f"{path}: {error}") from error
    except ValidationError as error:
        raise SettingError(f"{path}: {_describe_errors(error)}") from error


def _check_language(path: Path, city: City) -> None:
    """:raises SettingError: there is no catalogue of the city's language"""
    if city.language not in languages():
        allowed = ", ".join(languages())
        raise SettingError(f"{path}: language = {city.language!r}: allowed are {allowed}")


def _describe_errors(error: ValidationError) -> str:
    return "; ".join(_describe_error(problem) for problem in error.errors(include_url=False))


def _describe_error(problem: Any) -> str:
    key = ".".join(str(part) for part in problem["loc"])
    if not key:  # a rule between several keys, which it names itself
        return str(problem["msg"])
    if problem["type"] == "extra_forbidden":
        return f"{key}: no such key"
    value = "" if problem["type"] == "missing" else f" = {problem['input']!r}"
    return f"{key}{value}: {problem['msg']}"
