"""Lifecycles of reports in the practice city."""

from datetime import timedelta
from itertools import pairwise

import pandas as pd
import pytest

from data.core.clock.sla import OVERDUE_STATES, sla_states
from data.core.report.record import ServiceRequest
from data.core.status import (
    INITIAL_STATUS,
    RESOLVED_STATUS,
    STATUS_BY_CODE,
    WITHDRAWN_STATUSES,
    Status,
    status_of,
)
from data.sources.simulated.lifecycle import MAX_LIFECYCLE_DAYS, Case, draw_lifecycle
from data.sources.simulated.random_draws import DRAWS_PER_REPORT, RandomDraws, RandomStream, random_generator
from data.sources.simulated.rhythm import DAY, HOUR
from data.sources.simulated.skill import draw_skills
from data.sources.simulated.workday import shift_to_workday


def draw_lifecycles(
    count: int, hours: float = 48.0, skill: float = 0.9, filed: float = 9 * HOUR
) -> list[list]:
    numbers = random_generator(3, RandomStream.REPORTS).random((count, DRAWS_PER_REPORT))
    case = Case(filed, hours, skill, hours <= 12, ("Camat", "Dinas A", "Dinas B"))
    return [draw_lifecycle(RandomDraws(row), case) for row in numbers.tolist()]


def test_every_row_is_a_valid_report(busy_feed, noon):
    for row in busy_feed.rows(noon, noon - timedelta(days=2)):
        ServiceRequest(source="latihan", service_code="x", **row.fields)


def test_the_status_is_that_of_the_last_step(history):
    for report in history.itertuples():
        last = report.history[-1]["status_description"] if report.history else INITIAL_STATUS
        assert report.status_description == last


def test_exactly_the_closed_reports_have_a_closing_time(history):
    closed = history["status_description"].map(status_of) == Status.CLOSED
    assert (history["closed_datetime"].notna() == closed).all()
    assert (history["closed_datetime"] <= history["updated_datetime"])[closed].all()


def test_history_is_in_order_and_begins_after_the_filing(history):
    for report in history.itertuples():
        times = [report.requested_datetime, *(pd.Timestamp(step["at"]) for step in report.history)]
        assert all(earlier < later for earlier, later in pairwise(times))


def test_every_known_state_occurs(history):
    seen = {step["status_description"] for steps in history["history"] for step in steps}
    assert seen == set(STATUS_BY_CODE) - {"tidak_dikenal"}


def test_open_reports_occur_in_every_open_state(history):
    now = set(history["status_description"])
    assert {"menunggu", "koordinasi", "disposisi", "proses", "diteruskan"} <= now


def test_about_one_in_twenty_is_withdrawn(history):
    assert history["status_description"].isin(["ditolak", "duplikat"]).mean() == pytest.approx(0.05, abs=0.01)


def test_about_one_in_twentyfive_finished_reports_is_reopened_with_a_bad_rating(history):
    reopened = history[
        [any(s["status_description"] == INITIAL_STATUS for s in steps) for steps in history["history"]]
    ]
    finished = history[
        [any(s["status_description"] == RESOLVED_STATUS for s in steps) for steps in history["history"]]
    ]
    assert len(reopened) / len(finished) == pytest.approx(0.04, abs=0.01)
    assert set(reopened["rating"]) == {1, 2}


def test_reopened_reports_are_closed_a_second_time():
    reopened = [
        lifecycle
        for lifecycle in draw_lifecycles(2_000)
        if any(event.status_description == INITIAL_STATUS for event in lifecycle)
    ]
    assert reopened
    assert all(
        [event.status_description for event in lifecycle].count(RESOLVED_STATUS) == 2
        for lifecycle in reopened
    )


def test_four_in_five_finished_reports_are_finished_in_time(history):
    finished = history[
        (history["status_description"] == RESOLVED_STATUS) & history["expected_datetime"].notna()
    ]
    assert 0.70 < (finished["closed_datetime"] <= finished["expected_datetime"]).mean() < 0.90


def test_the_number_of_open_reports_fits_a_wall(history, noon):
    stock = history[history["closed_datetime"].isna()]
    states = sla_states(stock["requested_datetime"], stock["expected_datetime"], noon)
    assert 200 < len(stock) < 450
    assert 0.08 < states.isin(OVERDUE_STATES).mean() < 0.25
    assert {"approaching", "very_late", "no_target"} <= set(states)


