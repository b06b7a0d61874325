"""Ids that a data frame wrote as fractions are the whole numbers that every other export has."""

import pytest

from data.core.report.record import ServiceRequest
from tests.tables import FIELDS, checked, delimited, excel, json_lines

TIMED = {name: FIELDS[name] for name in ("service_request_id", "requested_datetime")}
HEADER = ["Nomor", "Tanggal"]


def ids(content: bytes) -> list[str]:
    return [
        row.service_request_id for row in checked(content, fields=TIMED) if isinstance(row, ServiceRequest)
    ]


def rows(*numbers: object) -> list[list[object]]:
    return [[number, "2026-11-02"] for number in numbers]


@pytest.mark.parametrize("written", [delimited, json_lines, excel])
def test_the_same_reports_have_the_same_ids_from_every_export(written) -> None:
    assert ids(written(HEADER, *rows("1201.0", "1202.0"))) == ["1201", "1202"]


def test_one_id_that_is_a_fraction_of_its_own_leaves_all_as_they_are() -> None:
    assert ids(delimited(HEADER, *rows("4.0", "4.1", "5.0"))) == ["4.0", "4.1", "5.0"]


def test_rows_without_an_id_do_not_stand_in_the_way() -> None:
    assert ids(delimited(HEADER, *rows("", "1201.0", ""))) == ["1201"]


def test_ids_of_other_shapes_stay() -> None:
    assert ids(delimited(HEADER, *rows("A-1.0", "007"))) == ["A-1.0", "007"]
