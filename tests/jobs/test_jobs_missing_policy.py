"""A policy that judged reports and is missing from the city's file is reported, and stops no pull."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bootstrap import AppContext
from data.core.clock.timekeeper import Timekeeper
from data.services.integrity import check_store
from jobs.area_reassignment import sync_layer
from tests.builders import city, open_test_context, qlue_row
from tests.core.offices import WEEK
from tests.personas import local_time
from tests.pulls import QLUE, app_context_at, pull_rows, reports

OLD = {"id": "lama", "from": date(2016, 8, 31), "resolve": {"sampah": "14 jam kerja"}}
NEW = {**OLD, "id": "baru"}
WORK = {"hours": WEEK}


def row(number: int = 1, word: str = "menunggu") -> dict[str, Any]:
    """Return a row filed on Monday at 10:00 (09:00 in Jakarta): 14 working hours end Wednesday at 10:00."""
    return qlue_row(number, status=word, category="Sampah")


@pytest.fixture
def app_context(tmp_path: Path) -> AppContext:
    """Open the city with one report under the old policy, its clock stopped since Monday noon."""
    app_context = open_test_context(tmp_path, source=[QLUE], policy=[OLD], work=WORK)
    sync_layer(app_context)
    assert pull_rows(app_context, row())["new"] == 1
    assert pull_rows(app_context, row(word="menunggu_pelapor"))["changed"] == 1
    return app_context


def with_policies(app_context: AppContext, moment: str, *policies: dict[str, Any]) -> AppContext:
    """Return the same city at another moment, under other policies."""
    changed_city = city(source=[QLUE], policy=list(policies), work=WORK)
    later = replace(app_context_at(app_context, local_time(moment)), city=changed_city)
    later.__dict__["timekeeper"] = Timekeeper(changed_city)
    return later


TUESDAY_TEN = "2026-11-24 10:00"


@pytest.mark.parametrize(
    ("policy", "due", "provisional"),
    [
        (OLD, "2026-11-25 16:00", False),  # 5 working hours: 3 on Monday, 2 on Tuesday
        (NEW, "2026-11-26 08:00", True),  # 22 calendar hours: how the missing policy counted is unknown
    ],
    ids=["still there", "gone"],
)
def test_a_deadline_under_a_missing_policy_continues_in_calendar_time_and_is_provisional(
    app_context, policy, due, provisional
):
    assert reports(app_context.engine)["1"]["expected_datetime"] == local_time("2026-11-25 10:00")
    later = with_policies(app_context, TUESDAY_TEN, policy)
    line = pull_rows(later, row(word="proses"), row(2))
    assert (line["error"], line["changed"], line["new"]) == (None, 1, 1)
    stored_reports = reports(app_context.engine)
    assert (stored_reports["1"]["expected_datetime"], stored_reports["1"]["provisional"]) == (
        local_time(due),
        provisional,
    )
    assert (stored_reports["1"]["policy"], stored_reports["2"]["policy"]) == ("lama", policy["id"])
    assert not stored_reports["2"]["provisional"]


def test_a_closed_report_keeps_the_verdict_and_the_policy_that_judged_it(app_context):
    later = with_policies(app_context, TUESDAY_TEN, NEW)
    assert pull_rows(later, row(word="selesai"))["error"] is None
    stored_report = reports(app_context.engine)["1"]
    assert (stored_report["verdict"], stored_report["policy"], stored_report["provisional"]) == (
        "closed_on_time",
        "lama",
        True,
    )


def test_a_missing_policy_is_logged_at_start_and_fails_the_check(app_context, tmp_path):
    with capture_logs() as logs:
        complete = open_test_context(tmp_path, source=[QLUE], policy=[OLD], work=WORK)
    assert logs == []
    assert check_store(complete.engine, complete.city, local_time(TUESDAY_TEN)) == []
    with capture_logs() as logs:
        incomplete = open_test_context(tmp_path, source=[QLUE], policy=[NEW], work=WORK)
    (line,) = logs
    assert (line["log_level"], line["missing"], line["reports"]) == (
        "warning", "policy 'lama'", "judged 1 reports",
    )  # fmt: skip
    (fault,) = check_store(incomplete.engine, incomplete.city, local_time(TUESDAY_TEN))
    assert fault.where == "policy 'lama'"
