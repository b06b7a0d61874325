"""Lists of reports that somebody searches for or filters, from the columns of all events.

Who may see which reports is decided by whoever calls: the kecamatan of an account is an argument.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine

from data.core.columns.event_columns import RowNumbers
from data.core.columns.event_states import STATES, state_codes
from data.core.columns.report_columns import Flags
from data.core.config.city import City
from data.core.history.places import AreaHierarchy, has_one_level
from data.core.moments import datetime_to_micros
from data.core.report_list.name_match import named_codes
from data.core.report_list.query import ReportQuery
from data.core.report_list.selection import (
    ReportListing,
    in_areas,
    listing_at,
    open_assignees,
    report_flags,
    select_reports,
    sorted_rows,
)
from data.core.report_list.text_query import TextTerm, text_terms
from data.core.review.report_rows import REPORT_ROW_COLUMNS, to_report_rows
from data.core.review.rows import ReportRow
from data.services.store_reading import reading_connection
from data.store import reports
from data.store.event_history import EventHistory, writable_store_folder
from data.store.event_reader import StoreEventReader
from data.store.text_index import TextIndex, open_text_index


@dataclass(frozen=True)
class ReportPage:
    """Some of the reports that a query selects.

    :param total: how many it selects
    :param as_of: for which moment they are listed
    :param assignees: of the open reports that the reader may see, in alphabetical order
    :param areas: names of kecamatan, each with code and name of itself and of its kelurahan
    """

    rows: list[ReportRow]
    total: int
    as_of: datetime
    assignees: tuple[str, ...]
    areas: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def _area_options(
    areas: pd.DataFrame, parent: str | None
) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Yield each kecamatan that a reader may see, with the codes and names to choose from."""
    visible = areas if parent is None else areas[areas["parent"] == parent]
    for (code, name), rows in visible.sort_values(["parent_name", "name"]).groupby(
        ["parent", "parent_name"], sort=False
    ):
        own = zip(rows["code"], rows["name"], strict=True)
        yield str(name), tuple(dict([(str(code), str(name)), *own]).items())


@dataclass(frozen=True)
class _Reading:
    """One look at the store: its reports at a moment, and the areas in use then."""

    connection: Connection
    city: City
    areas: pd.DataFrame
    listing: ReportListing
    as_of: datetime

    @property
    def area_names(self) -> dict[str, str]:
        """Return the names of kelurahan and kecamatan by code."""
        parents = dict(zip(self.areas["parent"], self.areas["parent_name"], strict=True))
        return parents | dict(zip(self.areas["code"], self.areas["name"], strict=True))

    def report_rows(self, rows: RowNumbers) -> list[ReportRow]:
        """Return reports as a list shows them, in the order of their rows."""
        columns = self.listing.columns
        changes = columns.change[rows]
        events = StoreEventReader(self.connection).events(np.unique(changes)).set_index("change")
        table = events.loc[changes, list(REPORT_ROW_COLUMNS)].reset_index(drop=True)
        codes = state_codes(columns, rows, self.listing.as_of)
        shown = np.where(columns.is_open[rows], np.array(STATES, dtype=object)[codes], None)
        states = pd.Series(shown, dtype="object")  # of its own type: of texts, None would become NaN
        return to_report_rows(self, table.assign(figures=None, state=states), self.as_of)


class ReportListService:
    """Report lists of one store; any thread may call it."""

    def __init__(self, engine: Engine, city: City, events: EventHistory, text_index: TextIndex) -> None:
        self._engine, self._city, self._events, self._text_index = engine, city, events, text_index

    def page(
        self,
        query: ReportQuery,
        as_of: datetime,
        parent: str | None = None,
        start: int = 0,
        limit: int = 50,
        revision: int | None = None,
    ) -> ReportPage:
        """Return some of the reports that a query selects, in its order.

        :param parent: the kecamatan whose reports the reader may see; None: all of them
        :param revision: as they were known at that change number; None: as they are known now
        :raises StoreUnavailableError: the store cannot be read
        """
        with self._read(as_of, revision) as reading:
            chosen = self._chosen(reading, query, parent)
            rows = sorted_rows(reading.listing, chosen, query, start + limit)[start:]
            return ReportPage(
                rows=reading.report_rows(rows),
                total=int(chosen.sum()),
                as_of=as_of,
                assignees=open_assignees(reading.listing, parent),
                areas=tuple(_area_options(reading.areas, parent)),
            )

    def prepare(self, stop: threading.Event) -> None:
        """Read the texts before anybody searches for them.

        :raises StoreUnavailableError: the store cannot be read
        """
        with reading_connection(self._engine) as connection:
            self._text_index.prepare(connection, stop)

    @contextmanager
    def _read(self, as_of: datetime, revision: int | None) -> Iterator[_Reading]:
        with reading_connection(self._engine) as connection:
            known = reports.revision(connection) if revision is None else revision
            columns = self._events.columns(connection, known)
            areas = reports.areas(connection, as_of)
            parents = () if has_one_level(areas) else areas["parent"].unique()
            listing = listing_at(
                columns, datetime_to_micros(as_of), AreaHierarchy(areas), parents, self._city.sensitive_codes
            )
            yield _Reading(connection, self._city, areas, listing, as_of)
        self._events.release()

    def _chosen(self, reading: _Reading, query: ReportQuery, parent: str | None) -> Flags:
        """Return which reports a query selects, among those that a reader may see."""
        chosen = select_reports(reading.listing, query)
        if parent is not None:
            chosen &= in_areas(reading.listing, [parent])
        if query.stars:
            chosen &= report_flags(reading.listing, self._text_index.rated(reading.connection, query.stars))
        return chosen & self._with_words(reading, text_terms(query.words)) if query.words else chosen

    def _with_words(self, reading: _Reading, terms: Sequence[TextTerm]) -> Flags:
        """Return which reports hold all terms: in their texts or number, or as their category or area."""
        names = {term: self._named(reading, term) for term in terms}
        in_texts_only = [term for term in terms if names[term] is None]
        parts = [in_texts_only] if in_texts_only else []
        flags = [self._in_texts(reading, part) for part in parts]
        flags += [
            self._in_texts(reading, [term]) | named for term, named in names.items() if named is not None
        ]
        return np.logical_and.reduce([*flags, np.ones(len(reading.listing.rows), dtype=np.bool_)])

    def _in_texts(self, reading: _Reading, terms: Sequence[TextTerm]) -> Flags:
        return report_flags(reading.listing, self._text_index.matches(reading.connection, terms))

    def _named(self, reading: _Reading, term: TextTerm) -> Flags | None:
        """Return which reports are of a category or in an area that a term names; None if none."""
        categories = {category.code: category.name for category in self._city.category}
        codes = named_codes(term, categories, reading.area_names)
        if not codes:
            return None
        listing = reading.listing
        return in_areas(listing, codes.areas) | listing.having(listing.columns.service_code, codes.categories)


def open_report_lists(engine: Engine, city: City, events: EventHistory) -> ReportListService:
    """Return the report lists of a store with an index of its texts.

    :param events: the columns that others share
    """
    return ReportListService(
        engine, city, events, open_text_index(engine, city.sensitive_codes, writable_store_folder(engine))
    )
