"""A report that a server knows by a token first and by an id later is one report."""

from datetime import timedelta
from pathlib import Path

from tests.open311 import GeoReport, report
from tests.personas import MONDAY_NOON
from tests.source.open311_pulls import pull_at, stored, town_with

LATER = MONDAY_NOON + timedelta(hours=2)


def without_id(server: GeoReport, token: str) -> None:
    """A report under its token alone."""
    server.reports[token] = {**report(1), "service_request_id": None, "token": token}


def with_id(server: GeoReport, token: str, identity: str, status: str = "open") -> None:
    """The same report, under its id alone from now on."""
    del server.reports[token]
    server.tokens[token] = identity
    server.put(report(1, service_request_id=identity, status=status))


def test_a_token_with_an_id_behind_it_is_stored_by_the_id(tmp_path: Path, server: GeoReport) -> None:
    without_id(server, "T1")
    server.tokens["T1"] = "R1"
    world = town_with(tmp_path, server)
    pull_at(world)
    assert set(stored(world)) == {"R1"}


def test_a_token_without_an_id_yet_is_the_id_and_stays_it(tmp_path: Path, server: GeoReport) -> None:
    without_id(server, "T1")
    server.tokens["T1"] = None
    world = town_with(tmp_path, server)
    pull_at(world)
    with_id(server, "T1", "R1")
    pull_at(world, LATER)
    assert set(stored(world)) == {"T1"}


def test_a_report_stored_by_its_token_is_swept_by_its_id(tmp_path: Path, server: GeoReport) -> None:
    """A year later no window shows it."""
    without_id(server, "T1")
    server.put(report(2))
    world = town_with(tmp_path, server, full_every_hours=87_600)
    pull_at(world)
    with_id(server, "T1", "R1")
    pull_at(world, LATER)
    with_closed = MONDAY_NOON + timedelta(days=365)
    server.change("R1", with_closed, status="closed")
    pull_at(world, with_closed)
    assert stored(world) == {"T1": "selesai", "R2": "menunggu"}


def test_the_token_is_remembered_though_the_pull_fails_and_though_the_city_s_file_changes(
    tmp_path: Path, server: GeoReport
) -> None:
    without_id(server, "T1")
    world = town_with(tmp_path, server)
    server.put(report(2, service_code="018", service_name=None))  # the list of services is missing: a fault
    server.services.append({"code": 500, "description": "no services today"})
    assert pull_at(world)["error"]
    server.services[:] = [{"service_code": "018", "service_name": "Banjir"}]
    with_id(server, "T1", "R1")
    other = town_with(tmp_path, server, page_size=7)
    pull_at(other, LATER)
    assert len(stored(other)) == 2


def test_a_row_with_neither_id_nor_token_is_rejected(tmp_path: Path, server: GeoReport) -> None:
    server.put(report(1))
    server.reports["x"] = {**report(2), "service_request_id": ""}
    line = pull_at(town_with(tmp_path, server))
    assert (line["new"], line["rejected"]) == (1, 1)
