"""The checks of the store report standings, times or events that contradict each other."""

from datetime import timedelta
from typing import Any

import pandas as pd
import pytest

from data.core.integrity.checks import (
    EVENT_SPAN_COLUMNS,
    IntegrityFault,
    check_closing_times,
    check_events_run_forward,
    check_flow,
    check_open_at,
    check_policies,
    check_spans,
    check_state_follows_from_events,
    check_verdicts,
)
from data.core.report.standing import EventKind
from tests.builders import areas, city, event, events, standings
from tests.personas import ANGGREK, CEMPAKA, local_time

MONDAY, TUESDAY = local_time("2026-11-23 08:00"), local_time("2026-11-24 08:00")
CLOSED = {"status_description": "selesai", "closed_datetime": TUESDAY}
EVENT_ROWS = (
    event(EventKind.RECEIVED, MONDAY, "1"),
    event(EventKind.RECEIVED, MONDAY, "2", expected_datetime=None),
    event(EventKind.CLOSED, TUESDAY, "1", **CLOSED),
)
SAME = "stored state = last event"


def stored(*, first: dict[str, Any] | None = None, second: dict[str, Any] | None = None) -> pd.DataFrame:
    """Return the standings of the two reports' events, with other values in one of them."""
    return standings({**CLOSED, **(first or {})}, {"expected_datetime": None, **(second or {})})


def test_a_state_equal_to_its_last_event_is_no_fault_in_any_order() -> None:
    assert check_state_follows_from_events(stored(), events(*EVENT_ROWS)) == []
    assert check_state_follows_from_events(stored().iloc[::-1], events(*EVENT_ROWS)) == []


def test_an_empty_store_is_no_fault() -> None:
    assert check_state_follows_from_events(standings(), events()) == []


def test_a_differing_state_is_reported_with_the_differing_columns() -> None:
    wrong = stored(first={"area_code": CEMPAKA, "agency_responsible": "DLH"})
    assert check_state_follows_from_events(wrong, events(*EVENT_ROWS)) == [
        IntegrityFault(SAME, "qlue/1", "differ in agency_responsible, area_code")
    ]


@pytest.mark.parametrize(
    ("first", "second", "where"),
    [({"expected_datetime": None, "expected_basis": "policy", "verdict": "closed_on_time"}, None, "qlue/1"),
     (None, {"expected_datetime": TUESDAY, "expected_basis": None}, "qlue/2")],
    ids=["it is missing in the state", "it is missing in the event"],
)  # fmt: skip
def test_a_value_missing_on_one_side_is_a_difference(
    first: dict[str, Any] | None, second: dict[str, Any] | None, where: str
) -> None:
    faults = check_state_follows_from_events(stored(first=first, second=second), events(*EVENT_ROWS))
    assert [(fault.where, "expected_datetime" in fault.figures) for fault in faults] == [(where, True)]


def test_each_of_several_differing_reports_is_named() -> None:
    wrong = stored(first={"reopened": 1}, second={"lat": 1.0})
    assert check_state_follows_from_events(wrong, events(*EVENT_ROWS)) == [
        IntegrityFault(SAME, "qlue/1", "differ in reopened"),
        IntegrityFault(SAME, "qlue/2", "differ in lat"),
    ]


def test_a_report_missing_on_one_side_is_reported() -> None:
    alone = [IntegrityFault(SAME, f"qlue/{number}", "only in one of the two") for number in (1, 2)]
    assert check_state_follows_from_events(stored().iloc[:1], events(*EVENT_ROWS)) == alone[1:]
    assert check_state_follows_from_events(stored(), events(*EVENT_ROWS[1:2])) == alone[:1]
    assert check_state_follows_from_events(standings(), events(*EVENT_ROWS)) == alone
    assert check_state_follows_from_events(stored(), events()) == alone


def test_a_missing_report_does_not_hide_a_difference_in_another() -> None:
    wrong = stored(second={"reopened": 1}).iloc[1:]
    reported = check_state_follows_from_events(wrong, events(*EVENT_ROWS))
    assert [fault.where for fault in reported] == ["qlue/1", "qlue/2"]


