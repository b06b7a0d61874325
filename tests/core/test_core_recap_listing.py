"""The reports behind a recap: which are listed, and which of their data is public."""

from typing import Any

import pandas as pd
import pytest

from data.core.recap.report_list import LISTED_COLUMNS, recap_report_rows
from data.core.recap.spans import MICROSECOND, TimeSpan
from tests.builders import areas, city, standings
from tests.personas import ANGGREK, BARAT, BARITO, CEMPAKA, local_time

SPAN = TimeSpan(
    local_time("2026-11-23 00:00") - MICROSECOND, local_time("2026-11-23 12:00")
)  # that Monday until noon
DESCRIPTION = "rumah kuning di ujung gang"
EARLIER = {"requested_datetime": local_time("2026-11-20 08:00")}  # a Friday


def listed_rows(*rows: dict[str, Any], area: str | None = None) -> pd.DataFrame:
    """Return the list of reports; ``now`` is a later category."""
    categories_now = [row.pop("now", row.get("service_code", "sampah")) for row in rows]
    table = standings(*rows).assign(service_code_now=categories_now, description=DESCRIPTION)
    return recap_report_rows(table, areas(), city(), SPAN, area).set_index("service_request_id")


def test_a_report_is_listed_with_the_counts_it_belongs_to() -> None:
    """Received, resolved or still open; one closed before the period and received earlier is none."""
    closed = {"status_description": "selesai", "closed_datetime": local_time("2026-11-23 10:00")}
    before = {"status_description": "selesai", "closed_datetime": local_time("2026-11-21 10:00")}
    rejected = {"status_description": "ditolak", "closed_datetime": local_time("2026-11-23 10:00")}
    rows = listed_rows({}, EARLIER, closed, {**EARLIER, **closed}, {**EARLIER, **before}, rejected)
    flags = rows[["received_in_period", "resolved_in_period", "open_at_end"]].to_numpy().tolist()
    assert list(rows.index) == ["1", "2", "3", "4", "6"]
    assert flags == [
        [True, False, True], [False, False, True], [True, True, False], [False, True, False],
        [True, False, False],
    ]  # fmt: skip


def test_confidential_reports_are_not_listed() -> None:
    assert listed_rows({"service_code": "rahasia"}, {"now": "rahasia"}).empty


@pytest.mark.parametrize("row", [{"service_code": "narkoba"}, {"now": "narkoba"}])
def test_sensitive_reports_have_neither_description_nor_point_nor_kelurahan(row: dict[str, Any]) -> None:
    """This includes reports that became sensitive later."""
    (listed_row,) = listed_rows(dict(row)).itertuples(index=False)
    assert listed_row.parent_name == "Barat"
    assert [
        value
        for value in (listed_row.description, listed_row.area_name, listed_row.lat)
        if not pd.isna(value)
    ] == []
    assert len(listed_rows(dict(row), area=BARAT)) == 1
    assert listed_rows(dict(row), area=ANGGREK).empty


def test_only_reports_in_the_area_are_listed() -> None:
    rows = [{"area_code": code} for code in (ANGGREK, BARITO, CEMPAKA, None)]
    assert list(listed_rows(*map(dict, rows), area=BARAT)["area_name"]) == ["Anggrek", "Barito"]
    assert list(listed_rows(*map(dict, rows), area=ANGGREK)["area_name"]) == ["Anggrek"]
    assert len(listed_rows(*map(dict, rows))) == 4


def test_reporters_are_not_listed() -> None:
    assert not {"reporter", "profile_name"} & set(LISTED_COLUMNS)
    assert "kunci" not in listed_rows({"reporter": "kunci"}).to_csv()


def test_open_reports_have_an_sla_state_and_closed_ones_a_verdict() -> None:
    late = {**EARLIER, "expected_datetime": local_time("2026-11-22 20:00")}
    resolved = {"status_description": "selesai", "closed_datetime": local_time("2026-11-23 10:00")}
    rows = listed_rows(late, resolved)
    assert rows["state"].tolist()[0] == "late"
    assert pd.isna(rows["state"].tolist()[1])
    assert rows["verdict"].tolist()[1] == "closed_on_time"


def test_each_report_is_listed_with_its_category_description_and_point() -> None:
    rows = listed_rows({"service_code": "banjir"}, {"service_code": "usul", "lat": 1.41, "long": 124.81})
    assert rows["service_name"].tolist() == ["Banjir", "Usul"]
    assert rows["description"].tolist() == [DESCRIPTION, DESCRIPTION]
    assert rows[["lat", "long"]].to_numpy().tolist()[1] == [1.41, 124.81]


def test_sensitive_reports_have_neither_latitude_nor_longitude() -> None:
    rows = listed_rows({}, {"service_code": "narkoba"})[["lat", "long"]]
    assert rows.notna().to_numpy().tolist() == [[True, True], [False, False]]
