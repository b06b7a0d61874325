"""What a whole history covers, which cannot be known from a part of it."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd


@dataclass(frozen=True)
class HistoryCoverage:
    """What all events up to a moment cover.

    :param first: when the first of them occurred; None: there is none
    :param evidence: the sources that have ever provided evidence of a closing
    :param reporters: whether any of them names a reporter
    """

    first: datetime | None
    evidence: frozenset[str]
    reporters: bool


def coverage_of(events: pd.DataFrame) -> HistoryCoverage:
    """Return the coverage of these events, taken as the whole history."""
    return HistoryCoverage(
        first=events["occurred_at"].min().to_pydatetime() if len(events) else None,
        evidence=frozenset(events.loc[events["evidence"].astype(bool), "source"]),
        reporters=bool(events["reporter"].notna().any()),
    )
