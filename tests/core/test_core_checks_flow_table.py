"""A fault in the review's sums is reported with its area and figures, whichever figure is wrong."""

from datetime import datetime, timedelta

import pandas as pd
import pytest

from data.core.history.assignees import assignment_spans
from data.core.history.replay import WITHOUT_EVIDENCE, flow, flow_table
from data.core.integrity.checks import IntegrityFault, check_assignees, check_flow_table
from tests.builders import areas
from tests.event_histories import build_history
from tests.personas import ANGGREK, BARAT, CEMPAKA, TIMUR, local_time

SINCE, UNTIL = local_time("2026-11-23 00:00"), local_time("2026-11-24 00:00")  # the whole Monday

# Every kind of movement, and none in the same number as another in Barat.
STORY = build_history(
    [
        ("1", "received", "2026-11-22 08:00", {"area_code": CEMPAKA}),
        ("1", "moved", "2026-11-23 09:00", {"area_code": ANGGREK}),
        ("2", "received", "2026-11-23 09:00"),
        ("2", "closed", "2026-11-23 10:00", {"evidence": True}),
        ("2", "reopened", "2026-11-23 11:00"),
        ("3", "received", "2026-11-22 13:00"),
        ("3", "withdrawn", "2026-11-23 13:00"),
        ("4", "received", "2026-11-22 13:00"),
        ("4", "moved", "2026-11-23 14:00", {"area_code": CEMPAKA}),
    ]
)
WHOLE = flow(STORY, SINCE, UNTIL)
PLACE = "stock and flow per place"


def table() -> pd.DataFrame:
    return flow_table(STORY, areas(), SINCE, UNTIL)


def damaged(name: str) -> list[IntegrityFault]:
    """Return the faults when one figure of Barat is one too many."""
    wrong = table()
    wrong.loc[BARAT, name] += 1
    return check_flow_table(wrong, WHOLE, "on Monday")


def test_a_table_that_adds_up_is_no_fault() -> None:
    assert table().loc[[BARAT, TIMUR], ["moved_in", "moved_out"]].to_numpy().tolist() == [[1, 1], [1, 1]]
    assert check_flow_table(table(), WHOLE, "on Monday") == []


@pytest.mark.parametrize("name", ["opening", "new", "reopened", "closed", "withdrawn", "closing"])
def test_a_wrong_count_of_one_place_is_reported_there_and_in_the_sum(name: str) -> None:
    place, total = damaged(name)
    assert (place.identity, place.where) == (PLACE, f"{BARAT} on Monday")
    right = getattr(WHOLE, name)
    assert total == IntegrityFault(
        f"{name} of all places = {name} of the city", "on Monday", f"{right + 1} against {right}"
    )


@pytest.mark.parametrize("name", ["moved_in", "moved_out"])
def test_a_wrong_move_count_is_reported_for_its_place_only(name: str) -> None:
    (fault,) = damaged(name)
    assert (fault.identity, fault.where) == (PLACE, f"{BARAT} on Monday")
    assert f"{name}=2" in fault.figures


def test_more_closings_without_evidence_than_closings_are_reported() -> None:
    wrong = table()
    wrong.loc[BARAT, WITHOUT_EVIDENCE] = 1  # as many as there are closings
    assert check_flow_table(wrong, WHOLE, "on Monday") == []
    wrong.loc[BARAT, WITHOUT_EVIDENCE] = 2
    assert [fault.where for fault in check_flow_table(wrong, WHOLE, "on Monday")] == [f"{BARAT} on Monday"]


def test_an_event_at_the_end_of_the_period_is_included() -> None:
    history = build_history([("1", "received", "2026-11-23 08:00"), ("1", "closed", "2026-11-24 00:00")])
    row = flow_table(history, areas(), SINCE, UNTIL).loc[BARAT]
    assert (row["new"], row["closed"], row["closing"]) == (1, 1, 0)


def assignments(history: pd.DataFrame, since: datetime = SINCE, until: datetime = UNTIL) -> pd.DataFrame:
    return assignment_spans(history, since, until)


def test_assignee_times_that_add_up_are_no_fault() -> None:
    assert check_assignees(assignments(STORY), STORY, SINCE, UNTIL) == []
    assert check_assignees(assignments(STORY.iloc[:0]), STORY.iloc[:0], SINCE, UNTIL) == []


def test_a_missing_assignment_time_is_reported_with_both_sums() -> None:
    """The first report was open the whole Monday: nine hours in Cempaka and fifteen in Anggrek."""
    spans = assignments(STORY)
    is_first_report = spans["service_request_id"] == "1"
    wrong = spans.assign(
        held=spans["held"].where(~is_first_report, spans["held"] - timedelta(microseconds=1))
    )
    (fault,) = check_assignees(wrong, STORY, SINCE, UNTIL)
    assert (fault.identity, fault.where) == ("sum of holders = open time", "qlue/1")
    assert fault.figures.endswith(" against 1 days 00:00:00")
    assert fault.figures.startswith("0 days 23:59:59.99999")


def test_a_report_without_any_assignment_is_reported() -> None:
    spans = assignments(STORY)
    wrong = spans[spans["service_request_id"] != "1"]
    assert check_assignees(wrong, STORY, SINCE, UNTIL) == [
        IntegrityFault("sum of holders = open time", "qlue/1", "0 days 00:00:00 against 1 days 00:00:00")
    ]
