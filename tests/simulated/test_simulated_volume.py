"""Number and times of the reports in the practice city."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from data.sources.simulated import PROFILES
from data.sources.simulated.rhythm import expected_count, filing_times

TIMEZONE = "Asia/Makassar"


@pytest.mark.parametrize(("profile", "low", "high"), [("sibuk", 135, 165), ("tenang", 2.6, 3.4)])
def test_each_profile_has_its_expected_volume(make_feed, noon, profile, low, high):
    feed = make_feed(profile=profile)
    count = sum(1 for _ in feed.rows(noon, None))
    assert low <= count / feed.history_days <= high


def test_history_reaches_back_as_far_as_the_profile_says(make_feed, noon):
    assert {name: make_feed(profile=name).history_days for name in PROFILES} == {"sibuk": 90, "tenang": 365}
    first = next(iter(make_feed(profile="sibuk").rows(noon, None)))
    assert first.fields["service_request_id"].startswith(f"SIM-{noon - timedelta(days=90):%Y%m%d}-")


def test_a_year_of_days_has_the_mean_of_its_profile():
    days = pd.date_range("2026-01-01", "2026-12-31")
    assert np.mean([expected_count(100, day.date()) for day in days]) == pytest.approx(100, rel=0.01)


def test_mondays_have_more_reports_than_sundays(history):
    weekdays = history["requested_datetime"].dt.tz_convert(TIMEZONE).dt.day_of_week.value_counts()
    assert weekdays[0] > 1.2 * weekdays[6]


def test_nights_have_few_reports_and_mornings_and_late_afternoons_many(history):
    hours = history["requested_datetime"].dt.tz_convert(TIMEZONE).dt.hour.value_counts()
    night, noonish = hours.loc[[0, 1, 2, 3, 4]].mean(), hours.loc[[12, 13, 14]].mean()
    assert night < 0.15 * noonish
    assert min(hours.loc[[8, 9, 10]].mean(), hours.loc[[16, 17, 18]].mean()) > 1.3 * noonish


def test_filing_times_lie_within_their_day():
    times = np.concatenate([filing_times(1, 150, date(2026, 1, day)) for day in range(1, 31)])
    assert times.min() >= 0
    assert times.max() < 86_400


def test_rubbish_is_the_most_common_category_and_fire_and_drugs_are_rare(history):
    shares = history["service_code"].value_counts(normalize=True)
    assert shares.idxmax() == "sampah"
    assert shares["sampah"] > 0.25
    assert max(shares["kebakaran"], shares["narkoba"]) < 0.02


def test_a_category_without_its_own_weight_has_reports(make_feed, categories, noon):
    unknown = categories[0].model_copy(update={"code": "air_bersih", "name": "Air bersih"})
    rows = make_feed(categories=(*categories, unknown)).rows(noon, None)
    assert sum(row.fields["service_name"] == "Air bersih" for row in rows) > 5


def test_areas_with_more_people_have_more_reports(make_feed, areas, noon):
    people = areas.assign(population_estimate=[9_000, 1_000, None, 1_000, 1_000, 1_000])
    rows = make_feed(areas=people, profile="sibuk").rows(noon, None)
    names = pd.Series([row.fields["area_name"] for row in rows]).value_counts()
    assert names["Utara Satu"] > 4 * names["Utara Dua"]


def test_a_city_without_people_still_has_reports(make_feed, areas, noon):
    assert list(make_feed(areas=areas.assign(population_estimate=0)).rows(noon, None))
