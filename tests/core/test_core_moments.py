"""Moments as whole microseconds: from whatever pandas holds them in, and back."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from data.core.moments import HOUR, MISSING, micros, micros_of, moment_of, series

ONE = datetime(1970, 1, 1, 1, tzinfo=UTC)  # an hour after the beginning
HALF = datetime(1970, 1, 1, 6, tzinfo=ZoneInfo("Asia/Kathmandu"))  # which was five and a half hours ahead


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([ONE, None, ONE], dtype="datetime64[us, UTC]"),
        pd.Series([ONE, None, ONE], dtype="datetime64[ns, Asia/Makassar]"),
        pd.Series([ONE, None, ONE], dtype=object),
        pd.Series([pd.Timestamp(ONE), pd.NaT, ONE.astimezone(ZoneInfo("Asia/Makassar"))], dtype=object),
    ],
    ids=["as our frames hold them", "in another unit and zone", "plain objects", "objects of several zones"],
)
def test_a_column_of_aware_moments_becomes_numbers(column: pd.Series) -> None:
    assert micros(column).tolist() == [HOUR, MISSING, HOUR]


def test_nothing_at_all_becomes_missing_numbers() -> None:
    assert micros(pd.Series([None, None], dtype=object)).tolist() == [MISSING, MISSING]
    assert micros(pd.Series([], dtype=object)).tolist() == []


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([pd.Timestamp("2026-11-23 09:00")]),
        pd.Series([ONE, datetime(2026, 11, 23, 9)], dtype=object),  # noqa: DTZ001
    ],
    ids=["a column without a zone", "one among others"],
)
def test_a_time_without_a_zone_is_refused_and_named(column: pd.Series) -> None:
    with pytest.raises(ValueError, match=r"^a time without a zone: 2026-11-23 09:00:00$"):
        micros(column)


def test_numbers_become_moments_in_utc_on_the_index_given() -> None:
    found = series(np.array([HOUR, MISSING]), pd.Index(["a", "b"]))
    expected = pd.Series([ONE, None], index=["a", "b"], dtype="datetime64[us, UTC]")
    pd.testing.assert_series_equal(found, expected)


def test_one_moment_there_and_back() -> None:
    assert micros_of(ONE) == HOUR
    assert micros_of(HALF) == HOUR // 2
    assert moment_of(HOUR) == ONE
    assert (micros_of(None), moment_of(MISSING)) == (MISSING, None)
    with pytest.raises(ValueError, match=r"^a time without a zone: 2026-11-23 09:00:00$"):
        micros_of(datetime(2026, 11, 23, 9))  # noqa: DTZ001
