"""What servers write for a value, and what it is to us."""

from pathlib import Path
from typing import Any

import pytest

from data.sources.base import Visit
from data.sources.open311.rows import RowMaker
from tests.builders import city
from tests.open311 import GeoReport, report
from tests.personas import ANGGREK, local
from tests.source.open311_pulls import pull_at, reconfigured, source, standing, stored, town_with


def row_of(item: Any, **keys: Any) -> dict[str, Any]:
    """The fields of one report."""
    only: Any = city(source=[source(GeoReport(url="http://127.0.0.1"), **keys)]).source[0]
    maker = RowMaker(only, lambda identity, token: identity or token, lambda: {"017": "Sampah"})
    return dict(maker.row(1, item).fields)


STATUSES = [
    # status, status_description, our word
    ("open", None, "menunggu"),
    ("Open", None, "menunggu"),
    ("CLOSED", None, "selesai"),
    ("closed", "Duplicate of 12", "selesai"),  # a sentence is no word of ours
    ("closed", "duplikat", "duplikat"),
    ("open", "proses", "proses"),
    ("open", "selesai", "menunggu"),  # they contradict each other: Open311's own word counts
    ("closed", "proses", "selesai"),
    (None, "proses", "proses"),
    ("in behandeling", None, "proses"),  # by the city's status_words
    ("reticulating", None, "tidak_dikenal"),
]


@pytest.mark.parametrize(("status", "fine", "word"), STATUSES)
def test_a_status_is_the_finest_word_that_we_know(
    tmp_path: Path, server: GeoReport, status: str | None, fine: str | None, word: str
) -> None:
    server.put(report(1, status=status, status_description=fine))
    world = town_with(tmp_path, server, status_words={"in behandeling": "proses"})
    pull_at(world)
    assert stored(world) == {"R1": word}


@pytest.mark.parametrize("nothing", [None, "", "  ", "null", "NULL", [], [None, ""]])
def test_what_stands_for_nothing_is_nothing(nothing: Any) -> None:
    fields = row_of(report(1, description=nothing, lat=nothing, expected_datetime=nothing))
    assert not {"description", "lat", "expected_datetime"} & set(fields)


def test_a_position_may_be_text_and_zero_zero_is_none(tmp_path: Path, server: GeoReport) -> None:
    lat, long = (str(report(1)[name]) for name in ("lat", "long"))
    server.put(report(1, lat=lat, long=long), report(2, lat=0, long=0), report(3, lat="0.0", long="0.0"))
    server.put(
        {**{k: v for k, v in report(4).items() if k not in ("lat", "long")}, "lng": long, "latitude": lat}
    )
    world = town_with(tmp_path, server)
    line = pull_at(world)
    assert (line["located"], line["no_location"]) == (2, 2)
    assert standing(world, "R4")["area_code"] == ANGGREK


def test_a_time_without_a_zone_is_read_in_the_source_s_zone(tmp_path: Path, server: GeoReport) -> None:
    """11:57 in Manado is 10:57 in Jakarta."""
    server.put(report(1, requested_datetime="2026-11-23 10:57:23.97"))
    world = town_with(tmp_path, server, timezone="Asia/Jakarta")
    pull_at(world)
    filed = standing(world, "R1")["requested_datetime"]
    assert filed.replace(microsecond=0) == local("2026-11-23 11:57:23")


def test_a_missing_service_name_comes_from_the_list_of_services(tmp_path: Path, server: GeoReport) -> None:
    server.services.append({"service_code": 17, "service_name": "flood"})
    server.put(report(1, service_code=17, service_name=None), report(2))
    world = town_with(tmp_path, server)
    pull_at(world)
    assert (standing(world, "R1")["service_code"], standing(world, "R2")["service_code"]) == (
        "banjir",
        "sampah",
    )


def test_the_list_of_services_is_not_asked_for_without_need(tmp_path: Path, server: GeoReport) -> None:
    server.put(report(1))
    pull_at(town_with(tmp_path, server))
    assert not [path for path in server.asked if "services" in path]


def test_columns_of_other_names_are_a_matter_of_the_city_s_file(tmp_path: Path, server: GeoReport) -> None:
    theirs = {
        "id": 7,
        "code": "x",
        "description": "menumpuk",
        "created": "23/11/2026 09:00",
        "where": {"lat": 1},
    }
    fields = row_of(
        theirs,
        fields={"service_request_id": "id", "requested_datetime": "created", "lat": "where.lat"},
        date_format="%d/%m/%Y %H:%M",
    )
    assert (fields["service_request_id"], fields["lat"]) == ("7", 1)
    assert fields["requested_datetime"] == "23/11/2026 09:00"


def test_a_changed_configuration_reads_everything_again(tmp_path: Path, server: GeoReport) -> None:
    server.put(report(1, 200 * 24, status="closed", service_name="Kotoran"), report(2))
    world = town_with(tmp_path, server)
    pull_at(world)
    line = pull_at(reconfigured(world, server, status_words={"closed": "ditolak"}))
    assert (line["read"], line["changed"]) == (2, 1)
    assert stored(world)["R1"] == "ditolak"


def test_a_feed_alone_can_be_read_without_memory() -> None:
    assert Visit().open_reports() == []
