"""A check at every start that city file, area layer and store agree; all that does not is told at once.

Nothing stops: the log has one warning with everything, and the operator's page lists each part until it is
put right.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Protocol

import structlog
from sqlalchemy import Connection, Engine

from data.core.config.agreement import (
    Mismatch,
    Problem,
    category_mismatches,
    setting_mismatches,
    source_mismatches,
)
from data.core.config.city import City, SourceBase
from data.core.displays import CITY_VIEW, FLOOD_VIEW
from data.core.faults import FaultKind
from data.core.integrity.checks import check_policies
from data.services.submission import OWN_SOURCE
from data.store import accounts, city_memory, display_orders, faults, reports
from data.store.city_memory import CityMemory
from data.store.engine import writer
from data.store.origin_counts import OriginCounts, keep_counts, load_counts

FIXED_VIEWS = frozenset({CITY_VIEW, FLOOD_VIEW})  # what a display may show besides a kecamatan
IDENTIFYING_KEYS = ("kind", "url", "discovery", "file", "path", "query", "jurisdiction_id")
MAX_STORED = 50  # mismatches on the operator's page

log = structlog.get_logger(__name__)


class UnusableArea(Protocol):
    """An area of the file that the layer leaves out."""

    @property
    def code(self) -> str:
        """Return its code."""
        ...

    @property
    def name(self) -> str:
        """Return its name."""
        ...

    @property
    def text(self) -> str:
        """Return why it cannot be used."""
        ...


def check_start(
    engine: Engine,
    city: City,
    has_code: Callable[[str], bool],
    parents: Collection[str],
    left_out: Iterable[UnusableArea],
    now: datetime,
) -> list[Mismatch]:
    """Log and store everything that does not agree, and return it.

    :param has_code: whether the area layer has any area under a code
    :param parents: the codes of the kecamatan
    :param left_out: areas of the file that cannot be used
    """
    with engine.connect() as connection:
        memory = city_memory.load(connection)
        counts = load_counts(connection)
        mismatches = [
            *setting_mismatches(city, has_code),
            *(Mismatch(f"{each.code} ({each.name})", Problem.UNUSABLE_AREA, each.text) for each in left_out),
            *_holder_mismatches(connection, parents),
            *_stored_mismatches(city, memory, counts),
        ]
    if counts.is_dear:
        with writer(engine).begin() as connection:
            keep_counts(connection, counts)
    _remember(engine, memory, memory.updated(_identities(city)), mismatches, now)
    others = [str(each) for each in mismatches if each.problem is not Problem.NO_POLICY]
    if others:  # policies have a warning of their own, which says what it means for their reports
        log.warning("city file, area layer and store do not agree", mismatches=others)
    return mismatches


def _holder_mismatches(connection: Connection, parents: Collection[str]) -> list[Mismatch]:
    if not parents:
        return []
    lost_accounts = [
        Mismatch(f"account {each.name} ({each.parent})", Problem.NO_KECAMATAN)
        for each in accounts.list_all(connection)
        if each.parent is not None and each.parent not in parents and not each.disabled
    ]
    lost_views = [
        Mismatch(f"display {each.screen} ({each.view})", Problem.NO_VIEW)
        for each in display_orders.list_orders(connection).values()
        if each.view is not None and each.view not in parents and each.view not in FIXED_VIEWS
    ]
    return lost_accounts + lost_views


def _stored_mismatches(city: City, memory: CityMemory, counts: OriginCounts) -> list[Mismatch]:
    sources, categories, policies = counts.sources, counts.categories, counts.policies
    return [
        *source_mismatches(city, sources, {OWN_SOURCE}, _same_sources(city, memory, sources)),
        *category_mismatches(city, categories, _same_categories(city, memory, categories)),
        *(Mismatch(each.where, Problem.NO_POLICY, each.figures) for each in check_policies(policies, city)),
    ]


def _same_sources(city: City, memory: CityMemory, stored: Mapping[str, int]) -> dict[str, str]:
    """Return the present name by the earlier one, of sources that read the same."""
    new_names = {
        digest: source.name
        for source in city.source
        if source.name not in stored and (digest := source_digest(source))
    }
    names = {name: new_names.get(memory.sources.get(name, "")) for name in stored}
    return {name: new_name for name, new_name in names.items() if new_name}


def _same_categories(city: City, memory: CityMemory, stored: Iterable[str]) -> dict[str, str]:
    """Return the present code by the earlier one, of categories with the same name or alias."""
    by_name = {name.casefold(): each.code for each in city.category for name in (*each.aliases, each.name)}
    codes = {code: by_name.get(memory.categories.get(code, code).casefold()) for code in stored}
    return {code: new_code for code, new_code in codes.items() if new_code and new_code != code}


def source_digest(source: SourceBase) -> str:
    """Return a digest of what a source reads, whatever its name; "" if that is any file."""
    values = [getattr(source, key, None) for key in IDENTIFYING_KEYS]
    if not any(values[1:]):
        return ""
    return blake2b(repr(values).encode(), digest_size=12).hexdigest()


def _identities(city: City) -> CityMemory:
    return CityMemory(
        {source.name: source_digest(source) for source in city.source},
        {category.code: category.name for category in city.category},
    )


def _remember(
    engine: Engine, memory: CityMemory, updated: CityMemory, mismatches: list[Mismatch], now: datetime
) -> None:
    """Store what the city's file says now, and the mismatches in place of those of the last start."""
    wanted = {each.item: each for each in mismatches[:MAX_STORED]}
    with engine.connect() as connection:
        stored = {each.item: each.error for each in faults.list_kind(connection, FaultKind.SETTING)}
    if memory == updated and stored == {item: str(each.problem) for item, each in wanted.items()}:
        return
    with writer(engine).begin() as connection:
        city_memory.save(connection, updated)
        for item in stored.keys() - wanted.keys():
            faults.clear(connection, FaultKind.SETTING, item)
        for item in wanted.keys() - stored.keys():
            faults.record(connection, FaultKind.SETTING, item, str(wanted[item].problem), now, None)


def earlier_name_of(engine: Engine, city: City, source: SourceBase) -> str | None:
    """Return the name under which reports of this source are stored, if the city's file called it otherwise.

    None once there are reports under its present name.
    """
    digest = source_digest(source)
    if not digest:
        return None
    with engine.connect() as connection:
        if reports.has_source(connection, source.name):
            return None
        memory = city_memory.load(connection).sources
        names = [name for name in memory if memory[name] == digest and city.get_source(name) is None]
        return next((name for name in names if reports.has_source(connection, name)), None)
