"""The wall's header: age of the data, state of the sources, banner and badges."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from dashboard.pages.wall.sections.header import banner, freshness
from dashboard.ui.badges import badges
from data.core.snapshot.snapshot import Snapshot
from tests.builders import city
from tests.dashboard.components import visible_text, walk
from tests.personas import MONDAY_NOON, local_time


def pulls(
    *,
    stale: bool = False,
    rejected: int = 0,
    last_success: datetime | None = MONDAY_NOON,
    label: str = "Qlue",
) -> list[dict[str, Any]]:
    return [{"label": label, "stale": stale, "rejected": rejected, "last_success": last_success}]


EARLIER = pulls(stale=True, last_success=local_time("2026-11-23 09:40"))
YESTERDAY = pulls(stale=True, last_success=local_time("2026-11-22 18:00"), label="SP4N")
NEVER = pulls(stale=True, last_success=None, label="112")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "Data per 12.00 WITA  · 1 sumber"),
        ({"pulls": pulls(rejected=1200)}, "Data per 12.00 WITA  · 1 sumber · 1.200 baris ditolak"),
        ({"pulls": EARLIER}, "Data per 12.00 WITA  · Qlue terputus sejak 09.40"),
        ({"pulls": YESTERDAY}, "Data per 12.00 WITA  · SP4N terputus sejak 22 Nov 18.00"),
        (
            {"pulls": [*EARLIER, *YESTERDAY, *pulls()]},
            "Data per 12.00 WITA  · 2 dari 3 sumber terputus, SP4N sejak 22 Nov 18.00",
        ),
        (
            {"pulls": [*EARLIER, *NEVER]},
            "Data per 12.00 WITA  · 2 dari 2 sumber terputus, 112 belum pernah terbaca",
        ),
        ({"data_as_of": None, "pulls": NEVER}, "Belum ada data 112 belum pernah terbaca"),
        ({"historical": True}, "Keadaan per 23 November 2026 pukul 12.00 WITA"),
    ],
)
def test_the_header_states_data_time_and_source_state(
    snapshot: Snapshot, changed: dict[str, Any], expected: str
) -> None:
    defaults = {"as_of": MONDAY_NOON, "data_as_of": MONDAY_NOON, "pulls": pulls()}
    assert visible_text(freshness(replace(snapshot, **{**defaults, **changed}), city())) == expected


def test_the_data_age_is_computed_in_the_browser(snapshot: Snapshot) -> None:
    parts = walk(freshness(replace(snapshot, data_as_of=MONDAY_NOON), city()))
    [age] = [part for part in parts if getattr(part, "className", "") == "age"]
    assert getattr(age, "data-age") == int(MONDAY_NOON.timestamp() * 1000)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"pulls": pulls(stale=True)},
         "Data belum diperbarui sejak 23 November 2026 pukul 12.00 WITA "
         "Sumber data terputus: Qlue. Angka di bawah adalah keadaan terakhir yang diketahui."),
        ({"pulls": pulls()},
         "Data belum diperbarui sejak 23 November 2026 pukul 12.00 WITA "
         "Angka di bawah adalah keadaan terakhir yang diketahui."),
        ({"data_as_of": None, "pulls": pulls(stale=True)},
         "Belum ada data Sumber data terputus: Qlue. Belum ada pembacaan yang berhasil."),
    ],
)  # fmt: skip
def test_the_banner_names_the_cause(snapshot: Snapshot, changed: dict[str, Any], expected: str) -> None:
    assert (
        visible_text(banner(replace(snapshot, **{"data_as_of": MONDAY_NOON, **changed}), city())) == expected
    )


@pytest.mark.parametrize(
    ("simulated", "historical", "expected"),
    [
        (False, False, ""),
        (True, False, "DATA LATIHAN"),
        (False, True, "ARSIP"),
        (True, True, "DATA LATIHAN ARSIP"),
    ],
)
def test_practice_data_and_past_moments_have_a_badge(
    snapshot: Snapshot, simulated: bool, historical: bool, expected: str
) -> None:
    assert visible_text(badges(replace(snapshot, simulated=simulated, historical=historical))) == expected
