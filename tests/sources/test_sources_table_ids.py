"""Ids that a data frame wrote as fractions are read as whole numbers."""

import pytest

from data.core.report.record import ServiceRequest
from tests.table_files import FIELDS, check_file, delimited, excel, json_lines

TIMED = {name: FIELDS[name] for name in ("service_request_id", "requested_datetime")}
HEADER = ["Nomor", "Tanggal"]


def read_ids(content: bytes) -> list[str]:
    return [
        row.service_request_id for row in check_file(content, fields=TIMED) if isinstance(row, ServiceRequest)
    ]


def make_rows(*numbers: object) -> list[list[object]]:
    return [[number, "2026-11-02"] for number in numbers]


@pytest.mark.parametrize("written", [delimited, json_lines, excel])
def test_the_same_reports_have_the_same_ids_from_every_export(written) -> None:
    assert read_ids(written(HEADER, *make_rows("1201.0", "1202.0"))) == ["1201", "1202"]


def test_one_real_fraction_leaves_all_ids_unchanged() -> None:
    assert read_ids(delimited(HEADER, *make_rows("4.0", "4.1", "5.0"))) == ["4.0", "4.1", "5.0"]


def test_rows_without_an_id_do_not_prevent_the_correction() -> None:
    assert read_ids(delimited(HEADER, *make_rows("", "1201.0", ""))) == ["1201"]


def test_ids_of_other_shapes_are_unchanged() -> None:
    assert read_ids(delimited(HEADER, *make_rows("A-1.0", "007"))) == ["A-1.0", "007"]