def test_events_that_run_forward_are_no_fault() -> None:
    assert check_events_run_forward(events(*EVENT_ROWS, event(EventKind.STATUS, TUESDAY, "1"))) == []
    assert check_events_run_forward(events()) == []


def test_an_event_earlier_than_the_previous_one_is_reported() -> None:
    event_table = events(
        *EVENT_ROWS, event(EventKind.REOPENED, TUESDAY - timedelta(microseconds=1), "1", learnt_at=TUESDAY)
    )
    assert check_events_run_forward(event_table) == [
        IntegrityFault("events run forward", "qlue/1", "change 4")
    ]


def test_events_of_other_reports_may_be_later() -> None:
    same_id = event(EventKind.RECEIVED, MONDAY, "1", source="lapor")
    assert check_events_run_forward(events(*EVENT_ROWS, event(EventKind.STATUS, MONDAY, "2"), same_id)) == []


def test_an_event_learnt_before_it_occurred_is_reported() -> None:
    early = event(EventKind.RECEIVED, MONDAY, "3", learnt_at=MONDAY - timedelta(microseconds=1))
    assert check_events_run_forward(events(*EVENT_ROWS, early)) == [
        IntegrityFault("events run forward", "qlue/3", "change 4")
    ]


def test_an_open_report_without_and_a_closed_one_with_a_closing_time_are_no_fault() -> None:
    assert check_closing_times(stored()) == []


def test_an_open_report_with_a_closing_time_is_reported() -> None:
    wrong = stored(second={"closed_datetime": TUESDAY})
    assert check_closing_times(wrong) == [
        IntegrityFault("open means not closed", "qlue/2", "2026-11-24 00:00:00+00:00")
    ]


JUDGED = "verdict follows from the moments"


def test_verdicts_that_follow_from_their_moments_are_no_fault() -> None:
    rows = [
        CLOSED, {**CLOSED, "expected_datetime": MONDAY}, {**CLOSED, "closed_datetime": None},
        {**CLOSED, "expected_datetime": None},
    ]  # fmt: skip
    assert check_verdicts(standings(*rows)) == []
    assert check_verdicts(standings()) == []


def test_wrong_and_missing_verdicts_are_reported() -> None:
    wrong = standings(CLOSED, {**CLOSED, "verdict": "closed_late"}, {**CLOSED, "verdict": None})
    assert check_verdicts(wrong) == [
        IntegrityFault(JUDGED, "qlue/2", "closed_late"),
        IntegrityFault(JUDGED, "qlue/3", "nan"),
    ]


def test_open_and_withdrawn_reports_need_no_verdict() -> None:
    rows = [{"verdict": None}, {"status_description": "ditolak", "verdict": None}]
    assert check_verdicts(standings(*rows)) == []


def test_a_policy_missing_from_the_configuration_is_reported() -> None:
    assert check_policies({"uji": 3}, city()) == []
    assert check_policies({"lama": 2, "uji": 3, "purba": 1}, city()) == [
        IntegrityFault("a policy that judged is in the city's file", "policy 'lama'", "judged 2 reports"),
        IntegrityFault("a policy that judged is in the city's file", "policy 'purba'", "judged 1 reports"),
    ]


def test_a_flow_that_balances_is_no_fault() -> None:
    for area in (None, ANGGREK):
        assert check_flow(events(*EVENT_ROWS), MONDAY - timedelta(1), TUESDAY, area, areas()) == []


UNEXPLAINED = (event(EventKind.RECEIVED, MONDAY, "1"), event(EventKind.STATUS, TUESDAY, "1", **CLOSED))


@pytest.mark.parametrize(("area", "name"), [(None, "city"), (ANGGREK, ANGGREK)])
def test_a_report_that_leaves_the_stock_without_a_closing_is_reported(area: str | None, name: str) -> None:
    (fault,) = check_flow(events(*UNEXPLAINED), MONDAY - timedelta(1), TUESDAY, area, areas())
    assert fault.identity == "stock and flow"
    assert fault.where == f"{name} from 2026-11-22T00:00:00+00:00 to 2026-11-24T00:00:00+00:00"
    assert "new=1" in fault.figures
    assert "closing=0" in fault.figures


