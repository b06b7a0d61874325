"""What becomes of reports in the practice city."""

from datetime import timedelta
from itertools import pairwise

import pandas as pd
import pytest

from data.core.clock.sla import OVERDUE, sla_states
from data.core.report.record import ServiceRequest
from data.core.status import BY_CODE, DONE, FIRST, WITHDRAWN, Status, status_of
from data.sources.simulated.lifecycle import LONGEST_LIFE_DAYS, Case, live
from data.sources.simulated.random_draws import THROWS, Dice, Stream, generator
from data.sources.simulated.rhythm import DAY, HOUR
from data.sources.simulated.skill import skills
from data.sources.simulated.workday import working_time


def lives(count: int, hours: float = 48.0, skill: float = 0.9, filed: float = 9 * HOUR) -> list[list]:
    numbers = generator(3, Stream.REPORTS).random((count, THROWS))
    case = Case(filed, hours, skill, hours <= 12, ("Camat", "Dinas A", "Dinas B"))
    return [live(Dice(row), case) for row in numbers.tolist()]


def test_every_row_passes_the_border_guard(busy, noon):
    for row in busy.rows(noon, noon - timedelta(days=2)):
        ServiceRequest(source="latihan", service_code="x", **row.fields)


def test_the_state_is_the_last_step_so_far(history):
    for report in history.itertuples():
        last = report.history[-1]["status_description"] if report.history else FIRST
        assert report.status_description == last


def test_a_closing_time_is_there_exactly_when_the_report_is_closed(history):
    closed = history["status_description"].map(status_of) == Status.CLOSED
    assert (history["closed_datetime"].notna() == closed).all()
    assert (history["closed_datetime"] <= history["updated_datetime"])[closed].all()


def test_history_is_in_order_and_begins_after_the_filing(history):
    for report in history.itertuples():
        times = [report.requested_datetime, *(pd.Timestamp(step["at"]) for step in report.history)]
        assert all(earlier < later for earlier, later in pairwise(times))


def test_every_state_a_report_can_honestly_have_occurs(history):
    seen = {step["status_description"] for steps in history["history"] for step in steps}
    assert seen == set(BY_CODE) - {"tidak_dikenal"}


def test_some_reports_are_open_in_each_way(history):
    now = set(history["status_description"])
    assert {"menunggu", "koordinasi", "disposisi", "proses", "diteruskan"} <= now


def test_about_one_in_twenty_is_withdrawn(history):
    assert history["status_description"].isin(["ditolak", "duplikat"]).mean() == pytest.approx(0.05, abs=0.01)


def test_about_one_in_twentyfive_finished_reports_is_reopened_with_a_bad_rating(history):
    reopened = history[[any(s["status_description"] == FIRST for s in steps) for steps in history["history"]]]
    finished = history[[any(s["status_description"] == DONE for s in steps) for steps in history["history"]]]
    assert len(reopened) / len(finished) == pytest.approx(0.04, abs=0.01)
    assert set(reopened["rating"]) == {1, 2}


def test_reopened_reports_are_closed_a_second_time():
    again = [life for life in lives(2_000) if any(m.status_description == FIRST for m in life)]
    assert again
    assert all([m.status_description for m in life].count(DONE) == 2 for life in again)


def test_four_in_five_finished_reports_are_finished_in_time(history):
    finished = history[(history["status_description"] == DONE) & history["expected_datetime"].notna()]
    assert 0.70 < (finished["closed_datetime"] <= finished["expected_datetime"]).mean() < 0.90


def test_the_stock_of_open_reports_is_of_a_size_that_a_wall_can_show(history, noon):
    stock = history[history["closed_datetime"].isna()]
    states = sla_states(stock["requested_datetime"], stock["expected_datetime"], noon)
    assert 200 < len(stock) < 450
    assert 0.08 < states.isin(OVERDUE).mean() < 0.25
    assert {"approaching", "very_late", "no_target"} <= set(states)


