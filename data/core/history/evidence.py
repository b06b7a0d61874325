"""Evidence of closings: a photo or document that came with a closing, or before it was judged."""

from datetime import datetime

import pandas as pd

from data.core.history.facts import KEY
from data.core.report.standing import EventKind
from data.core.status import Status


def closing_evidence(events: pd.DataFrame, until: datetime) -> pd.Series:
    """Return for each event whether its report's closing had evidence, as known by ``until``.

    Evidence handed in after the closing counts until the report is reopened; a photo of an earlier closing
    does not count for the next one.

    :param events: events with a column ``evidence``, in order of ``change``
    :returns: 1.0 yes, 0.0 no, NaN unknown; on the index of ``events``
    """
    keys = [events[name] for name in KEY]
    spell = (events["kind"] == EventKind.REOPENED).groupby(keys).cumsum()
    is_closed = (events["status"] == Status.CLOSED) & (events["occurred_at"] <= pd.Timestamp(until))
    evidence = events["evidence"].astype("float64").where(is_closed)
    return evidence.groupby([*keys, spell]).transform("max")
