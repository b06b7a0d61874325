"""Conversion of moments and spans to whole microseconds, for exact arithmetic on arrays."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd

Micros = npt.NDArray[np.int64]

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
FEW_MOMENTS = 500
MISSING = int(np.iinfo(np.int64).min)  # NaT as a number

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_micros(moments: pd.Series) -> Micros:
    """Return aware times as microseconds since 1970 UTC, :data:`MISSING` for NaT and None.

    :raises ValueError: for times without a zone, which are no moments
    """
    aware = moments if isinstance(moments.dtype, pd.DatetimeTZDtype) else _to_aware(moments)
    return cast(Micros, aware.to_numpy(dtype="datetime64[us]").view(np.int64))


def _to_aware(moments: pd.Series) -> pd.Series:
    naive = moments.map(lambda moment: not pd.isna(moment) and moment.tzinfo is None)
    if naive.any():
        raise ValueError(f"a time without a zone: {moments[naive].iloc[0]}")
    return pd.to_datetime(moments, utc=True)


def from_micros(moments: Micros, index: pd.Index | None = None) -> pd.Series:
    """Return microseconds since 1970 as aware UTC times, NaT for :data:`MISSING`."""
    return pd.Series(pd.DatetimeIndex(moments.view("datetime64[us]"), tz="UTC"), index=index)


def hours_of_day(moments: Micros, zone: tzinfo) -> Micros:
    """Return the hour of the zone's day of each moment; none of them is missing."""
    if len(moments) > FEW_MOMENTS:  # of few ones, a series costs more than they do
        hours: Micros = from_micros(moments).dt.tz_convert(zone).dt.hour.to_numpy(dtype=np.int64)
        return hours
    times = [_EPOCH + timedelta(microseconds=moment) for moment in moments.tolist()]
    return np.array([time.astimezone(zone).hour for time in times], dtype=np.int64)


def datetime_to_micros(moment: datetime | None) -> int:
    """Return an aware time as microseconds since 1970, :data:`MISSING` for None.

    :raises ValueError: for a time without a zone
    """
    if moment is None:
        return MISSING
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone: {moment}")
    return (moment - _EPOCH) // timedelta(microseconds=1)


def micros_to_datetime(value: int) -> datetime | None:
    """Return microseconds since 1970 as a time in UTC, None for :data:`MISSING`."""
    return None if value == MISSING else _EPOCH + timedelta(microseconds=value)
