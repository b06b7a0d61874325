"""Stored reports follow a source or a category whose code in the city's file is another now."""

from collections.abc import Collection

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from data.config.settings import SettingError
from data.core.config.city import City
from data.store import renaming
from data.store.engine import writer


def rename_source(engine: Engine, city: City, old: str, new: str) -> int:
    """Give the reports of a source its new name; return how many.

    :raises SettingError: the city's file does not say so, or there are reports under the new name already
    """
    return _rename(engine, renaming.SOURCE_COLUMN, old, new, [source.name for source in city.source])


def rename_category(engine: Engine, city: City, old: str, new: str) -> int:
    """Give the reports of a category its new code; return how many.

    :raises SettingError: the city's file does not say so
    """
    return _rename(engine, renaming.CATEGORY_COLUMN, old, new, city.categories_by_code)


def _rename(engine: Engine, column: str, old: str, new: str, configured: Collection[str]) -> int:
    if new not in configured:
        raise SettingError(f"the city's file has no {new!r}; it has {', '.join(configured) or 'none'}")
    if old in configured:
        raise SettingError(f"the city's file still has {old!r}: nothing was renamed")
    with writer(engine).begin() as connection:
        count = renaming.count_reports(connection, column, old)
        if not count:
            raise SettingError(f"no stored report has {old!r}")
        if column == renaming.SOURCE_COLUMN and renaming.count_reports(connection, column, new):
            raise SettingError(f"there are reports of {new!r} already: one of them may be there twice")
        try:
            renaming.rename(connection, column, old, new)
        except IntegrityError:
            raise SettingError(f"rows of {new!r} are stored already: nothing was renamed") from None
    return count
