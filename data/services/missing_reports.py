"""Reports that their source no longer has, for pages and commands; any thread may call it."""

from sqlalchemy import Engine

from data.core.report.key import ReportKey
from data.core.report.listing.listing import ListingState
from data.core.report.listing.missing import MissingReport
from data.store import missing_reports as stored
from data.store.engine import writer


class MissingReportService:
    """The missing reports of one city's sources, and what an operator accepts of a source."""

    def __init__(self, engine: Engine) -> None:
        self._read_engine, self._write_engine = engine, writer(engine)

    def list_all(self) -> list[MissingReport]:
        """Return those of all sources, those missing longest first."""
        with self._read_engine.connect() as connection:
            return stored.all_missing_reports(connection)

    def of_source(self, source: str) -> list[MissingReport]:
        """Return those of one source, those missing longest first."""
        with self._read_engine.connect() as connection:
            return stored.missing_reports(connection, source)

    def find(self, key: ReportKey) -> MissingReport | None:
        """Return since when the source no longer has a report; None if it has it."""
        with self._read_engine.connect() as connection:
            return stored.find_missing_report(connection, key)

    def listing_state(self, source: str) -> ListingState | None:
        """Return what is remembered of a source's listings; None before the first."""
        with self._read_engine.connect() as connection:
            return stored.load_listing_state(connection, source)

    def accept_next(self, source: str) -> bool:
        """Believe the next pull or file of a source, however short or old; False before its first one."""
        with self._write_engine.begin() as connection:
            return stored.accept_next_listing(connection, source)
