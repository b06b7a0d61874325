"""Targets of a batch of records, in one vectorised call."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.core.clock.timekeeper import Timekeeper
from data.core.moments import datetime_to_micros, from_micros, micros_to_datetime, to_micros
from data.core.report.record import ServiceRequest, Target

MOMENT_COLUMNS = ("expected_datetime", "approaching_at", "very_late_at", "response_expected_datetime")


def targets_of(records: Sequence[ServiceRequest], timekeeper: Timekeeper) -> list[Target]:
    """Return one target per record: the source's deadline, else that of the policy in force at its filing."""
    requested = from_micros(
        np.array([datetime_to_micros(record.requested_datetime) for record in records], dtype=np.int64)
    )
    source_deadlines = from_micros(
        np.array([datetime_to_micros(record.expected_datetime) for record in records], dtype=np.int64)
    )
    codes = pd.Series([record.service_code for record in records], dtype="str")
    targets = timekeeper.targets(requested, codes, source_deadlines)
    columns = {name: targets[name].tolist() for name in ("basis", "policy", "provisional")}
    columns |= {
        name: [micros_to_datetime(value) for value in to_micros(targets[name]).tolist()]
        for name in MOMENT_COLUMNS
    }
    rows = zip(*columns.values(), strict=True)
    return [Target(**dict(zip(columns, row, strict=True))) for row in rows]