def test_faults_outside_the_area_or_the_period_are_not_reported() -> None:
    assert check_flow(events(*UNEXPLAINED), MONDAY - timedelta(1), TUESDAY, CEMPAKA, areas()) == []
    assert check_flow(events(*UNEXPLAINED), MONDAY, MONDAY, None, areas()) == []


def spans(*ends: Any) -> pd.DataFrame:
    """Return the spans of the events above: 1 received, 2 received, 1 closed."""
    same = events(*EVENT_ROWS)[["change", *EVENT_SPAN_COLUMNS]]
    return same.assign(
        overtaken_at=pd.Series(ends), size=[day_class(None if pd.isna(e) else e) for e in ends]
    )


def day_class(end: Any) -> int:
    """Return 1 for a span that ended, 9 for one that has not."""
    return 9 if end is None else 1


def faults(stored_spans: pd.DataFrame, event_table: pd.DataFrame) -> list[str]:
    return [
        fault.where for fault in check_spans(stored_spans, event_table, lambda _begin, end: day_class(end))
    ]


def test_a_span_lasts_until_the_next_event_of_its_own_report() -> None:
    assert faults(spans(TUESDAY, pd.NaT, pd.NaT), events(*EVENT_ROWS)) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("status", "withdrawn"), ("received_at", TUESDAY), ("closed_datetime", TUESDAY), ("size", 2)],
)
def test_a_span_that_differs_from_its_event_is_reported(column: str, value: Any) -> None:
    stored_spans = spans(TUESDAY, pd.NaT, pd.NaT)
    stored_spans[column] = stored_spans[column].where(stored_spans["change"] != 1, value)
    assert faults(stored_spans, events(*EVENT_ROWS)) == ["change 1"]


@pytest.mark.parametrize("ends", [(pd.NaT, pd.NaT, pd.NaT), (MONDAY, pd.NaT, pd.NaT)])
def test_a_span_with_a_wrong_end_is_reported(ends: tuple[Any, ...]) -> None:
    assert faults(spans(*ends), events(*EVENT_ROWS)) == ["change 1"]


def test_a_missing_span_and_an_extra_span_are_reported() -> None:
    assert len(faults(spans(TUESDAY, pd.NaT, pd.NaT).iloc[1:], events(*EVENT_ROWS))) == 1
    assert len(faults(spans(TUESDAY, pd.NaT, pd.NaT), events(*EVENT_ROWS[:1]))) == 3


def test_reports_open_at_a_moment_are_those_left_open_by_their_last_event() -> None:
    before = standings({}, {"expected_datetime": None})
    assert check_open_at(before, events(*EVENT_ROWS), MONDAY + timedelta(hours=1)) == []
    assert [fault.where for fault in check_open_at(before, events(*EVENT_ROWS), TUESDAY)] == ["qlue/1"]
    assert [fault.where for fault in check_open_at(before.iloc[:1], events(*EVENT_ROWS), MONDAY)] == [
        "qlue/2"
    ]


def test_faults_of_spans_and_past_boards_have_identity_place_and_figures() -> None:
    wrong = check_spans(spans(TUESDAY, pd.NaT, pd.NaT).assign(size=0), events(*EVENT_ROWS[:1]), lambda *_: 0)
    assert {fault.identity for fault in wrong} == {"span = from event to event"}
    assert all("change=" in fault.figures for fault in wrong)
    before = standings({}, {"expected_datetime": None})
    assert check_open_at(before, events(*EVENT_ROWS), TUESDAY) == [
        IntegrityFault(
            "open then = open by the events",
            "qlue/1",
            "only in one of the two at 2026-11-24T00:00:00+00:00",
        )
    ]


def test_the_size_of_a_span_is_taken_from_its_own_beginning_and_end() -> None:
    requested_spans: list[Any] = []
    check_spans(
        spans(TUESDAY, pd.NaT, pd.NaT), events(*EVENT_ROWS), lambda *span: requested_spans.append(span) or 1
    )
    assert requested_spans == [(MONDAY, TUESDAY), (MONDAY, None), (TUESDAY, None)]
