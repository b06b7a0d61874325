"""The deadlines to watch: the latest first, then what comes next, a hundred of each."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from data.core.history.counts import open_reports
from data.core.snapshot.lists import TIMERS_EACH, Names, timers
from tests.builders import areas, city, standings
from tests.personas import ANGGREK, BARAT, local_time

NOON = local_time("2026-11-25 12:00")  # Wednesday


def shown(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return timers(open_reports(standings(*rows), NOON), Names(city(), areas()))


def ids(*rows: dict[str, Any]) -> list[str]:
    return [timer["service_request_id"] for timer in shown(*rows)]


def due(hours: float, **changed: Any) -> dict[str, Any]:
    return {"expected_datetime": NOON + timedelta(hours=hours), **changed}


def test_a_timer_tells_what_and_where_and_until_when_in_plain_values() -> None:
    assert shown(due(1, service_request_id="7", status_description="proses")) == [
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
        type(shown(due(1))[0]["expected_datetime"])
        is type(shown(due(1))[0]["requested_datetime"])
        is datetime
    )


def test_the_latest_stands_first_and_the_coming_ones_follow() -> None:
    assert ids(due(5), due(-1), due(0), due(-30), due(300)) == ["4", "2", "3", "1", "5"]


def test_a_report_without_a_deadline_has_no_timer() -> None:
    assert ids({"expected_datetime": None}, due(1)) == ["2"]


def test_what_waits_for_somebody_outside_does_not_come_next_but_stays_if_it_is_late() -> None:
    waits = {"stopped_at": NOON - timedelta(hours=1), "status_description": "diteruskan"}
    found = shown(due(1, **waits), due(-3, **waits), due(2))
    assert [timer["service_request_id"] for timer in found] == ["2", "3"]
    assert found[0]["stopped_at"] == datetime(2026, 11, 25, 3, tzinfo=UTC)
    assert type(found[0]["stopped_at"]) is datetime


def test_a_timer_says_who_set_its_deadline_and_whether_it_is_an_estimate() -> None:
    found = shown(due(1, expected_basis="source", provisional=True))[0]
    assert (found["expected_basis"], found["provisional"]) == ("source", True)


def test_of_equal_deadlines_the_source_and_the_id_decide() -> None:
    rows = [due(1, source=s, service_request_id=i) for s, i in (("qlue", "b"), ("qlue", "a"), ("lapor", "c"))]
    assert ids(*rows) == ["c", "a", "b"]


def test_a_hundred_late_ones_and_a_hundred_coming_ones_are_shown() -> None:
    assert TIMERS_EACH == 100
    late = [due(-n / 60, service_request_id=f"late {n}") for n in range(1, 102)]
    coming = [due(n / 60, service_request_id=f"coming {n}") for n in range(101)]
    found = ids(*late, *coming)
    assert found[:100] == [f"late {n}" for n in range(101, 1, -1)]
    assert found[100:] == [f"coming {n}" for n in range(100)]


def test_a_sensitive_report_keeps_its_timer_but_not_its_kelurahan() -> None:
    timer = shown(due(1, service_code="narkoba"))[0]
    assert (timer["area"], timer["area_name"], timer["parent"]) == (None, None, BARAT)


def test_no_timer_where_nothing_is_open() -> None:
    assert shown() == []


@given(
    st.lists(st.integers(-5, 5), max_size=8).flatmap(lambda hours: st.permutations(list(enumerate(hours))))
)
def test_the_order_is_that_of_the_deadlines_whatever_the_stores_order(rows: list[tuple[int, int]]) -> None:
    found = ids(*(due(hour, service_request_id=str(number)) for number, hour in rows))
    assert found == [str(number) for number, hour in sorted(rows, key=lambda row: (row[1], row[0]))]


def test_a_stopped_report_is_as_late_as_it_was_when_its_clock_stopped() -> None:
    waits = {"stopped_at": NOON - timedelta(hours=40), "status_description": "diteruskan"}
    assert ids(due(-50, **waits), due(-20), due(-5)) == ["2", "1", "3"]
