"""``python -m data review``, and what ``python -m data check`` verifies of it."""

import json
from pathlib import Path

import pytest

from data.__main__ import main
from data.core.recap.spans import MICROSECOND, TimeSpan
from data.lib.byte_cache import DEFAULT_BUDGET
from data.services.history import review_between
from data.services.integrity import check_store
from data.services.recap import RecapCache, RecapQuery
from data.services.review import ReviewService
from data.store import reports
from tests.builders import open_test_context, qlue_row
from tests.dashboard.office_pages import open_city_at_work
from tests.personas import MONDAY_NOON, local_time
from tests.pulls import pull_rows

COMMAND = ["review", "--since", "2026-11-22", "--until", "2026-11-23T12:00"]


@pytest.fixture
def city_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the city's files, and set the environment to it."""
    monkeypatch.setenv("PANTAU_CITY", str(tmp_path / "uji.toml"))
    monkeypatch.setenv("PANTAU_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("PANTAU_REPORTER_KEY", "kunci uji, yang cukup panjang, 32+")
    open_city_at_work(tmp_path)
    return tmp_path


def test_the_command_prints_the_review(city_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The output is one JSON document; times without a zone are the city's."""
    assert main(COMMAND) == 0
    body = json.loads(capsys.readouterr().out)
    assert (body["flow"]["opening"], body["flow"]["new"], body["flow"]["closing"]) == (0, 6, 4)


@pytest.mark.parametrize("until", ["2026-11-22", "2026-11-21"])
def test_a_period_that_ends_before_it_begins_is_refused(
    city_folder: Path, capsys: pytest.CaptureFixture[str], until: str
) -> None:
    """The error names the beginning."""
    assert main(["review", "--since", "2026-11-22", "--until", until]) == 2
    assert "--since = 2026-11-22" in capsys.readouterr().err


def test_the_review_agrees_with_the_store_and_passes_the_check(tmp_path: Path) -> None:
    """The check covers assignees and the flow of all areas."""
    app_context = open_city_at_work(tmp_path)
    review = review_between(app_context.engine, app_context.city, local_time("2026-11-22 00:00"), MONDAY_NOON)
    assert review.closings["closed"] == 2
    assert check_store(app_context.engine, app_context.city, MONDAY_NOON) == []


@pytest.mark.parametrize(("until", "years"), [("2027-09-30 12:00", []), ("2027-10-01 12:00", [2028])])
def test_the_review_names_years_whose_joint_leave_is_unknown(tmp_path: Path, until: str, years: list[int]):
    """From three months ahead, seen from the end of the period."""
    work = {"holidays": "ID", "hours": {"monday": ["08.00-16.00"]}}
    app_context = open_test_context(tmp_path, work=work)
    review = review_between(
        app_context.engine, app_context.city, local_time("2027-09-01 00:00"), local_time(until)
    )
    assert review.as_dict()["unknown_years"] == years


def test_what_happens_after_a_period_computes_neither_its_review_nor_its_recap_anew(tmp_path: Path) -> None:
    """A report that is filed later leaves them; one that turns out to be of the period does not."""
    context = open_test_context(tmp_path)
    since, until = local_time("2026-11-22 00:00"), local_time("2026-11-23 00:00")
    service = ReviewService(context.engine, context.city, context.clock)
    recaps = RecapCache(context.engine, context.city, DEFAULT_BUDGET)
    query = RecapQuery(TimeSpan(since - MICROSECOND, until - MICROSECOND))

    def figures():
        with context.engine.connect() as connection:
            return service.load(since, until), recaps.get(query, reports.revision(connection))

    first = qlue_row(1, post_date="2026-11-22 08:00:00")
    pull_rows(context, first)
    review, recap = figures()
    pull_rows(context, first, qlue_row(2, post_date="2026-11-23 11:00:00"))
    assert figures() == (review, recap)
    assert figures()[0] is review
    pull_rows(context, qlue_row(3, post_date="2026-11-22 09:00:00"))
    later_review, later_recap = figures()
    assert later_review.report["flows"][0]["change"] == review.report["flows"][0]["change"] + 1
    assert later_recap.total["received"] == recap.total["received"] + 1
