"""The name of one number of the review: its metric, kecamatan and detail.

A number is a set of reports (:mod:`data.core.review.drilldown`), so that what is counted and what is listed
cannot differ.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_PATTERN = re.compile(r"([a-z_]+)(?:@([^:]*))?(?::(.*))?", re.DOTALL)


class Metric(StrEnum):
    """What is counted; the comment beside each says what its ``detail`` is."""

    OPENING = "opening"  # category; as all of the flow
    NEW = "new"
    REOPENED = "reopened"
    MOVED_IN = "moved_in"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MOVED_OUT = "moved_out"
    CLOSING = "closing"
    STATE = "state"  # SLA state of what is open at the end
    AGE = "age"  # age band of what is open at the end
    JUDGED = "judged"  # on_time, late or overdue: what the rate at the end is made of
    JUDGED_BEFORE = "judged_before"  # the same at the beginning
    WEEK_NEW = "week_new"  # number of the week, 0 the oldest; as the two below
    WEEK_CLOSED = "week_closed"
    WEEK_OPEN = "week_open"  # open at the end of the week
    EVIDENCE = "evidence"  # with, without or unknown: closings of the period
    SIGN = "sign"  # name of the anomaly indicator
    HELD = "held"  # assignee; per kecamatan
    HELD_CITY = "held_city"  # assignee; a report that moved counts once


@dataclass(frozen=True)
class MetricKey:
    """One number. ``parent`` None: the whole city, ``""``: reports in no area; ``detail`` None: all parts."""

    metric: Metric
    parent: str | None = None
    detail: str | None = None

    def __str__(self) -> str:
        """Return ``closing``, ``closing@71.71.01``, ``closing@71.71.01:sampah`` or ``closing:sampah``."""
        parent = "" if self.parent is None else f"@{self.parent}"
        detail = "" if self.detail is None else f":{self.detail}"
        return f"{self.metric.value}{parent}{detail}"


def parse_metric_key(text: str) -> MetricKey:
    """Return the metric key of a name.

    :raises ValueError: it is not the name of a metric key
    """
    match = _PATTERN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} names no figure")
    metric, parent, detail = match.groups()
    return MetricKey(Metric(metric), parent, detail)