def test_the_first_answer_comes_within_minutes_to_hours(history):
    answered = history[history["history"].map(len) > 0]
    first = pd.to_datetime(answered["history"].map(lambda steps: steps[0]["at"]), utc=True)
    waited = first - answered["requested_datetime"]
    assert pd.Timedelta("10min") < waited.median() < pd.Timedelta("2h")
    assert waited.quantile(0.9) < pd.Timedelta("8h")


def test_a_few_reports_wait_for_days_without_a_response(history):
    untouched = history[history["status_description"] == INITIAL_STATUS]
    assert (untouched["updated_datetime"].max() - untouched["requested_datetime"].min()).days >= 3


def test_work_is_finished_by_day_more_than_by_night(history):
    hours = history["closed_datetime"].dropna().dt.tz_convert("Asia/Makassar").dt.hour
    by_day = hours.between(7, 17).mean()
    assert 0.7 < by_day < 0.95


def test_most_finished_reports_show_a_photo(history):
    finished = history[history["status_description"] == RESOLVED_STATUS]
    assert finished["evidence_url"].notna().mean() == pytest.approx(0.85, abs=0.03)
    assert finished["evidence_url"].dropna().str.startswith("simulasi://foto/").all()
    assert history.loc[history["history"].map(len) == 0, "evidence_url"].isna().all()


def test_the_assignee_is_one_of_the_categorys_agencies(history, categories):
    agencies = {category.code: set(category.agencies) for category in categories}
    assigned = history.dropna(subset=["service_code", "agency_responsible"])
    pairs = zip(assigned["service_code"], assigned["agency_responsible"], strict=True)
    assert all(agency in agencies[code] for code, agency in pairs)
    assert assigned["agency_responsible"].nunique() > 5


def test_a_category_without_agencies_or_target_has_a_lifecycle(make_feed, categories, noon):
    bare = tuple(c.model_copy(update={"agencies": ()}) for c in categories)
    rows = list(make_feed(categories=bare, hours={}).rows(noon, None))
    assert any(row.fields["closed_datetime"] for row in rows)
    assert {row.fields["agency_responsible"] for row in rows} == {None}


@pytest.mark.parametrize("hours", [0.1, 6, 336, 5_000])
def test_no_event_is_later_than_the_longest_lifecycle(hours):
    for lifecycle in draw_lifecycles(3_000, hours, 0.6, filed=DAY - 1):
        times = [DAY - 1, *(event.at for event in lifecycle)]
        assert times == sorted(times)
        assert times[-1] <= DAY - 1 + MAX_LIFECYCLE_DAYS * DAY
        status_codes = [event.status_description for event in lifecycle if event.status_description]
        assert status_of(status_codes[-1]) is Status.CLOSED


@pytest.mark.parametrize("skill", [0.65, 0.9])
def test_skill_is_the_probability_of_closing_in_time(skill):
    closings = [
        next(event.at for event in lifecycle if event.status_description == RESOLVED_STATUS)
        for lifecycle in draw_lifecycles(4_000, 240, skill, filed=0.0)
        if lifecycle[-1].status_description not in WITHDRAWN_STATUSES
    ]
    in_time = sum(at <= 240 * HOUR for at in closings) / len(closings)
    assert in_time == pytest.approx(skill, abs=0.05)


def test_two_parents_are_clearly_better_and_two_clearly_worse():
    sorted_skills = sorted(draw_skills((f"k{number}" for number in range(11)), 7171).values())
    assert max(sorted_skills[:2]) < 0.72 < min(sorted_skills[2:])
    assert max(sorted_skills[2:9]) < 0.92 < 0.96 < min(sorted_skills[9:])
    assert draw_skills(["a", "b"], 1) == draw_skills(["b", "a", "a"], 1)


def test_no_lifecycle_needs_more_numbers_than_a_report_has():
    used_counts = []
    for row in random_generator(5, RandomStream.REPORTS).random((2_000, DRAWS_PER_REPORT)).tolist():
        numbers = iter(row)
        draw_lifecycle(RandomDraws(numbers), Case(0.0, 48.0, 0.9, False, ("A", "B", "C")))
        used_counts.append(DRAWS_PER_REPORT - len(list(numbers)))
    assert max(used_counts) < DRAWS_PER_REPORT / 2


@pytest.mark.parametrize("hour", [0, 3, 6.9, 18, 20, 23.9])
def test_work_at_night_moves_to_the_day_but_never_before_its_cause(hour):
    at, after = 5 * DAY + hour * HOUR, 5 * DAY + hour * HOUR - HOUR / 2
    for row in random_generator(6, RandomStream.REPORTS).random((200, 5)).tolist():
        moved = shift_to_workday(RandomDraws(row), at, after)
        assert moved > after
        assert moved == at or 7 <= moved % DAY / HOUR < 18
