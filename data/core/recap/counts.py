"""The counts of a recap over one span or many, from transitions that are built once.

There are two kinds of figures, each defined as elsewhere, so that no two pages show different numbers:

- ``OUTCOME``, as the wall counts (:func:`data.core.history.counts.totals`): reports by their area at the end,
  resolved ones only, and what is overdue then;
- ``FLOW``, as the review counts (:func:`data.core.history.replay.flow`): what happened, where it happened;
  ``opening + new + reopened + moved - closed - withdrawn = closing``.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.core.clock.sla import OVERDUE_STATES, Verdict
from data.core.history.counts import open_reports, resolved_reports
from data.core.moments import Micros, datetime_to_micros, to_micros
from data.core.recap.groups import ELSEWHERE
from data.core.recap.spans import TimeSpan
from data.core.report.standing import EventKind
from data.core.status import Status

OUTCOME = ("received", "resolved", "resolved_on_time", "resolved_late", "overdue")
FLOW = ("opening", "new", "reopened", "moved", "closed", "withdrawn", "closing")
ENTERING, LEAVING = (EventKind.RECEIVED, EventKind.REOPENED), (EventKind.CLOSED, EventKind.WITHDRAWN)

Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.intp]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Transitions:
    """Events as arrays in order of ``change``: their report's group and openness, after and before."""

    events: pd.DataFrame
    groups: pd.Index  # of the groups, by code
    report: Codes
    occurred_at: Micros
    open_after: Bools
    open_before: Bools
    group_after: Codes
    group_before: Codes


def build_transitions(past: pd.DataFrame, label: pd.Series) -> Transitions:
    """Return the transitions of a recap's events.

    :param past: ``EVENT_COLUMNS`` and ``report``, a number for each report
    :param label: the group of each event's report after it, ``ELSEWHERE`` for those outside the recap
    """
    codes, distinct_groups = pd.factorize(pd.concat([pd.Series([ELSEWHERE]), label]).astype("str"))
    group_codes = pd.Series(codes[1:], index=past.index)  # 0 is ELSEWHERE, where new reports come from
    is_open = (past["status"] == Status.OPEN).astype(bool)
    return Transitions(
        events=past,
        groups=pd.Index(distinct_groups),
        report=past["report"].to_numpy(dtype=np.intp),
        occurred_at=to_micros(past["occurred_at"]),
        open_after=is_open.to_numpy(dtype=bool),
        open_before=is_open.groupby(past["report"], sort=False).shift(fill_value=False).to_numpy(dtype=bool),
        group_after=group_codes.to_numpy(dtype=np.intp),
        group_before=group_codes.groupby(past["report"], sort=False)
        .shift(fill_value=0)
        .to_numpy(dtype=np.intp),
    )


def last_transitions(transitions: Transitions, moment: int) -> Codes:
    """Return the position of each report's last event up to a moment, which has its standing then."""
    past = np.flatnonzero(transitions.occurred_at <= moment)
    last = np.full(len(transitions.events), -1, dtype=np.intp)  # no more reports than events
    last[transitions.report[past]] = past  # of several, numpy keeps the last
    return np.sort(last[last >= 0])


def span_counts(transitions: Transitions, span: TimeSpan, whole_span: TimeSpan | None = None) -> pd.DataFrame:
    """Return all counts of a span.

    :param whole_span: the span that this one is a part of: outcomes are as known at *its* end, so that the
        parts add up to it. Open and overdue reports are those at the end of the part.
    :returns: ``OUTCOME`` and ``FLOW``, indexed by group
    """
    columns = {**_outcome(transitions, span, (whole_span or span).until), **_flow(transitions, span)}
    columns["overdue"] = _overdue(transitions, span)
    table = pd.DataFrame(columns, index=transitions.groups)[[*OUTCOME, *FLOW]]
    return table.drop(index=ELSEWHERE)


def _outcome(transitions: Transitions, span: TimeSpan, known_at: datetime) -> dict[str, Counts]:
    """Count the reports received, and those resolved and still closed at ``known_at``."""
    last = last_transitions(transitions, datetime_to_micros(known_at))
    standing = transitions.events.iloc[last].assign(code=transitions.group_after[last])
    resolved = resolved_reports(standing)
    resolved = resolved[span.contains(resolved["closed_datetime"])]
    received = standing.loc[span.contains(standing["received_at"]), "code"]
    return {
        "received": _count_by_group(transitions, received),
        "resolved": _count_by_group(transitions, resolved["code"]),
        "resolved_on_time": _count_by_group(
            transitions, resolved.loc[resolved["verdict"] == Verdict.ON_TIME, "code"]
        ),
        "resolved_late": _count_by_group(
            transitions, resolved.loc[resolved["verdict"] == Verdict.LATE, "code"]
        ),
    }


def _overdue(transitions: Transitions, span: TimeSpan) -> Counts:
    last = last_transitions(transitions, datetime_to_micros(span.until))
    still_open = last[transitions.open_after[last]]
    opened = open_reports(
        transitions.events.iloc[still_open].assign(code=transitions.group_after[still_open]), span.until
    )
    return _count_by_group(transitions, opened.loc[opened["state"].isin(OVERDUE_STATES), "code"])


def _flow(transitions: Transitions, span: TimeSpan) -> dict[str, Counts]:
    """Count the flow; ``moved`` is what came from other groups less what went to them."""
    after, until = datetime_to_micros(span.after), datetime_to_micros(span.until)
    during = (transitions.occurred_at > after) & (transitions.occurred_at <= until)
    moves = transitions.group_after != transitions.group_before
    gained = during & transitions.open_after & (~transitions.open_before | moves)
    lost = during & transitions.open_before & (~transitions.open_after | moves)
    kind = transitions.events["kind"]
    entering, leaving = (kind.isin(kinds).to_numpy(dtype=bool) for kinds in (ENTERING, LEAVING))
    into, out = transitions.group_after, transitions.group_before
    return {
        "opening": _stock(transitions, after),
        "new": _count_by_group(transitions, into[gained & _is_kind(kind, EventKind.RECEIVED)]),
        "reopened": _count_by_group(transitions, into[gained & _is_kind(kind, EventKind.REOPENED)]),
        "moved": _count_by_group(transitions, into[gained & ~entering])
        - _count_by_group(transitions, out[lost & ~leaving]),
        "closed": _count_by_group(transitions, out[lost & _is_kind(kind, EventKind.CLOSED)]),
        "withdrawn": _count_by_group(transitions, out[lost & _is_kind(kind, EventKind.WITHDRAWN)]),
        "closing": _stock(transitions, until),
    }


def _is_kind(kind: pd.Series, expected: EventKind) -> Bools:
    return (kind == expected).to_numpy(dtype=bool)


def _stock(transitions: Transitions, moment: int) -> Counts:
    last = last_transitions(transitions, moment)
    return _count_by_group(transitions, transitions.group_after[last[transitions.open_after[last]]])


def _count_by_group(transitions: Transitions, codes: pd.Series | Codes) -> Counts:
    """Count the codes of each group."""
    return np.bincount(np.asarray(codes, dtype=np.intp), minlength=len(transitions.groups)).astype(np.int64)
