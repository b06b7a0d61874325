"""The city's totals count each report where it belongs, and "today" begins at midnight in the city."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.history.counts import day_start, open_reports, resolved_reports, totals
from tests.builders import standings
from tests.personas import ZONE, local_time

NOON = local_time("2026-11-25 12:00")  # Wednesday
FIGURES = (
    "open", "overdue", "very_late", "approaching", "no_target", "stopped", "response_overdue",
    "new_today", "closed_today", "closed_today_on_time", "closed_today_without_evidence",
)  # fmt: skip


def totals_of(*rows: dict[str, Any], as_of: Any = NOON) -> dict[str, int]:
    table = standings(*rows)
    return totals(open_reports(table, as_of), resolved_reports(table), table["received_at"], as_of, ZONE)


def closed(at: str, **changed: Any) -> dict[str, Any]:
    return {"status_description": "selesai", "closed_datetime": local_time(at), **changed}


def due(text: str) -> dict[str, Any]:
    """Return an open report, filed on Monday 23 November at 08:00, due at that time."""
    return {"expected_datetime": local_time(text)}


def test_an_empty_store_counts_true_zeros_under_every_name() -> None:
    assert totals_of() == dict.fromkeys(FIGURES, 0)


def test_a_hand_counted_wednesday_noon() -> None:
    counts = totals_of(
        due("2026-11-23 20:00"),  # Monday evening: very late since Tuesday 20:00
        due("2026-11-25 08:00"),  # Wednesday morning: late
        due("2026-11-25 12:00"),  # this very minute: approaching
        due("2026-11-25 13:00"),  # in an hour: approaching
        due("2026-12-23 08:00"),  # in four weeks: on time
        {"expected_datetime": None},
        {
            "requested_datetime": local_time("2026-11-25 09:00"),
            "expected_datetime": local_time("2026-11-27 09:00"),
        },
        {
            "expected_datetime": None,
            "stopped_at": local_time("2026-11-24 09:00"),
        },  # waiting outside the city
        {
            "expected_datetime": None,
            "response_expected_datetime": local_time("2026-11-23 10:00"),
        },  # no response
        closed("2026-11-25 07:59", evidence=True),  # today, by its deadline at 08:00
        closed("2026-11-25 08:01"),  # today, a minute late
        closed("2026-11-25 08:02"),
        closed("2026-11-24 10:00"),  # on Tuesday
        {"status_description": "ditolak", "closed_datetime": local_time("2026-11-25 09:00")},
    )
    assert counts == {
        "open": 9, "overdue": 2, "very_late": 1, "approaching": 2, "no_target": 3,
        "stopped": 1, "response_overdue": 1,
        "new_today": 1, "closed_today": 3, "closed_today_on_time": 1, "closed_today_without_evidence": 2,
    }  # fmt: skip


# Wednesday 25 November begins in the city at 00:00 WITA, which is Tuesday 16:00 UTC.
RECEIVED = [
    ("Tuesday's last microsecond", "2026-11-24 23:59:59.999999", 0),
    ("Wednesday's first moment", "2026-11-25 00:00:00", 1),
    ("Wednesday 07:59, still Tuesday in UTC", "2026-11-25 07:59:00", 1),
    ("noon, the moment itself", "2026-11-25 12:00:00", 1),
    ("a microsecond after the moment", "2026-11-25 12:00:00.000001", 0),
]


@pytest.mark.parametrize(("at", "count"), [row[1:] for row in RECEIVED], ids=[row[0] for row in RECEIVED])
def test_a_report_is_new_today_if_it_came_between_midnight_and_the_moment(at: str, count: int) -> None:
    assert totals_of({"requested_datetime": local_time(at)})["new_today"] == count


@pytest.mark.parametrize(("at", "count"), [row[1:] for row in RECEIVED], ids=[row[0] for row in RECEIVED])
def test_a_report_is_closed_today_if_it_closed_between_midnight_and_the_moment(at: str, count: int) -> None:
    counts = totals_of(closed(at, expected_datetime=local_time(at)))
    assert (counts["closed_today"], counts["closed_today_on_time"]) == (count, count)


@pytest.mark.parametrize("word", ["menunggu", "selesai", "ditolak", "duplikat"])
def test_a_report_received_today_is_new_today_whatever_its_status(word: str) -> None:
    row = {"requested_datetime": local_time("2026-11-25 09:00"), "status_description": word}
    assert totals_of(row)["new_today"] == 1


ANSWERS = [
    ("not yet due", {"response_expected_datetime": local_time("2026-11-25 12:00")}, 0),  # at noon itself
    ("a microsecond overdue", {"response_expected_datetime": local_time("2026-11-25 11:59:59.999999")}, 1),
    ("no deadline to answer", {"response_expected_datetime": None}, 0),
    (
        "answered late",
        {"response_expected_datetime": local_time("2026-11-24 10:00"), "responded_at": NOON},
        0,
    ),
]


@pytest.mark.parametrize(("row", "count"), [case[1:] for case in ANSWERS], ids=[case[0] for case in ANSWERS])
def test_an_unanswered_open_report_past_its_response_deadline_is_response_overdue(
    row: dict[str, Any], count: int
) -> None:
    assert totals_of(row)["response_overdue"] == count


DAYS = [
    ("just after midnight, still yesterday in UTC", "2026-11-25 00:30", "2026-11-25 00:00"),
    ("07:59, still yesterday in UTC", "2026-11-25 07:59", "2026-11-25 00:00"),
    ("midnight itself", "2026-11-25 00:00", "2026-11-25 00:00"),
    ("the last minute", "2026-11-25 23:59:59.999999", "2026-11-25 00:00"),
]


@pytest.mark.parametrize(("at", "start"), [row[1:] for row in DAYS], ids=[row[0] for row in DAYS])
def test_the_day_starts_at_the_citys_midnight(at: str, start: str) -> None:
    assert day_start(local_time(at), ZONE) == local_time(start)


HOURS = st.integers(-200, 200).map(lambda n: timedelta(hours=n))
ROW = st.fixed_dictionaries(
    {
        "requested_datetime": HOURS.map(lambda h: NOON + h),
        "expected_datetime": st.none() | HOURS.map(lambda h: NOON + h),
        "status_description": st.sampled_from(["menunggu", "selesai", "ditolak", "kata baru"]),
    }
)


@given(st.lists(ROW, max_size=10))
def test_the_parts_of_open_never_exceed_open(rows: list[dict[str, Any]]) -> None:
    counts = totals_of(*rows)
    opened = [row for row in rows if row["status_description"] in ("menunggu", "kata baru")]
    assert counts["open"] == len(opened)
    assert counts["no_target"] == sum(row["expected_datetime"] is None for row in opened)
    assert counts["overdue"] == sum((row["expected_datetime"] or NOON) < NOON for row in opened)
    assert counts["very_late"] <= counts["overdue"]
    assert counts["overdue"] + counts["approaching"] + counts["no_target"] <= counts["open"]
    assert counts["closed_today_on_time"] <= counts["closed_today"]
