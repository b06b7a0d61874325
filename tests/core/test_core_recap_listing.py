"""The reports behind a recap: who is in the list, and what of them may be told."""

from typing import Any

import pandas as pd
import pytest

from data.core.recap.report_list import LISTED, listed
from data.core.recap.spans import JUST, Span
from tests.builders import areas, city, standings
from tests.personas import ANGGREK, BARAT, BARITO, CEMPAKA, local_time

SPAN = Span(local_time("2026-11-23 00:00") - JUST, local_time("2026-11-23 12:00"))  # that Monday until noon
SAID = "rumah kuning di ujung gang"
EARLIER = {"requested_datetime": local_time("2026-11-20 08:00")}  # a Friday


def told(*rows: dict[str, Any], area: str | None = None) -> pd.DataFrame:
    """What the list says of reports; ``now`` is a category given since."""
    since = [row.pop("now", row.get("service_code", "sampah")) for row in rows]
    table = standings(*rows).assign(service_code_now=since, description=SAID)
    return listed(table, areas(), city(), SPAN, area).set_index("service_request_id")


def test_a_report_is_listed_for_what_it_counts_as() -> None:
    """Received, resolved, still open; closed before the period and not received in it: none of it."""
    closed = {"status_description": "selesai", "closed_datetime": local_time("2026-11-23 10:00")}
    before = {"status_description": "selesai", "closed_datetime": local_time("2026-11-21 10:00")}
    gone = {"status_description": "ditolak", "closed_datetime": local_time("2026-11-23 10:00")}
    found = told({}, EARLIER, closed, {**EARLIER, **closed}, {**EARLIER, **before}, gone)
    flags = found[["received_in_period", "resolved_in_period", "open_at_end"]].to_numpy().tolist()
    assert list(found.index) == ["1", "2", "3", "4", "6"]
    assert flags == [
        [True, False, True], [False, False, True], [True, True, False], [False, True, False],
        [True, False, False],
    ]  # fmt: skip


def test_what_is_confidential_is_not_listed() -> None:
    assert told({"service_code": "rahasia"}, {"now": "rahasia"}).empty


@pytest.mark.parametrize("row", [{"service_code": "narkoba"}, {"now": "narkoba"}])
def test_what_is_sensitive_has_neither_text_nor_point_nor_kelurahan(row: dict[str, Any]) -> None:
    """Also what has turned out to be sensitive since."""
    (found,) = told(dict(row)).itertuples(index=False)
    assert found.parent_name == "Barat"
    assert [value for value in (found.description, found.area_name, found.lat) if not pd.isna(value)] == []
    assert len(told(dict(row), area=BARAT)) == 1
    assert told(dict(row), area=ANGGREK).empty


def test_only_what_lies_in_the_area_is_listed() -> None:
    rows = [{"area_code": code} for code in (ANGGREK, BARITO, CEMPAKA, None)]
    assert list(told(*map(dict, rows), area=BARAT)["area_name"]) == ["Anggrek", "Barito"]
    assert list(told(*map(dict, rows), area=ANGGREK)["area_name"]) == ["Anggrek"]
    assert len(told(*map(dict, rows))) == 4


def test_nobody_is_named() -> None:
    assert not {"reporter", "profile_name"} & set(LISTED)
    assert "kunci" not in told({"reporter": "kunci"}).to_csv()


def test_an_open_report_tells_how_late_it_is_and_a_closed_one_how_it_did() -> None:
    late = {**EARLIER, "expected_datetime": local_time("2026-11-22 20:00")}
    done = {"status_description": "selesai", "closed_datetime": local_time("2026-11-23 10:00")}
    found = told(late, done)
    assert found["state"].tolist()[0] == "late"
    assert pd.isna(found["state"].tolist()[1])
    assert found["verdict"].tolist()[1] == "closed_on_time"


def test_each_report_is_listed_with_its_category_its_text_and_its_point() -> None:
    found = told({"service_code": "banjir"}, {"service_code": "usul", "lat": 1.41, "long": 124.81})
    assert found["service_name"].tolist() == ["Banjir", "Usul"]
    assert found["description"].tolist() == [SAID, SAID]
    assert found[["lat", "long"]].to_numpy().tolist()[1] == [1.41, 124.81]


def test_where_something_sensitive_lies_is_told_neither_north_nor_east() -> None:
    found = told({}, {"service_code": "narkoba"})[["lat", "long"]]
    assert found.notna().to_numpy().tolist() == [[True, True], [False, False]]
