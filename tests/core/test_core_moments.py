"""Conversion of moments to whole microseconds, from every pandas type, and back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.moments import (
    HOUR,
    MISSING,
    datetime_to_micros,
    from_micros,
    hours_of_day,
    micros_to_datetime,
    to_micros,
)

FIRST_HOUR = datetime(1970, 1, 1, 1, tzinfo=UTC)  # an hour after the epoch
HALF_HOUR = datetime(1970, 1, 1, 6, tzinfo=ZoneInfo("Asia/Kathmandu"))  # five and a half hours ahead then


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([FIRST_HOUR, None, FIRST_HOUR], dtype="datetime64[us, UTC]"),
        pd.Series([FIRST_HOUR, None, FIRST_HOUR], dtype="datetime64[ns, Asia/Makassar]"),
        pd.Series([FIRST_HOUR, None, FIRST_HOUR], dtype=object),
        pd.Series(
            [pd.Timestamp(FIRST_HOUR), pd.NaT, FIRST_HOUR.astimezone(ZoneInfo("Asia/Makassar"))], dtype=object
        ),
    ],
    ids=["as in the frames", "in another unit and zone", "plain objects", "objects of several zones"],
)
def test_a_column_of_aware_moments_becomes_numbers(column: pd.Series) -> None:
    assert to_micros(column).tolist() == [HOUR, MISSING, HOUR]


def test_missing_times_become_missing_numbers() -> None:
    assert to_micros(pd.Series([None, None], dtype=object)).tolist() == [MISSING, MISSING]
    assert to_micros(pd.Series([], dtype=object)).tolist() == []


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([pd.Timestamp("2026-11-23 09:00")]),
        pd.Series([FIRST_HOUR, datetime(2026, 11, 23, 9)], dtype=object),  # noqa: DTZ001
    ],
    ids=["a column without a zone", "one among others"],
)
def test_a_time_without_a_zone_is_refused_and_named(column: pd.Series) -> None:
    with pytest.raises(ValueError, match=r"^a time without a zone: 2026-11-23 09:00:00$"):
        to_micros(column)


def test_numbers_become_moments_in_utc_on_the_index_given() -> None:
    times = from_micros(np.array([HOUR, MISSING]), pd.Index(["a", "b"]))
    expected = pd.Series([FIRST_HOUR, None], index=["a", "b"], dtype="datetime64[us, UTC]")
    pd.testing.assert_series_equal(times, expected)


def test_a_single_time_converts_both_ways() -> None:
    assert datetime_to_micros(FIRST_HOUR) == HOUR
    assert datetime_to_micros(HALF_HOUR) == HOUR // 2
    assert micros_to_datetime(HOUR) == FIRST_HOUR
    assert (datetime_to_micros(None), micros_to_datetime(MISSING)) == (MISSING, None)
    with pytest.raises(ValueError, match=r"^a time without a zone: 2026-11-23 09:00:00$"):
        datetime_to_micros(datetime(2026, 11, 23, 9))  # noqa: DTZ001


@given(st.lists(st.integers(0, 500_000), max_size=8), st.integers(0, 8))
def test_hours_of_day_are_those_of_the_zone_however_many_moments(passed: list[int], few: int) -> None:
    zone = ZoneInfo("Europe/Berlin")  # whose clocks change
    aware = [FIRST_HOUR + timedelta(hours=hours) for hours in passed]
    micros = np.array([datetime_to_micros(moment) for moment in aware], dtype=np.int64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("data.core.moments.FEW_MOMENTS", few)
        assert hours_of_day(micros, zone).tolist() == [moment.astimezone(zone).hour for moment in aware]
