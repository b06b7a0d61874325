"""Half-open intervals of time, ``(after, until]``: an event at a boundary counts in exactly one of two."""

from datetime import datetime

import pandas as pd


def is_within(moments: pd.Series, after: datetime, until: datetime) -> pd.Series:
    """Return which moments lie in (``after``, ``until``]; missing ones do not."""
    return (moments > pd.Timestamp(after)) & (moments <= pd.Timestamp(until))
