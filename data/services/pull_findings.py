"""What the latest pull or import of a source did not take as it stands, for pages."""

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from data.core.findings import Finding
from data.store.findings import findings_of, latest_pull_with_findings
from data.store.ledger import Reading, latest_reading, reading_of

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class PullFindings:
    """The findings of one pull, by kind, the most frequent first.

    :param file: the name of the imported file, if it was an import
    """

    started_at: datetime
    file: str | None
    findings: tuple[Finding, ...]


def latest_findings(engine: Engine, source: str) -> PullFindings | None:
    """Return the findings of the latest pull that read rows; None before it, or while the store is away."""
    try:
        with engine.connect() as connection:
            reading = latest_reading(connection, source) or _reading_with_findings(connection, source)
            if reading is None:
                return None
            found = findings_of(connection, source, reading.pull_id)
            return PullFindings(reading.started_at, reading.file, tuple(found))
    except SQLAlchemyError as error:
        log.debug("findings cannot be read", reason=type(error).__name__)
        return None


def _reading_with_findings(connection: Connection, source: str) -> Reading | None:
    pull_id = latest_pull_with_findings(connection, source)
    return None if pull_id is None else reading_of(connection, pull_id)
