"""The wall's footer: one line per event, and the reconciliation."""

from typing import Any

import pytest

from dashboard.pages.wall.sections.ticker import reconciliation_text, ticker_items
from data.core.report.standing import EventKind
from tests.builders import city
from tests.dashboard.components import class_names, visible_text
from tests.personas import MONDAY_NOON


def event(kind: EventKind = EventKind.RECEIVED, **changed: Any) -> dict[str, Any]:
    defaults = {
        "kind": kind, "occurred_at": MONDAY_NOON, "service_name": "Sampah", "area_name": "Anggrek",
        "parent_name": "Barat", "placement": "point", "hours": None, "on_time": None,
    }  # fmt: skip
    return {**defaults, **changed}


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (event(), "12.00 Baru: Sampah , Anggrek · Barat"),
        (event(EventKind.CLOSED, hours=3.2), "12.00 Selesai: Sampah , Anggrek · Barat, 3 jam 12 menit"),
        (event(EventKind.REOPENED), "12.00 Dibuka kembali: Sampah , Anggrek · Barat"),
        (event(EventKind.WITHDRAWN, area_name=None, parent_name=None, placement="none"),
         "12.00 Tidak dilanjutkan: Sampah , tanpa lokasi"),
    ],
)  # fmt: skip
def test_an_event_is_shown_on_one_line(event: dict[str, Any], expected: str) -> None:
    assert visible_text(ticker_items([event], city())) == expected


@pytest.mark.parametrize(("on_time", "late"), [(True, False), (None, False), (False, True)])
def test_a_closing_after_its_deadline_is_marked(on_time: bool | None, late: bool) -> None:
    [name, *_] = class_names(ticker_items([event(EventKind.CLOSED, on_time=on_time)], city()))
    assert ("late" in name.split()) is late


def test_the_reconciliation_shows_all_parts_even_zeros() -> None:
    counts = {"open": 1214, "on_map": 1214, "no_location": 0, "outside": 0}
    expected_text = "1.214 belum selesai = 1.214 di peta + 0 tanpa lokasi + 0 di luar batas"
    assert reconciliation_text(counts, has_data=True) == expected_text


def test_before_the_first_data_there_is_no_reconciliation() -> None:
    assert (
        reconciliation_text(dict.fromkeys(("open", "on_map", "no_location", "outside"), 0), has_data=False)
        == "Belum ada data"
    )
