"""A report with a token first and an id later stays one report."""

from datetime import timedelta
from pathlib import Path

from tests.georeport_server import FakeGeoReport, make_report
from tests.personas import MONDAY_NOON
from tests.sources.open311_pulls import open_context_with, pull_once_at, stored_statuses

LATER = MONDAY_NOON + timedelta(hours=2)


def add_without_id(server: FakeGeoReport, token: str) -> None:
    """Add a report that has only a token."""
    server.reports[token] = {**make_report(1), "service_request_id": None, "token": token}


def assign_id(server: FakeGeoReport, token: str, identity: str, status: str = "open") -> None:
    """Give the report an id in place of its token."""
    del server.reports[token]
    server.tokens[token] = identity
    server.put(make_report(1, service_request_id=identity, status=status))


def test_a_token_with_a_known_id_is_stored_under_the_id(tmp_path: Path, server: FakeGeoReport) -> None:
    add_without_id(server, "T1")
    server.tokens["T1"] = "R1"
    context = open_context_with(tmp_path, server)
    pull_once_at(context)
    assert set(stored_statuses(context)) == {"R1"}


def test_a_token_without_an_id_remains_the_reports_id(tmp_path: Path, server: FakeGeoReport) -> None:
    add_without_id(server, "T1")
    server.tokens["T1"] = None
    context = open_context_with(tmp_path, server)
    pull_once_at(context)
    assign_id(server, "T1", "R1")
    pull_once_at(context, LATER)
    assert set(stored_statuses(context)) == {"T1"}


def test_a_report_stored_under_its_token_is_swept_by_its_id(tmp_path: Path, server: FakeGeoReport) -> None:
    """A year later no window contains it."""
    add_without_id(server, "T1")
    server.put(make_report(2))
    context = open_context_with(tmp_path, server, full_every_hours=87_600)
    pull_once_at(context)
    assign_id(server, "T1", "R1")
    pull_once_at(context, LATER)
    closed_at = MONDAY_NOON + timedelta(days=365)
    server.change("R1", closed_at, status="closed")
    pull_once_at(context, closed_at)
    assert stored_statuses(context) == {"T1": "selesai", "R2": "menunggu"}


def test_a_token_survives_a_failed_pull_and_a_configuration_change(
    tmp_path: Path, server: FakeGeoReport
) -> None:
    add_without_id(server, "T1")
    context = open_context_with(tmp_path, server)
    server.put(
        make_report(2, service_code="018", service_name=None)
    )  # the list of services is missing: a fault
    server.services.append({"code": 500, "description": "no services today"})
    assert pull_once_at(context)["error"]
    server.services[:] = [{"service_code": "018", "service_name": "Banjir"}]
    assign_id(server, "T1", "R1")
    reconfigured_context = open_context_with(tmp_path, server, page_size=7)
    pull_once_at(reconfigured_context, LATER)
    assert len(stored_statuses(reconfigured_context)) == 2


def test_a_row_with_neither_id_nor_token_is_rejected(tmp_path: Path, server: FakeGeoReport) -> None:
    server.put(make_report(1))
    server.reports["x"] = {**make_report(2), "service_request_id": ""}
    line = pull_once_at(open_context_with(tmp_path, server))
    assert (line["new"], line["rejected"]) == (1, 1)