def test_the_first_answer_comes_within_minutes_to_hours(history):
    answered = history[history["history"].map(len) > 0]
    first = pd.to_datetime(answered["history"].map(lambda steps: steps[0]["at"]), utc=True)
    waited = first - answered["requested_datetime"]
    assert pd.Timedelta("10min") < waited.median() < pd.Timedelta("2h")
    assert waited.quantile(0.9) < pd.Timedelta("8h")


def test_a_few_are_never_touched_for_days(history):
    untouched = history[history["status_description"] == FIRST]
    assert (untouched["updated_datetime"].max() - untouched["requested_datetime"].min()).days >= 3


def test_work_is_finished_by_day_more_than_by_night(history):
    hours = history["closed_datetime"].dropna().dt.tz_convert("Asia/Makassar").dt.hour
    by_day = hours.between(7, 17).mean()
    assert 0.7 < by_day < 0.95


def test_most_finished_reports_show_a_photo(history):
    finished = history[history["status_description"] == DONE]
    assert finished["evidence_url"].notna().mean() == pytest.approx(0.85, abs=0.03)
    assert finished["evidence_url"].dropna().str.startswith("simulasi://foto/").all()
    assert history.loc[history["history"].map(len) == 0, "evidence_url"].isna().all()


def test_the_holder_is_one_of_the_categorys_agencies(history, categories):
    agencies = {category.code: set(category.agencies) for category in categories}
    known = history.dropna(subset=["service_code", "agency_responsible"])
    pairs = zip(known["service_code"], known["agency_responsible"], strict=True)
    assert all(agency in agencies[code] for code, agency in pairs)
    assert known["agency_responsible"].nunique() > 5


def test_a_category_without_agencies_or_target_lives_too(start, categories, noon):
    bare = tuple(c.model_copy(update={"agencies": ()}) for c in categories)
    rows = list(start(categories=bare, hours={}).rows(noon, None))
    assert any(row.fields["closed_datetime"] for row in rows)
    assert {row.fields["agency_responsible"] for row in rows} == {None}


@pytest.mark.parametrize("hours", [0.1, 6, 336, 5_000])
def test_nothing_happens_later_than_the_longest_life(hours):
    for life in lives(3_000, hours, 0.6, filed=DAY - 1):
        times = [DAY - 1, *(moment.at for moment in life)]
        assert times == sorted(times)
        assert times[-1] <= DAY - 1 + LONGEST_LIFE_DAYS * DAY
        words = [moment.status_description for moment in life if moment.status_description]
        assert status_of(words[-1]) is Status.CLOSED


@pytest.mark.parametrize("skill", [0.65, 0.9])
def test_skill_is_the_chance_of_being_in_time(skill):
    closings = [
        next(moment.at for moment in life if moment.status_description == DONE)
        for life in lives(4_000, 240, skill, filed=0.0)
        if life[-1].status_description not in WITHDRAWN
    ]
    in_time = sum(at <= 240 * HOUR for at in closings) / len(closings)
    assert in_time == pytest.approx(skill, abs=0.05)


def test_parents_differ_some_clearly_better_and_some_clearly_worse():
    found = sorted(skills((f"k{number}" for number in range(11)), 7171).values())
    assert max(found[:2]) < 0.72 < min(found[2:])
    assert max(found[2:9]) < 0.92 < 0.96 < min(found[9:])
    assert skills(["a", "b"], 1) == skills(["b", "a", "a"], 1)


def test_no_life_needs_more_numbers_than_a_report_has():
    thrown = []
    for row in generator(5, Stream.REPORTS).random((2_000, THROWS)).tolist():
        numbers = iter(row)
        live(Dice(numbers), Case(0.0, 48.0, 0.9, False, ("A", "B", "C")))
        thrown.append(THROWS - len(list(numbers)))
    assert max(thrown) < THROWS / 2


@pytest.mark.parametrize("hour", [0, 3, 6.9, 18, 20, 23.9])
def test_work_at_night_moves_to_the_day_but_never_before_its_cause(hour):
    at, after = 5 * DAY + hour * HOUR, 5 * DAY + hour * HOUR - HOUR / 2
    for row in generator(6, Stream.REPORTS).random((200, 5)).tolist():
        moved = working_time(Dice(row), at, after)
        assert moved > after
        assert moved == at or 7 <= moved % DAY / HOUR < 18
