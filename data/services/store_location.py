"""Where a city's store lies: a file named after the city's code; one of an earlier name stays in use."""

from pathlib import Path

import structlog
from sqlalchemy import Engine

from data.config.city_loader import earlier_store_file, store_file, store_url
from data.config.settings import Settings
from data.core.config.city import City
from data.store.engine import writer
from data.store.store_city import CityIdentity, has_reports_of, is_store_of, mark_city

log = structlog.get_logger(__name__)


def located_store_url(settings: Settings, city: City) -> str:
    """Return the URL of the city's store: configured, by its code, or by the name of the city's file.

    The last is how stores were named before: it is opened if it is this city's and no other is there.
    """
    if settings.database_url:
        return store_url(settings, city)
    file, earlier = store_file(settings, city), earlier_store_file(settings, city)
    if file.exists() or earlier is None or not earlier.exists():
        _name_other_stores(settings, city, file)
        return store_url(settings, city)
    if not is_store_of(earlier, _identity(city)):
        log.warning("a store of this name is another city's", store=str(earlier), opened=str(file))
        return store_url(settings, city)
    log.info("the store has the name of the city's file, as before", store=str(earlier), new_name=file.name)
    return _sqlite_url(earlier)


def _name_other_stores(settings: Settings, city: City, file: Path) -> None:
    """Name the stores that have reports of the city's sources, while its own has none.

    A city whose ``code`` was changed begins with an empty store, and the old one lies beside it.
    """
    others = [path for path in settings.var.glob("*.db") if path.resolve() != file.resolve()]
    if city.simulated or not others or has_reports_of(file, _identity(city)):
        return
    found = sorted(str(path) for path in others if has_reports_of(path, _identity(city)))
    if found:
        log.warning(
            "this store is empty, another has reports of the city's sources: if the city's code was changed,"
            " stop board and jobs and rename that file",
            stores=found,
            new_name=file.name,
        )


def mark_store(engine: Engine, city: City) -> None:
    """Write into the store which city it is of; a store of another one is named in the log."""
    with writer(engine).begin() as connection:
        previous = mark_city(connection, city.code)
    if previous not in (None, city.code):
        log.warning("this store was another city's until now", previous=previous, now=city.code)


def _identity(city: City) -> CityIdentity:
    return CityIdentity(city.code, frozenset(source.name for source in city.source))


def _sqlite_url(file: Path) -> str:
    return f"sqlite:///{file.absolute()}"
