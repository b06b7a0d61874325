"""The assignee of open reports by columns: :func:`data.core.history.assignees.assignees` as numbers."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.core.columns.event_columns import EventColumns, RowNumbers
from data.core.history.assignees import (
    AWAITING_REPORTER,
    EXTERNAL_AGENCY,
    FORWARDED,
    KECAMATAN,
    REPORTER,
    assignees,
)
from data.core.status import Status

Positions = NDArray[np.int64]


@dataclass(frozen=True)
class AssigneeCodes:
    """The assignees of a history's events as numbers."""

    names: tuple[str, ...]
    by_agency: Positions  # one more than there are agencies, for none

    def of(self, columns: EventColumns, rows: RowNumbers) -> Positions:
        """Return the assignee of each report after an event that left it open."""
        codes = self.by_agency[columns.agency_responsible.codes[rows]]
        codes = np.where(columns.has_status(AWAITING_REPORTER, rows), self.names.index(REPORTER), codes)
        return np.where(columns.has_status(FORWARDED, rows), self.names.index(EXTERNAL_AGENCY), codes)


def assignee_codes(columns: EventColumns) -> AssigneeCodes:
    """Return the assignees that the agencies of a history mean."""
    agencies = pd.Series([*columns.agency_responsible.labels, None], dtype="str")
    table = pd.DataFrame(
        {"status": Status.OPEN.value, "status_description": "", "agency_responsible": agencies}
    )
    table = table.astype({"status_description": "str"})
    codes, names = pd.factorize(
        pd.concat([pd.Series([KECAMATAN, EXTERNAL_AGENCY, REPORTER]), assignees(table)])
    )
    return AssigneeCodes(tuple(str(name) for name in names), codes[3:].astype(np.int64))
