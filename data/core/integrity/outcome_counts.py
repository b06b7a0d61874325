"""Outcomes of all reports against their deadlines: each report in exactly one of seven counts."""

from datetime import datetime

import numpy as np
import pandas as pd

from data.core.clock.sla import Verdict, judgement_time
from data.core.status import WITHDRAWN_STATUSES, Status

OUTCOMES = (
    "no_target",
    "withdrawn",
    "open",
    "open_overdue",
    "closed_on_time",
    "closed_late",
    "closed_unknown",
)


def outcome_counts(standings: pd.DataFrame, as_of: datetime) -> dict[str, int]:
    """Count the reports by outcome; the counts add up to all reports.

    A report without a deadline is ``no_target`` whatever its state; an open one is ``open_overdue`` once its
    deadline lies before ``as_of`` (or before its clock stopped), else ``open``.

    :param standings: ``STANDING_COLUMNS``
    """
    opened = standings["status"] == Status.OPEN
    moment = judgement_time(standings["stopped_at"], as_of)
    conditions = [
        standings["expected_datetime"].isna(),
        standings["status_description"].isin(WITHDRAWN_STATUSES),
        opened & (standings["expected_datetime"] < moment),
        opened,
        standings["verdict"] == Verdict.ON_TIME,
        standings["verdict"] == Verdict.LATE,
    ]
    choices = ["no_target", "withdrawn", "open_overdue", "open", "closed_on_time", "closed_late"]
    outcomes = np.select([case.to_numpy(dtype=bool) for case in conditions], choices, "closed_unknown")
    return {name: int((outcomes == name).sum()) for name in OUTCOMES}
