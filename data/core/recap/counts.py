"""The counts of a recap over one span or many, from events taken apart once.

Two kinds of figures, each by a definition that stands elsewhere already, so that nobody has to explain two
numbers:

- ``OUTCOME``, as the wall counts (:func:`data.core.history.counts.totals`): reports by where they lie at the
  end, credited closings only, and what is overdue then;
- ``FLOW``, as the review counts (:func:`data.core.history.replay.flow`): what happened, where it happened;
  ``opening + new + reopened + moved - closed - withdrawn = closing``.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.core.clock.sla import OVERDUE_STATES, Verdict
from data.core.history.counts import credited, open_reports
from data.core.moments import Micros, datetime_to_micros, to_micros
from data.core.recap.groups import ELSEWHERE
from data.core.recap.spans import Span
from data.core.report.standing import EventKind
from data.core.status import Status

OUTCOME = ("received", "resolved", "resolved_on_time", "resolved_late", "overdue")
FLOW = ("opening", "new", "reopened", "moved", "closed", "withdrawn", "closing")
ENTERING, LEAVING = (EventKind.RECEIVED, EventKind.REOPENED), (EventKind.CLOSED, EventKind.WITHDRAWN)

Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.intp]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Steps:
    """Events as arrays in order of ``change``: whether each left its report open, where, and before it."""

    past: pd.DataFrame
    names: pd.Index  # of the groups, by code
    report: Codes
    at: Micros
    now: Bools
    before: Bools
    label: Codes
    came_from: Codes


def taken_apart(past: pd.DataFrame, label: pd.Series) -> Steps:
    """The events of a recap.

    :param past: ``EVENT_COLUMNS`` and ``report``, a number for each report
    :param label: the group of each event's report after it, ``ELSEWHERE`` for those not asked for
    """
    codes, names = pd.factorize(pd.concat([pd.Series([ELSEWHERE]), label]).astype("str"))
    own = pd.Series(codes[1:], index=past.index)  # what was nowhere before came from elsewhere, which is 0
    now = (past["status"] == Status.OPEN).astype(bool)
    return Steps(
        past=past,
        names=pd.Index(names),
        report=past["report"].to_numpy(dtype=np.intp),
        at=to_micros(past["occurred_at"]),
        now=now.to_numpy(dtype=bool),
        before=now.groupby(past["report"], sort=False).shift(fill_value=False).to_numpy(dtype=bool),
        label=own.to_numpy(dtype=np.intp),
        came_from=own.groupby(past["report"], sort=False).shift(fill_value=0).to_numpy(dtype=np.intp),
    )


def last_steps(steps: Steps, moment: int) -> Codes:
    """The position of each report's last event up to a moment, which is how it stood then."""
    past = np.flatnonzero(steps.at <= moment)
    last = np.full(len(steps.past), -1, dtype=np.intp)  # no more reports than events
    last[steps.report[past]] = past  # of several, numpy keeps the last
    return np.sort(last[last >= 0])


def counted(steps: Steps, span: Span, whole: Span | None = None) -> pd.DataFrame:
    """All counts of a span.

    :param whole: the span that this one is a part of: what came of the reports is as known at *its* end, so
        that parts add up to it. What was open, and late, is as it was at the end of the part.
    :returns: ``OUTCOME`` and ``FLOW``, indexed by group
    """
    columns = {**_outcome(steps, span, (whole or span).until), **_flow(steps, span)}
    columns["overdue"] = _overdue(steps, span)
    table = pd.DataFrame(columns, index=steps.names)[[*OUTCOME, *FLOW]]
    return table.drop(index=ELSEWHERE)


def _outcome(steps: Steps, span: Span, known: datetime) -> dict[str, Counts]:
    """Reports received, and those resolved: credited closings that still stood when it is asked."""
    last = last_steps(steps, datetime_to_micros(known))
    standing = steps.past.iloc[last].assign(code=steps.label[last])
    done = credited(standing)
    done = done[span.holds(done["closed_datetime"])]
    received = standing.loc[span.holds(standing["received_at"]), "code"]
    return {
        "received": _sum(steps, received),
        "resolved": _sum(steps, done["code"]),
        "resolved_on_time": _sum(steps, done.loc[done["verdict"] == Verdict.ON_TIME, "code"]),
        "resolved_late": _sum(steps, done.loc[done["verdict"] == Verdict.LATE, "code"]),
    }


def _overdue(steps: Steps, span: Span) -> Counts:
    last = last_steps(steps, datetime_to_micros(span.until))
    still = last[steps.now[last]]
    opened = open_reports(steps.past.iloc[still].assign(code=steps.label[still]), span.until)
    return _sum(steps, opened.loc[opened["state"].isin(OVERDUE_STATES), "code"])


def _flow(steps: Steps, span: Span) -> dict[str, Counts]:
    """What moved; ``moved`` is what came from other groups less what went to them."""
    during = (steps.at > datetime_to_micros(span.after)) & (steps.at <= datetime_to_micros(span.until))
    moves = steps.label != steps.came_from
    gained = during & steps.now & (~steps.before | moves)
    lost = during & steps.before & (~steps.now | moves)
    kind = steps.past["kind"]
    entering, leaving = (kind.isin(kinds).to_numpy(dtype=bool) for kinds in (ENTERING, LEAVING))
    into, out = steps.label, steps.came_from
    return {
        "opening": _stock(steps, datetime_to_micros(span.after)),
        "new": _sum(steps, into[gained & _is(kind, EventKind.RECEIVED)]),
        "reopened": _sum(steps, into[gained & _is(kind, EventKind.REOPENED)]),
        "moved": _sum(steps, into[gained & ~entering]) - _sum(steps, out[lost & ~leaving]),
        "closed": _sum(steps, out[lost & _is(kind, EventKind.CLOSED)]),
        "withdrawn": _sum(steps, out[lost & _is(kind, EventKind.WITHDRAWN)]),
        "closing": _stock(steps, datetime_to_micros(span.until)),
    }


def _is(kind: pd.Series, wanted: EventKind) -> Bools:
    return (kind == wanted).to_numpy(dtype=bool)


def _stock(steps: Steps, moment: int) -> Counts:
    last = last_steps(steps, moment)
    return _sum(steps, steps.label[last[steps.now[last]]])


def _sum(steps: Steps, codes: pd.Series | Codes) -> Counts:
    """How many of each group."""
    return np.bincount(np.asarray(codes, dtype=np.intp), minlength=len(steps.names)).astype(np.int64)
