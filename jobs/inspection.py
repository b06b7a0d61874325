"""``python -m jobs import FILE --inspect``: what a file is, and what it would become. Nothing is written."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from data.core.config.city import OTHER, City, TabularSource
from data.core.config.table_config import DateOrder
from data.core.report.record import Place, Rejection, ServiceRequest
from data.services.geocoding import place_all
from data.sources.base import Row
from data.sources.tables import TableRows, table_rows
from data.sources.tables.date_order import ORDERS, DateOrders
from data.sources.tables.decompression import opened
from data.sources.tables.inspection import Survey, layout_of, private, proposed, samples, survey
from data.sources.tables.layout import Layout, dates_of
from data.sources.validator import Guard, known_words
from data.sources.values import folded, text_or_none
from geo import AreaLayer, Locator, NameIndex, aliases
from jobs.source_proposal import source_name, toml_block

SHOWN_ROWS = 5


@dataclass(frozen=True)
class Finding:
    """All that is shown of a file."""

    layout: Layout
    samples: dict[str, list[str]]
    orders: DateOrders | None  # None where the source itself says how its dates are written
    first: list[tuple[ServiceRequest | Rejection, Place | None]] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    meant: dict[str, str] = field(default_factory=dict)  # a status word and ours
    filed_under: dict[str, str] = field(default_factory=dict)  # a category word and our code
    rows: int = 0
    rejected: int = 0
    toml: str = ""

    @property
    def asked(self) -> list[DateOrder]:
        """The orders among which somebody has to decide."""
        doubtful = self.orders is not None and self.orders.seen and self.orders.doubt()
        return [order for order in ORDERS if doubtful and self.orders and order in self.orders.possible]


@dataclass(frozen=True)
class Town:
    """The city that a file would come into."""

    city: City
    locate: Locator
    names: NameIndex
    hide: Callable[[str], str]

    @classmethod
    def of(cls, city: City, layer: AreaLayer) -> "Town":
        """A town without a store; a reporter is only marked as being one."""
        return cls(city, Locator(layer), NameIndex(layer, aliases()), lambda _name: "(hash)")


def inspect(town: Town, path: Path, given: TabularSource | None, now: datetime) -> Finding:
    """What a file would become, by a source of the city or by what its columns are called.

    :raises FeedError: the file cannot be read
    """
    with opened(path) as stream:
        found = None if given else survey(stream)
        source = given or proposed(found or Survey((), {}), source_name(path))
        finding = _looked_at(table_rows(source, path), stream, found)
    taken = source.model_copy(update={"date_order": finding.asked[0]}) if finding.asked else source
    rows = table_rows(taken, path)
    finding = _with_rows(town, finding, taken, rows, now)
    finding.layout.left_out.clear()  # it was counted in looking for the order of dates already
    finding.layout.left_out.update(rows.left_out)
    return _with_toml(finding, source)


def _looked_at(rows: TableRows, stream: BinaryIO, found: Survey | None) -> Finding:
    layout, source = layout_of(rows, stream), rows.source
    header = layout.header.names if layout.header else rows.wanted().columns
    orders = None if source.date_order or source.date_format else DateOrders()
    for written in dates_of(layout, source) if orders else ():
        assert orders is not None
        orders.observe(written)
    columns, hidden = found.columns if found else header, private(rows)
    shown = samples(layout, [name for name in columns if name and name not in hidden])
    return Finding(layout, {name: shown.get(name, ["(not shown)"]) for name in columns if name}, orders)


def _with_rows(
    town: Town, finding: Finding, source: TabularSource, rows: Iterable[Row], now: datetime
) -> Finding:
    """Every row is checked as a pull would; only the first are kept."""
    guard, words = Guard(town.city, source, town.hide, source.date_format), known_words(source)
    count, rejected, first = 0, 0, list[ServiceRequest | Rejection]()
    for row in rows:
        checked = guard.check(row, now)
        count, rejected = count + 1, rejected + isinstance(checked, Rejection)
        if len(first) < SHOWN_ROWS:
            first.append(checked)
        _note(finding, row, checked, words)
    placed = dict(zip(*_placed(town, first), strict=True))
    shown = [(item, placed.get(id(item))) for item in first]
    return replace(finding, first=shown, rows=count, rejected=rejected)


def _note(finding: Finding, row: Row, checked: ServiceRequest | Rejection, words: dict[str, str]) -> None:
    word = text_or_none(row.fields.get("status_description"))
    if word:
        finding.statuses[word] += 1
        said = row.fields.get("status_code") or words.get(folded(word))
        finding.meant.setdefault(word, str(said or ""))
    name = text_or_none(row.fields.get("service_name"))
    if name and isinstance(checked, ServiceRequest):
        finding.categories[name] += 1
        finding.filed_under.setdefault(name, "" if checked.service_code == OTHER else checked.service_code)


def _placed(town: Town, first: Sequence[ServiceRequest | Rejection]) -> tuple[list[int], list[Place]]:
    records = [item for item in first if isinstance(item, ServiceRequest)]
    return [id(record) for record in records], place_all(records, town.locate, town.names)


def _with_toml(finding: Finding, source: TabularSource) -> Finding:
    asked = finding.asked
    order = finding.orders.decided() if finding.orders and not asked else None
    unknown = [word for word in finding.statuses if not finding.meant[word]]
    block = toml_block(source, order=order, asked=asked, unknown=unknown)
    return replace(finding, toml=block)
