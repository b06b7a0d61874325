"""Reports as arrays: one row per report, texts as codes, moments as integers.

A board of a large city counts hundreds of thousands of reports whenever one of them changes. Over arrays this
takes milliseconds; a frame of objects takes seconds and a hundred times the memory.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

NO_MOMENT = np.iinfo(np.int64).min  # as numpy's NaT
NO_CODE = -1

Moments = NDArray[np.int64]  # microseconds since 1970 in UTC, NO_MOMENT where there is none
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Degrees = NDArray[np.float64]  # NaN where there is no point


@dataclass(frozen=True)
class CodedTexts:
    """A column of texts with few different values.

    :param codes: the position of each row's text in ``labels``, ``NO_CODE`` where there is none
    :param labels: the texts in the order in which they were first seen; they may be more than are in use
    """

    codes: NDArray[np.int32]
    labels: tuple[str, ...]

    def __getitem__(self, rows: Flags | Numbers) -> "CodedTexts":
        """Return the texts of some rows, with the same labels."""
        return CodedTexts(self.codes[rows], self.labels)

    def code(self, text: str) -> int:
        """Return the code of a text; ``NO_CODE - 1``, which no row has, for a text never seen."""
        return self.labels.index(text) if text in self.labels else NO_CODE - 1


@dataclass(frozen=True)
class ReportColumns:
    """Reports by column, all of one length, in order of ``change``; never written to once they are shared.

    The names are those of :data:`data.core.history.facts.STANDING_COLUMNS`, without what no count needs.
    """

    change: Numbers
    source: CodedTexts
    service_request_id: NDArray[np.str_]  # numpy's StringDType
    service_code: CodedTexts
    status: CodedTexts
    status_description: CodedTexts
    agency_responsible: CodedTexts
    requested_datetime: Moments
    expected_datetime: Moments
    expected_basis: CodedTexts
    closed_datetime: Moments
    closed_basis: CodedTexts
    area_code: CodedTexts
    placement: CodedTexts
    lat: Degrees
    long: Degrees
    reopened: Numbers
    received_at: Moments
    provisional: Flags
    approaching_at: Moments
    very_late_at: Moments
    response_expected_datetime: Moments
    responded_at: Moments
    stopped_at: Moments
    verdict: CodedTexts
    evidence: Flags

    def __len__(self) -> int:
        return len(self.change)

    def select(self, rows: Flags | Numbers) -> "ReportColumns":
        """Return some of the reports, by mask or by row numbers."""
        return ReportColumns(**{item.name: getattr(self, item.name)[rows] for item in fields(self)})
