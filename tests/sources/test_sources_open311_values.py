"""Conversion of a GeoReport v2 server's values to our fields."""

from pathlib import Path
from typing import Any

import pytest

from data.sources.base import PullContext
from data.sources.open311.rows import RowBuilder
from tests.builders import city
from tests.georeport_server import FakeGeoReport, make_report
from tests.personas import ANGGREK, local_time
from tests.sources.open311_pulls import (
    open311_source,
    open_context_with,
    pull_once_at,
    stored_report,
    stored_statuses,
    with_source_keys,
)


def build_fields(item: Any, **keys: Any) -> dict[str, Any]:
    """Return the fields of one report."""
    only_source: Any = city(source=[open311_source(FakeGeoReport(url="http://127.0.0.1"), **keys)]).source[0]
    row_builder = RowBuilder(
        only_source, lambda identity, token: identity or token, lambda: {"017": "Sampah"}
    )
    return dict(row_builder.build_row(1, item).fields)


STATUSES = [
    # status, status_description, our status code
    ("open", None, "menunggu"),
    ("Open", None, "menunggu"),
    ("CLOSED", None, "selesai"),
    ("closed", "Duplicate of 12", "selesai"),  # an unknown text
    ("closed", "duplikat", "duplikat"),
    ("open", "proses", "proses"),
    ("open", "selesai", "menunggu"),  # they contradict each other: Open311's own word counts
    ("closed", "proses", "selesai"),
    (None, "proses", "proses"),
    ("in behandeling", None, "proses"),  # by the city's status_words
    ("reticulating", None, "tidak_dikenal"),
]


@pytest.mark.parametrize(("status", "fine", "word"), STATUSES)
def test_the_more_detailed_known_status_takes_precedence(
    tmp_path: Path, server: FakeGeoReport, status: str | None, fine: str | None, word: str
) -> None:
    server.put(make_report(1, status=status, status_description=fine))
    context = open_context_with(tmp_path, server, status_words={"in behandeling": "proses"})
    pull_once_at(context)
    assert stored_statuses(context) == {"R1": word}


@pytest.mark.parametrize("nothing", [None, "", "  ", "null", "NULL", [], [None, ""]])
def test_empty_values_are_dropped(nothing: Any) -> None:
    fields = build_fields(make_report(1, description=nothing, lat=nothing, expected_datetime=nothing))
    assert not {"description", "lat", "expected_datetime"} & set(fields)


def test_coordinates_may_be_text_and_zero_zero_is_no_location(tmp_path: Path, server: FakeGeoReport) -> None:
    lat, long = (str(make_report(1)[name]) for name in ("lat", "long"))
    server.put(
        make_report(1, lat=lat, long=long),
        make_report(2, lat=0, long=0),
        make_report(3, lat="0.0", long="0.0"),
    )
    server.put(
        {
            **{k: v for k, v in make_report(4).items() if k not in ("lat", "long")},
            "lng": long,
            "latitude": lat,
        }
    )
    context = open_context_with(tmp_path, server)
    line = pull_once_at(context)
    assert (line["located"], line["no_location"]) == (2, 2)
    assert stored_report(context, "R4")["area_code"] == ANGGREK


def test_a_time_without_a_zone_is_read_in_the_sources_zone(tmp_path: Path, server: FakeGeoReport) -> None:
    """11:57 in Manado is 10:57 in Jakarta."""
    server.put(make_report(1, requested_datetime="2026-11-23 10:57:23.97"))
    context = open_context_with(tmp_path, server, timezone="Asia/Jakarta")
    pull_once_at(context)
    filed = stored_report(context, "R1")["requested_datetime"]
    assert filed.replace(microsecond=0) == local_time("2026-11-23 11:57:23")


def test_a_missing_service_name_comes_from_the_list_of_services(
    tmp_path: Path, server: FakeGeoReport
) -> None:
    server.services.append({"service_code": 17, "service_name": "flood"})
    server.put(make_report(1, service_code=17, service_name=None), make_report(2))
    context = open_context_with(tmp_path, server)
    pull_once_at(context)
    assert (stored_report(context, "R1")["service_code"], stored_report(context, "R2")["service_code"]) == (
        "banjir",
        "sampah",
    )


def test_the_service_list_is_requested_only_when_needed(tmp_path: Path, server: FakeGeoReport) -> None:
    server.put(make_report(1))
    pull_once_at(open_context_with(tmp_path, server))
    assert not [path for path in server.requested_paths if "services" in path]


def test_column_names_are_configurable(tmp_path: Path, server: FakeGeoReport) -> None:
    item = {
        "id": 7,
        "code": "x",
        "description": "menumpuk",
        "created": "23/11/2026 09:00",
        "where": {"lat": 1},
    }
    fields = build_fields(
        item,
        fields={"service_request_id": "id", "requested_datetime": "created", "lat": "where.lat"},
        date_format="%d/%m/%Y %H:%M",
    )
    assert (fields["service_request_id"], fields["lat"]) == ("7", 1)
    assert fields["requested_datetime"] == "23/11/2026 09:00"


def test_a_changed_configuration_reads_everything_again(tmp_path: Path, server: FakeGeoReport) -> None:
    server.put(make_report(1, 200 * 24, status="closed", service_name="Kotoran"), make_report(2))
    context = open_context_with(tmp_path, server)
    pull_once_at(context)
    line = pull_once_at(with_source_keys(context, server, status_words={"closed": "ditolak"}))
    assert (line["read"], line["changed"]) == (2, 1)
    assert stored_statuses(context)["R1"] == "ditolak"


def test_a_pull_context_starts_without_open_reports() -> None:
    assert PullContext().open_reports() == []
