"""The standing of a report at any moment is its last event up to then."""

from datetime import timedelta

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.core.history.facts import STANDING_COLUMNS
from data.core.history.replay import standings_at
from data.core.report.standing import EventKind
from tests.builders import event, events, standings
from tests.personas import local_time

MONDAY, TUESDAY = local_time("2026-11-23 08:00"), local_time("2026-11-24 08:00")
HISTORY = events(
    event(EventKind.RECEIVED, MONDAY),
    event(EventKind.RECEIVED, MONDAY, "2"),
    event(EventKind.STATUS, MONDAY + timedelta(hours=1), status_description="proses"),
    event(EventKind.RECEIVED, MONDAY, source="lapor"),  # the same id at another source is another report
    event(EventKind.CLOSED, TUESDAY, status_description="selesai", closed_datetime=TUESDAY),
    event(
        EventKind.AMENDED,
        TUESDAY,
        status_description="selesai",
        closed_datetime=TUESDAY,
        agency_responsible="DLH",
    ),
)


def status_by_key(as_of: pd.Timestamp) -> dict[tuple[str, str], str]:
    table = standings_at(HISTORY, as_of)
    return dict(
        zip(
            zip(table["source"], table["service_request_id"], strict=True),
            table["status_description"],
            strict=True,
        )
    )


def test_before_the_first_event_there_is_no_report() -> None:
    table = standings_at(HISTORY, MONDAY - timedelta(microseconds=1))
    assert table.empty
    assert tuple(table.columns) == STANDING_COLUMNS


def test_an_event_at_the_moment_itself_is_included() -> None:
    assert status_by_key(MONDAY) == {
        ("qlue", "1"): "menunggu",
        ("qlue", "2"): "menunggu",
        ("lapor", "1"): "menunggu",
    }


def test_between_two_events_the_earlier_applies() -> None:
    assert status_by_key(TUESDAY - timedelta(microseconds=1))["qlue", "1"] == "proses"


def test_of_two_events_at_one_moment_the_later_change_applies() -> None:
    table = standings_at(HISTORY, TUESDAY).set_index(["source", "service_request_id"])
    assert table.loc[("qlue", "1"), "agency_responsible"] == "DLH"


def test_standings_have_all_standing_columns() -> None:
    table = standings_at(HISTORY, MONDAY + timedelta(hours=1))
    expected = standings({}, {"service_request_id": "1"}, {"source": "lapor", "service_request_id": "1"})
    expected.loc[[0, 1], ["service_request_id", "status_description"]] = [["2", "menunggu"], ["1", "proses"]]
    pd.testing.assert_frame_equal(table, expected)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 5)), max_size=12), st.integers(-1, 6))
def test_standings_equal_those_of_a_replay(steps: list[tuple[str, int]], hour: int) -> None:
    steps = sorted(steps, key=lambda step: step[1])
    history = events(
        *(
            event(EventKind.AMENDED, MONDAY + timedelta(hours=at), report, agency_responsible=str(number))
            for number, (report, at) in enumerate(steps)
        )
    )
    expected = {report: str(number) for number, (report, at) in enumerate(steps) if at <= hour}
    table = standings_at(history, MONDAY + timedelta(hours=hour))
    assert dict(zip(table["service_request_id"], table["agency_responsible"], strict=True)) == expected
