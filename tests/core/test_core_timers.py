"""The deadlines to watch: the most overdue first, then the next ones, a hundred of each."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from data.core.history.counts import open_reports
from data.core.snapshot.lists import TIMER_LIMIT, NameLookup, timers
from tests.builders import areas, city, standings
from tests.personas import ANGGREK, BARAT, local_time

NOON = local_time("2026-11-25 12:00")  # Wednesday


def timers_of(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return timers(open_reports(standings(*rows), NOON), NameLookup(city(), areas()))


def ids(*rows: dict[str, Any]) -> list[str]:
    return [timer["service_request_id"] for timer in timers_of(*rows)]


def due(hours: float, **changed: Any) -> dict[str, Any]:
    return {"expected_datetime": NOON + timedelta(hours=hours), **changed}


def test_a_timer_row_has_plain_values() -> None:
    assert timers_of(due(1, service_request_id="7", status_description="proses")) == [
        {
            "service_request_id": "7",
            "placement": "point", "area": ANGGREK, "area_name": "Anggrek",
            "parent": BARAT, "parent_name": "Barat",
            "service_code": "sampah", "service_name": "Sampah",
            "status_description": "proses",
            "requested_datetime": datetime(2026, 11, 23, 0, tzinfo=UTC),
            "expected_datetime": datetime(2026, 11, 25, 5, tzinfo=UTC),
            "approaching_at": datetime(2026, 11, 24, 18, 24, tzinfo=UTC),
            "expected_basis": "policy", "provisional": False, "stopped_at": None,
            "state": "approaching",
        }
    ]  # fmt: skip
    assert (
        type(timers_of(due(1))[0]["expected_datetime"])
        is type(timers_of(due(1))[0]["requested_datetime"])
        is datetime
    )


def test_timers_are_ordered_most_overdue_first_then_next_due() -> None:
    assert ids(due(5), due(-1), due(0), due(-30), due(300)) == ["4", "2", "3", "1", "5"]


def test_a_report_without_a_deadline_has_no_timer() -> None:
    assert ids({"expected_datetime": None}, due(1)) == ["2"]


def test_a_stopped_report_is_shown_only_if_it_is_overdue() -> None:
    waits = {"stopped_at": NOON - timedelta(hours=1), "status_description": "diteruskan"}
    timer_rows = timers_of(due(1, **waits), due(-3, **waits), due(2))
    assert [timer["service_request_id"] for timer in timer_rows] == ["2", "3"]
    assert timer_rows[0]["stopped_at"] == datetime(2026, 11, 25, 3, tzinfo=UTC)
    assert type(timer_rows[0]["stopped_at"]) is datetime


def test_a_timer_has_the_basis_of_its_deadline_and_whether_it_is_provisional() -> None:
    timer = timers_of(due(1, expected_basis="source", provisional=True))[0]
    assert (timer["expected_basis"], timer["provisional"]) == ("source", True)


def test_equal_deadlines_are_ordered_by_source_and_id() -> None:
    rows = [due(1, source=s, service_request_id=i) for s, i in (("qlue", "b"), ("qlue", "a"), ("lapor", "c"))]
    assert ids(*rows) == ["c", "a", "b"]


def test_at_most_100_overdue_and_100_coming_timers_are_shown() -> None:
    assert TIMER_LIMIT == 100
    late = [due(-n / 60, service_request_id=f"late {n}") for n in range(1, 102)]
    coming = [due(n / 60, service_request_id=f"coming {n}") for n in range(101)]
    shown_ids = ids(*late, *coming)
    assert shown_ids[:100] == [f"late {n}" for n in range(101, 1, -1)]
    assert shown_ids[100:] == [f"coming {n}" for n in range(100)]


def test_the_timer_of_a_sensitive_report_has_no_kelurahan() -> None:
    timer = timers_of(due(1, service_code="narkoba"))[0]
    assert (timer["area"], timer["area_name"], timer["parent"]) == (None, None, BARAT)


def test_no_timer_where_nothing_is_open() -> None:
    assert timers_of() == []


@given(
    st.lists(st.integers(-5, 5), max_size=8).flatmap(lambda hours: st.permutations(list(enumerate(hours))))
)
def test_timers_are_ordered_by_deadline_in_any_order_of_the_store(rows: list[tuple[int, int]]) -> None:
    shown_ids = ids(*(due(hour, service_request_id=str(number)) for number, hour in rows))
    assert shown_ids == [str(number) for number, hour in sorted(rows, key=lambda row: (row[1], row[0]))]


def test_the_lateness_of_a_stopped_report_ends_when_its_clock_stopped() -> None:
    waits = {"stopped_at": NOON - timedelta(hours=40), "status_description": "diteruskan"}
    assert ids(due(-50, **waits), due(-20), due(-5)) == ["2", "1", "3"]
