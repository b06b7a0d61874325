"""Moments and spans of time as whole microseconds: exact arithmetic on arrays, pandas at both ends."""

from datetime import UTC, datetime, timedelta
from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd

Micros = npt.NDArray[np.int64]

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
MISSING = int(np.iinfo(np.int64).min)  # what NaT is as a number

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_micros(moments: pd.Series) -> Micros:
    """Aware times as microseconds since 1970 UTC, :data:`MISSING` for NaT and None.

    :raises ValueError: for times without a zone, of which nobody can say when they are
    """
    aware = moments if isinstance(moments.dtype, pd.DatetimeTZDtype) else _to_aware(moments)
    return cast(Micros, aware.to_numpy(dtype="datetime64[us]").view(np.int64))


def _to_aware(moments: pd.Series) -> pd.Series:
    naive = moments.map(lambda moment: not pd.isna(moment) and moment.tzinfo is None)
    if naive.any():
        raise ValueError(f"a time without a zone: {moments[naive].iloc[0]}")
    return pd.to_datetime(moments, utc=True)


def from_micros(moments: Micros, index: pd.Index | None = None) -> pd.Series:
    """Microseconds since 1970 as aware UTC times, NaT for :data:`MISSING`."""
    return pd.Series(pd.DatetimeIndex(moments.view("datetime64[us]"), tz="UTC"), index=index)


def datetime_to_micros(moment: datetime | None) -> int:
    """One aware time in microseconds since 1970; None gives :data:`MISSING`."""
    if moment is None:
        return MISSING
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone: {moment}")
    return (moment - _EPOCH) // timedelta(microseconds=1)


def micros_to_datetime(value: int) -> datetime | None:
    """One moment of so many microseconds since 1970, in UTC; :data:`MISSING` gives None."""
    return None if value == MISSING else _EPOCH + timedelta(microseconds=value)
