"""Targets of a batch of records, in one vectorised call."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from data.core.clock.timekeeper import Timekeeper
from data.core.moments import datetime_to_micros, from_micros, micros_to_datetime, to_micros
from data.core.report.record import ServiceRequest, Target
from data.core.report.uncertainty import NO_TIME, TO_LAST_SECOND

MOMENT_COLUMNS = ("expected_datetime", "approaching_at", "very_late_at", "response_expected_datetime")


def targets_of(records: Sequence[ServiceRequest], timekeeper: Timekeeper) -> list[Target]:
    """Return one target per record: the source's deadline, else that of the policy in force at its filing.

    Of a filing that is only a day, the target is that of the day's first moment, with how much later it is
    for the last one.
    """
    targets = _targets(records, timekeeper)
    days = [number for number, record in enumerate(records) if "requested_datetime" in record.date_only]
    if days:
        latest = _targets([_filed_last(records[number]) for number in days], timekeeper)
        for number, other in zip(days, latest, strict=True):
            targets[number] = _with_slack(targets[number], other)
    return targets


def _filed_last(record: ServiceRequest) -> ServiceRequest:
    """Return the record as if it was filed in the last second of its day."""
    return record.model_copy(update={"requested_datetime": record.requested_datetime + TO_LAST_SECOND})


def _with_slack(target: Target, latest: Target) -> Target:
    slack = _difference(target.expected_datetime, latest.expected_datetime)
    response_slack = _difference(target.response_expected_datetime, latest.response_expected_datetime)
    is_provisional = target.provisional or slack > NO_TIME
    return replace(target, slack=slack, response_slack=response_slack, provisional=is_provisional)


def _difference(first: datetime | None, last: datetime | None) -> timedelta:
    return max(NO_TIME, last - first) if first and last else NO_TIME


def _targets(records: Sequence[ServiceRequest], timekeeper: Timekeeper) -> list[Target]:
    requested = from_micros(
        np.array([datetime_to_micros(record.requested_datetime) for record in records], dtype=np.int64)
    )
    source_deadlines = from_micros(
        np.array([datetime_to_micros(record.expected_datetime) for record in records], dtype=np.int64)
    )
    codes = pd.Series([record.service_code for record in records], dtype="str")
    targets = timekeeper.targets(requested, codes, source_deadlines)
    columns = [targets[name].tolist() for name in ("basis", "policy", "provisional")]
    expected, approaching, very_late, response = (_moments(targets[name]) for name in MOMENT_COLUMNS)
    return list(map(Target, expected, *columns, approaching, very_late, response))


def _moments(column: pd.Series) -> list[datetime | None]:
    return list(map(micros_to_datetime, to_micros(column).tolist()))
