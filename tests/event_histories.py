"""Event histories of a few reports, written out or random, in the form in which the store returns events."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from data.core.history.facts import EVENT_COLUMNS, typed_frame
from tests.personas import ANGGREK, BARITO, CEMPAKA, DELIMA, local_time

EventSpec = tuple[str, str, str] | tuple[str, str, str, dict[str, Any]]

# Short windows and low thresholds, so that a history of a few reports crosses all of them.
RULES: dict[str, Any] = {
    "ranking": {"window_days": 3, "minimum_sample": 1, "duration_days": 7},
    "signs": {
        "burst_minutes": 60, "burst_minimum": 2, "burst_factor": 1, "usual_days": 7, "usual_minimum_days": 1,
        "reports_a_day": 2, "reopened_days": 2, "review_hours": 24,
    },
}  # fmt: skip
START = datetime(2026, 11, 23)  # noqa: DTZ001 (a Monday, in local time)
OPEN_STEPS = ("status", "moved", "recategorised", "amended", "closed", "withdrawn")
CLOSED_STEPS = ("moved", "recategorised", "amended", "reopened")
INITIAL_STANDING: dict[str, Any] = {
    "service_code": "sampah", "status": "open", "status_description": "menunggu", "area_code": ANGGREK,
    "placement": "point", "reopened": 0, "evidence": False, "provisional": False,
}  # fmt: skip


def build_history(specs: Iterable[EventSpec]) -> pd.DataFrame:
    """Return the events of reports, each given as the report's id, a kind, a local time, and overrides.

    ``("1", "received", "2026-11-23 08:00")``, ``("1", "closed", "2026-11-23 09:00", {"evidence": True})``:
    every event takes over its report's standing, and changes what its kind and the overrides say.
    """
    standings: dict[str, dict[str, Any]] = {}
    rows = []
    for change, (report, kind, time, *overrides) in enumerate(specs, 1):
        at = local_time(time)
        previous = standings.get(report) or {**INITIAL_STANDING, "requested_datetime": at, "received_at": at}
        standings[report] = {**previous, **_effect(kind, at, previous), **(overrides[0] if overrides else {})}
        base = {"change": change, "source": "qlue", "service_request_id": report, "kind": kind}
        rows.append({**base, "occurred_at": at, "learnt_at": at, **standings[report]})
    table = typed_frame([[row.get(name) for name in EVENT_COLUMNS] for row in rows], EVENT_COLUMNS)
    evidence = pd.Series([row["evidence"] for row in rows], dtype="bool")
    return table.assign(
        evidence=evidence, reporter=pd.Series([row.get("reporter") for row in rows], dtype="str")
    )


def _effect(kind: str, at: datetime, previous: Mapping[str, Any]) -> dict[str, Any]:
    closed = {"status": "closed", "closed_datetime": at, "closed_basis": "source"}
    reopened = {"status": "open", "closed_datetime": None, "closed_basis": None}
    return {
        "closed": {**closed, "status_description": "selesai"},
        "withdrawn": {**closed, "status_description": "ditolak"},
        "reopened": {**reopened, "status_description": "menunggu", "reopened": previous["reopened"] + 1},
    }.get(kind, {})


_places = st.sampled_from([ANGGREK, BARITO, CEMPAKA, DELIMA, None, "31.01.01.1009", "99.01.01.1001"])
_agencies = st.sampled_from(["Camat", "Dinas PUPR", "Satpol PP", None])
_statuses = st.sampled_from(["koordinasi", "disposisi", "proses", "diteruskan", "menunggu_pelapor"])


def time_after_start(minutes: int) -> str:
    """Return the local time so many minutes after the start."""
    return (START + timedelta(minutes=minutes)).isoformat(sep=" ")


@st.composite
def periods(draw: st.DrawFn) -> tuple[datetime, datetime]:
    """Draw two moments, the first before the second."""
    first, second = sorted(draw(st.lists(st.integers(-60, 400), min_size=2, max_size=2, unique=True)))
    return local_time(time_after_start(first)), local_time(time_after_start(second))


@st.composite
def event_histories(draw: st.DrawFn) -> pd.DataFrame:
    """Draw the events of up to five reports, each of up to seven steps.

    The event learnt first need not be the first in time.
    """
    histories = [draw(_report_history(str(number))) for number in range(draw(st.integers(0, 5)))]
    return build_history(step for history in draw(st.permutations(histories)) for step in history)


@st.composite
def _report_history(draw: st.DrawFn, report: str) -> list[EventSpec]:
    at, is_open = draw(st.integers(0, 120)), True
    first = {"area_code": draw(_places), "evidence": draw(st.booleans())}
    history: list[EventSpec] = [(report, "received", time_after_start(at), first)]
    for _ in range(draw(st.integers(0, 6))):
        at += draw(st.integers(0, 60))
        kind = draw(st.sampled_from(OPEN_STEPS if is_open else CLOSED_STEPS))
        is_open = kind == "reopened" or (is_open and kind not in ("closed", "withdrawn"))
        history.append((report, kind, time_after_start(at), draw(_changes(kind))))
    return history


@st.composite
def _changes(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    if kind == "moved":
        return {"area_code": draw(_places)}
    if kind == "status":
        return {"status_description": draw(_statuses), "agency_responsible": draw(_agencies)}
    return {"evidence": draw(st.booleans())} if kind in ("closed", "amended") else {}
