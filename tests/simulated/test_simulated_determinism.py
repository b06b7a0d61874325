"""Determinism of the practice city: equal arguments give equal rows at any time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from data.sources.base import FeedError
from data.sources.simulated import SimulatedFeed


def test_two_feeds_with_the_same_arguments_give_the_same_rows(make_feed, noon):
    assert list(make_feed().rows(noon, None)) == list(make_feed().rows(noon, None))


def test_two_pulls_at_one_time_give_identical_rows(quiet_feed, noon):
    assert list(quiet_feed.rows(noon, None)) == list(quiet_feed.rows(noon, None))


def test_a_feed_started_today_agrees_with_one_that_ran_since_last_week(make_feed, noon):
    old = make_feed()
    for days in range(7, 0, -1):
        list(old.rows(noon - timedelta(days=days), None))
    assert list(old.rows(noon, None)) == list(make_feed().rows(noon, None))


def test_a_feed_may_begin_with_an_incremental_pull(make_feed, quiet_feed, noon):
    since = noon - timedelta(days=3)
    list(quiet_feed.rows(noon, None))
    assert list(make_feed().rows(noon, since)) == list(quiet_feed.rows(noon, since))


def test_the_zone_in_which_now_is_given_does_not_matter(quiet_feed, noon):
    assert list(quiet_feed.rows(noon.astimezone(UTC), None)) == list(quiet_feed.rows(noon, None))


def test_the_order_of_the_areas_does_not_matter(make_feed, quiet_feed, areas, anchors, noon):
    shuffled = make_feed(areas=areas.sample(frac=1, random_state=1), anchors=anchors[::-1])
    assert list(shuffled.rows(noon, None)) == list(quiet_feed.rows(noon, None))


def test_the_given_frames_are_not_modified(make_feed, areas, anchors, noon):
    before = areas.copy(), anchors.copy()
    list(make_feed().rows(noon, noon - timedelta(days=1)))
    pd.testing.assert_frame_equal(areas, before[0])
    pd.testing.assert_frame_equal(anchors, before[1])


@pytest.mark.parametrize("seed", [8, 0, -1, 2**70])
def test_another_seed_gives_other_rows(make_feed, quiet_feed, noon, seed):
    other_rows = [row.raw for row in make_feed(seed=seed).rows(noon, None)]
    assert other_rows != [row.raw for row in quiet_feed.rows(noon, None)]


def test_days_are_days_in_the_citys_zone(make_feed):
    berlin = ZoneInfo("Europe/Berlin")
    feed = make_feed(zone=berlin, profile="sibuk")
    # Summer time ends in this night.
    now = datetime(2026, 10, 26, 12, tzinfo=berlin)
    for row in feed.rows(now, now - timedelta(days=10)):
        filed = datetime.fromisoformat(row.fields["requested_datetime"])
        assert row.fields["service_request_id"][4:12] == f"{filed.astimezone(berlin):%Y%m%d}"


def test_an_area_layer_without_points_is_a_failed_feed(make_feed, anchors):
    with pytest.raises(FeedError, match="latihan"):
        make_feed(anchors=anchors[:0])


def test_an_area_without_an_anchor_is_represented_by_its_own_point(make_feed, areas, anchors, noon):
    with_points = areas.assign(lat=0.5, long=100.5)
    feed: SimulatedFeed = make_feed(areas=with_points, anchors=anchors[:0])
    assert list(feed.rows(noon, None))


def test_an_unknown_profile_is_refused(make_feed):
    with pytest.raises(KeyError):
        make_feed(profile="ramai")
