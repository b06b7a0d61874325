"""Read a city's TOML file into the core's model, with errors that name file, key and value."""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from data.config.holidays import UnknownCountryError, check_country
from data.config.settings import CITIES, SettingError, Settings
from data.core.config.city import City, SimulatedSource


def load_city(settings: Settings) -> City:
    """Return the configured city; its simulated source gets the practice profile of the settings.

    :raises SettingError: naming file, key, value and what is allowed
    """
    city = read_city(settings.city_file)
    sources = [_with_profile(source, settings.simulation) for source in city.source]
    return city.model_copy(update={"source": tuple(sources)})


def store_url(settings: Settings, city: City) -> str:
    """Return the URL of the store, by default a SQLite file.

    A practice city has a file of its own, so that invented and real reports never mix.
    """
    if settings.database_url:
        return settings.database_url
    stem = f"{settings.city_stem}-latihan-{settings.simulation}" if city.simulated else settings.city_stem
    return f"sqlite:///{(settings.var / stem).absolute()}.db"


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
