"""Random reports of a city, and the backlog of one of its kecamatan, for tests."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from data.core.backlog.backlog import Backlog, backlogs_by_parent
from data.core.history.facts import Facts
from tests.builders import city, facts, standings
from tests.personas import ANGGREK, BARAT, BARITO, CEMPAKA, DELIMA, MONDAY_NOON

HOUR = timedelta(hours=1)


def report_due_in(hours: float | None, filed: float = 10, **fields: Any) -> dict[str, Any]:
    """Return a report filed ``filed`` hours before Monday noon and due ``hours`` after it; None: not due."""
    due = None if hours is None else MONDAY_NOON + hours * HOUR
    return {"requested_datetime": MONDAY_NOON - filed * HOUR, "expected_datetime": due, **fields}


def backlog_of(*rows: dict[str, Any], code: str = BARAT) -> Backlog:
    """Return the backlog of a kecamatan at Monday noon, with these reports."""
    return backlogs_by_parent(facts(standings=standings(*rows)), city(), MONDAY_NOON)[code]


_reports = st.builds(
    report_due_in,
    st.sampled_from([None, -100, -5, -1 / 60, 0, 1, 24, 24.5, 90]),
    st.sampled_from([0, 1, 24, 71, 72, 200, 800]),
    area_code=st.sampled_from(
        [ANGGREK, BARITO, CEMPAKA, DELIMA, BARAT, "31.01.01.1009", "99.01.01.1001", None]
    ),
    service_code=st.sampled_from(["sampah", "banjir", "narkoba", "rahasia", "usul"]),
    status_description=st.sampled_from(["menunggu", "proses", "diteruskan", "menunggu_pelapor", "selesai"]),
    agency_responsible=st.sampled_from([None, "Camat", "Satpol PP", "DLH"]),
    stopped_at=st.sampled_from([None, None, MONDAY_NOON - HOUR]),
)
report_rows = st.lists(_reports.map(lambda row: _with_closing_time(row)), max_size=12)


def _with_closing_time(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row; a closed report was closed two hours before Monday noon."""
    if row["status_description"] != "selesai":
        return row
    return {**row, "closed_datetime": MONDAY_NOON - 2 * HOUR, "stopped_at": None}


def facts_of_reports(rows: list[dict[str, Any]]) -> Facts:
    """Return the facts of a city with these reports."""
    return facts(standings=standings(*rows))
