"""What the whole of a history tells of, which no part of it can say."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd


@dataclass(frozen=True)
class HistoryCoverage:
    """What all events up to a moment tell of.

    :param first: when the first of them occurred; None: there is none
    :param evidence: the sources that have ever shown evidence of a closing
    :param reporters: whether any of them says who reported
    """

    first: datetime | None
    evidence: frozenset[str]
    reporters: bool


def coverage_of(events: pd.DataFrame) -> HistoryCoverage:
    """The same, from all of these events themselves."""
    return HistoryCoverage(
        first=events["occurred_at"].min().to_pydatetime() if len(events) else None,
        evidence=frozenset(events.loc[events["evidence"].astype(bool), "source"]),
        reporters=bool(events["reporter"].notna().any()),
    )
