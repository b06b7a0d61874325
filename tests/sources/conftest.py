"""Readers of response bodies by the test city's sources, and servers to read from."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from data.core.config.city import CsvSource, GeoJsonSource, QlueSource
from data.core.report.record import RejectedRow, ServiceRequest
from tests.georeport_server import FakeGeoReport, start_georeport_server
from tests.pulls import QLUE, validated_rows
from tests.servers import HttpFeed, start_feed

ReadReports = Callable[..., list[ServiceRequest | RejectedRow]]


@pytest.fixture
def read_qlue(tmp_path: Path) -> ReadReports:
    """Return the reader of the rows of a Qlue response; keywords change the source."""

    def read(body: bytes, **changed: Any) -> list[ServiceRequest | RejectedRow]:
        return validated_rows(body, QlueSource.model_validate({**QLUE, **changed}), folder=tmp_path)

    return read


@pytest.fixture
def read_geojson(tmp_path: Path) -> ReadReports:
    """Return the reader of the features of a GeoJSON file; keywords change the source."""

    def read(body: bytes, **changed: Any) -> list[ServiceRequest | RejectedRow]:
        defaults = {
            "name": "banjir", "kind": "geojson",
            "fields": {
                "service_request_id": "pkey", "requested_datetime": "created_at", "description": "text",
            },
        }  # fmt: skip
        return validated_rows(body, GeoJsonSource.model_validate({**defaults, **changed}), folder=tmp_path)

    return read


@pytest.fixture
def read_table(tmp_path: Path) -> ReadReports:
    """Return the reader of the rows of a CSV file; keywords change the source."""

    def read(body: bytes, **changed: Any) -> list[ServiceRequest | RejectedRow]:
        defaults = {
            "name": "rekap", "kind": "csv", "date_format": "%d/%m/%Y %H:%M",
            "fields": {
                "service_request_id": "Nomor", "requested_datetime": "Tanggal",
                "status_description": "Status", "service_name": "Kategori", "description": "Judul",
                "reporter": "Pelapor",
            },
        }  # fmt: skip
        return validated_rows(body, CsvSource.model_validate({**defaults, **changed}), folder=tmp_path)

    return read


@pytest.fixture
def server() -> Iterator[FakeGeoReport]:
    """Run an empty GeoReport v2 server."""
    with start_georeport_server() as running:
        yield running


@pytest.fixture
def feed() -> Iterator[HttpFeed]:
    """Run an HTTP feed with a configurable response."""
    with start_feed() as running:
        yield running
