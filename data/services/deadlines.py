"""What a batch of records is to be judged by, in one vectorised call."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.core.clock.timekeeper import Timekeeper
from data.core.moments import micros, micros_of, moment_of, series
from data.core.report.record import ServiceRequest, Target

MOMENTS = ("expected_datetime", "approaching_at", "very_late_at", "response_expected_datetime")


def targets_of(records: Sequence[ServiceRequest], keeper: Timekeeper) -> list[Target]:
    """One target per record: the source's own deadline, else that of the policy in force at its filing."""
    requested = series(np.array([micros_of(record.requested_datetime) for record in records], dtype=np.int64))
    given = series(np.array([micros_of(record.expected_datetime) for record in records], dtype=np.int64))
    codes = pd.Series([record.service_code for record in records], dtype="str")
    found = keeper.targets(requested, codes, given)
    columns = {name: found[name].tolist() for name in ("basis", "policy", "provisional")}
    columns |= {name: [moment_of(value) for value in micros(found[name]).tolist()] for name in MOMENTS}
    rows = zip(*columns.values(), strict=True)
    return [Target(**dict(zip(columns, row, strict=True))) for row in rows]
