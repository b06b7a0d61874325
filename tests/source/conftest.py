"""Reading bodies as the town's sources would, and servers to read from."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from data.core.config.city import CsvSource, GeoJsonSource, QlueSource
from data.core.report.record import Rejection, ServiceRequest
from tests.open311 import GeoReport, start_open311
from tests.pulls import QLUE, guarded
from tests.servers import HttpFeed, start_feed

Read = Callable[..., list[ServiceRequest | Rejection]]


@pytest.fixture
def qlue(tmp_path: Path) -> Read:
    """What becomes of the rows of a Qlue answer; keywords change the source."""

    def read(body: bytes, **changed: Any) -> list[ServiceRequest | Rejection]:
        return guarded(body, QlueSource.model_validate({**QLUE, **changed}), folder=tmp_path)

    return read


@pytest.fixture
def geojson(tmp_path: Path) -> Read:
    """What becomes of the features of a GeoJSON file."""

    def read(body: bytes, **changed: Any) -> list[ServiceRequest | Rejection]:
        usual = {
            "name": "banjir", "kind": "geojson",
            "fields": {
                "service_request_id": "pkey", "requested_datetime": "created_at", "description": "text",
            },
        }  # fmt: skip
        return guarded(body, GeoJsonSource.model_validate({**usual, **changed}), folder=tmp_path)

    return read


@pytest.fixture
def table(tmp_path: Path) -> Read:
    """What becomes of the rows of a CSV file."""

    def read(body: bytes, **changed: Any) -> list[ServiceRequest | Rejection]:
        usual = {
            "name": "rekap", "kind": "csv", "date_format": "%d/%m/%Y %H:%M",
            "fields": {
                "service_request_id": "Nomor", "requested_datetime": "Tanggal",
                "status_description": "Status", "service_name": "Kategori", "description": "Judul",
                "reporter": "Pelapor",
            },
        }  # fmt: skip
        return guarded(body, CsvSource.model_validate({**usual, **changed}), folder=tmp_path)

    return read


@pytest.fixture
def server() -> Iterator[GeoReport]:
    """An empty GeoReport v2 server."""
    with start_open311() as running:
        yield running


@pytest.fixture
def feed() -> Iterator[HttpFeed]:
    """An HTTP feed that answers as it is told."""
    with start_feed() as running:
        yield running
