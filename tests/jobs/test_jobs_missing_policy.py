"""A policy that judged reports and is gone from the city's file: told, and no pull stops for it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bootstrap import World
from data.core.clock.timekeeper import Timekeeper
from data.services.integrity import check_store
from jobs.area_reassignment import sync_layer
from tests.builders import city, open_town, qlue_row
from tests.core.offices import WEEK
from tests.personas import local
from tests.pulls import QLUE, at, pull_rows, reports

OLD = {"id": "lama", "from": date(2016, 8, 31), "resolve": {"sampah": "14 jam kerja"}}
NEW = {**OLD, "id": "baru"}
WORK = {"hours": WEEK}


def row(number: int = 1, word: str = "menunggu") -> dict[str, Any]:
    """Filed on Monday at 10.00 (09.00 in Jakarta): 14 hours of work end on Wednesday at 10.00."""
    return qlue_row(number, status=word, category="Sampah")


@pytest.fixture
def town(tmp_path: Path) -> World:
    """One report judged by the old policy, waiting for its reporter since Monday noon."""
    world = open_town(tmp_path, source=[QLUE], policy=[OLD], work=WORK)
    sync_layer(world)
    assert pull_rows(world, row())["new"] == 1
    assert pull_rows(world, row(word="menunggu_pelapor"))["changed"] == 1
    return world


def under(town: World, moment: str, *policies: dict[str, Any]) -> World:
    """The same store at another moment, under other policies."""
    changed = city(source=[QLUE], policy=list(policies), work=WORK)
    later = replace(at(town, local(moment)), city=changed)
    later.__dict__["timekeeper"] = Timekeeper(changed)
    return later


TUESDAY_TEN = "2026-11-24 10:00"


@pytest.mark.parametrize(
    ("policy", "due", "provisional"),
    [
        (OLD, "2026-11-25 16:00", False),  # 5 hours of work: 3 on Monday, 2 on Tuesday
        (NEW, "2026-11-26 08:00", True),  # 22 hours, as nobody knows how the old one counted
    ],
    ids=["still there", "gone"],
)
def test_a_clock_under_a_lost_policy_goes_on_in_calendar_time_and_says_so(town, policy, due, provisional):
    assert reports(town.engine)["1"]["expected_datetime"] == local("2026-11-25 10:00")
    later = under(town, TUESDAY_TEN, policy)
    line = pull_rows(later, row(word="proses"), row(2))
    assert (line["error"], line["changed"], line["new"]) == (None, 1, 1)
    found = reports(town.engine)
    assert (found["1"]["expected_datetime"], found["1"]["provisional"]) == (local(due), provisional)
    assert (found["1"]["policy"], found["2"]["policy"]) == ("lama", policy["id"])
    assert not found["2"]["provisional"]


def test_a_report_that_stands_still_no_longer_keeps_its_verdict_and_policy(town):
    later = under(town, TUESDAY_TEN, NEW)
    assert pull_rows(later, row(word="selesai"))["error"] is None
    found = reports(town.engine)["1"]
    assert (found["verdict"], found["policy"], found["provisional"]) == ("closed_on_time", "lama", True)


def test_the_start_names_the_policy_and_the_check_fails(town, tmp_path):
    with capture_logs() as said:
        known = open_town(tmp_path, source=[QLUE], policy=[OLD], work=WORK)
    assert said == []
    assert check_store(known.engine, known.city, local(TUESDAY_TEN)) == []
    with capture_logs() as said:
        lost = open_town(tmp_path, source=[QLUE], policy=[NEW], work=WORK)
    (line,) = said
    assert (line["log_level"], line["missing"], line["reports"]) == (
        "warning", "policy 'lama'", "judged 1 reports",
    )  # fmt: skip
    (fault,) = check_store(lost.engine, lost.city, local(TUESDAY_TEN))
    assert fault.where == "policy 'lama'"
