"""Histories of a few reports, told in words or drawn by chance, as the store hands out events."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from data.core.history.facts import EVENT_COLUMNS, frame
from tests.personas import ANGGREK, BARITO, CEMPAKA, DELIMA, local

Happening = tuple[str, str, str] | tuple[str, str, str, dict[str, Any]]

START = datetime(2026, 11, 23)  # noqa: DTZ001 (a Monday on the town's wall clocks)
OPEN_STEPS = ("status", "moved", "recategorised", "amended", "closed", "withdrawn")
CLOSED_STEPS = ("moved", "recategorised", "amended", "reopened")
FIRST: dict[str, Any] = {
    "service_code": "sampah", "status": "open", "status_description": "menunggu", "area_code": ANGGREK,
    "placement": "point", "reopened": 0, "evidence": False, "provisional": False,
}  # fmt: skip


def told(happenings: Iterable[Happening]) -> pd.DataFrame:
    """Events of reports: each a report's id, a kind, a local time, and what is special about it.

    ``("1", "received", "2026-11-23 08:00")``, ``("1", "closed", "2026-11-23 09:00", {"evidence": True})``:
    every event takes over its report's standing, and changes what its kind says and what is given.
    """
    standings: dict[str, dict[str, Any]] = {}
    rows = []
    for change, (report, kind, time, *given) in enumerate(happenings, 1):
        at = local(time)
        before = standings.get(report) or {**FIRST, "requested_datetime": at, "received_at": at}
        standings[report] = {**before, **_effect(kind, at, before), **(given[0] if given else {})}
        about = {"change": change, "source": "qlue", "service_request_id": report, "kind": kind}
        rows.append({**about, "occurred_at": at, "learnt_at": at, **standings[report]})
    table = frame([[row.get(name) for name in EVENT_COLUMNS] for row in rows], EVENT_COLUMNS)
    evidence = pd.Series([row["evidence"] for row in rows], dtype="bool")
    return table.assign(
        evidence=evidence, reporter=pd.Series([row.get("reporter") for row in rows], dtype="str")
    )


def _effect(kind: str, at: datetime, before: Mapping[str, Any]) -> dict[str, Any]:
    closed = {"status": "closed", "closed_datetime": at, "closed_basis": "source"}
    again = {"status": "open", "closed_datetime": None, "closed_basis": None}
    return {
        "closed": {**closed, "status_description": "selesai"},
        "withdrawn": {**closed, "status_description": "ditolak"},
        "reopened": {**again, "status_description": "menunggu", "reopened": before["reopened"] + 1},
    }.get(kind, {})


_places = st.sampled_from([ANGGREK, BARITO, CEMPAKA, DELIMA, None, "31.01.01.1009", "99.01.01.1001"])
_agencies = st.sampled_from(["Camat", "Dinas PUPR", "Satpol PP", None])
_words = st.sampled_from(["koordinasi", "disposisi", "proses", "diteruskan", "menunggu_pelapor"])


def clock(minutes: int) -> str:
    """So many minutes after the start, as a local time."""
    return (START + timedelta(minutes=minutes)).isoformat(sep=" ")


@st.composite
def periods(draw: st.DrawFn) -> tuple[datetime, datetime]:
    """Two moments, the first before the second."""
    first, second = sorted(draw(st.lists(st.integers(-60, 400), min_size=2, max_size=2, unique=True)))
    return local(clock(first)), local(clock(second))


@st.composite
def stories(draw: st.DrawFn) -> pd.DataFrame:
    """Events of up to five reports, each of up to seven steps; learnt first is not happened first."""
    lives = [draw(_lives(str(number))) for number in range(draw(st.integers(0, 5)))]
    return told(step for life in draw(st.permutations(lives)) for step in life)


@st.composite
def _lives(draw: st.DrawFn, report: str) -> list[Happening]:
    at, is_open = draw(st.integers(0, 120)), True
    first = {"area_code": draw(_places), "evidence": draw(st.booleans())}
    life: list[Happening] = [(report, "received", clock(at), first)]
    for _ in range(draw(st.integers(0, 6))):
        at += draw(st.integers(0, 60))
        kind = draw(st.sampled_from(OPEN_STEPS if is_open else CLOSED_STEPS))
        is_open = kind == "reopened" or (is_open and kind not in ("closed", "withdrawn"))
        life.append((report, kind, clock(at), draw(_changes(kind))))
    return life


@st.composite
def _changes(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    if kind == "moved":
        return {"area_code": draw(_places)}
    if kind == "status":
        return {"status_description": draw(_words), "agency_responsible": draw(_agencies)}
    return {"evidence": draw(st.booleans())} if kind in ("closed", "amended") else {}
