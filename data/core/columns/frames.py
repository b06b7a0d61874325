"""Reports as columns, from and to a frame of standings."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.dtypes import StringDType
from numpy.typing import NDArray

from data.core.columns.report_columns import CodedTexts, ReportColumns
from data.core.moments import from_micros, to_micros

CODED = (
    "source", "service_code", "status", "status_description", "agency_responsible", "expected_basis",
    "closed_basis", "area_code", "placement", "verdict",
)  # fmt: skip
MOMENTS = (
    "requested_datetime", "expected_datetime", "closed_datetime", "received_at", "approaching_at",
    "very_late_at", "response_expected_datetime", "responded_at", "stopped_at",
)  # fmt: skip
DEGREES = ("lat", "long")
FLAGS = ("provisional", "evidence")


def columns_from_frame(standings: pd.DataFrame) -> ReportColumns:
    """Return a frame of standings, typed by :func:`data.core.history.facts.typed_frame`, as columns.

    :param standings: ``STANDING_COLUMNS`` in order of their change; without ``change`` numbered from 1
    """
    numbered = "change" in standings
    change = _numbers(standings["change"]) if numbered else np.arange(1, len(standings) + 1, dtype=np.int64)
    values: dict[str, Any] = {
        "change": change,
        "service_request_id": np.array(standings["service_request_id"].tolist(), dtype=StringDType()),
        "reopened": _numbers(standings["reopened"]),
        **{name: coded_texts(standings[name]) for name in CODED},
        **{name: to_micros(standings[name]).copy() for name in MOMENTS},
        **{name: standings[name].to_numpy(dtype=np.float64) for name in DEGREES},
        **{name: standings[name].to_numpy(dtype=np.bool_) for name in FLAGS},
    }
    return ReportColumns(**values)


def coded_texts(column: pd.Series) -> CodedTexts:
    """Return a column of texts as codes, in the order in which they are first seen."""
    codes, labels = pd.factorize(column)
    return CodedTexts(codes.astype(np.int32), tuple(str(label) for label in labels))


def frame_of(columns: ReportColumns) -> pd.DataFrame:
    """Return reports as a frame with the types of :func:`data.core.history.facts.typed_frame`.

    For what still computes with frames; only of a small selection, as a frame is large and slow.

    :returns: the names of :class:`ReportColumns`
    """
    return pd.DataFrame(
        {
            "change": columns.change,
            **{name: text_series(getattr(columns, name)) for name in CODED},
            "service_request_id": pd.Series(columns.service_request_id.tolist(), dtype="str"),
            **{name: from_micros(getattr(columns, name)) for name in MOMENTS},
            **{name: getattr(columns, name) for name in (*DEGREES, *FLAGS)},
            "reopened": columns.reopened,
        }
    )


def text_series(column: CodedTexts) -> pd.Series:
    """Return coded texts as strings, missing ones as NaN."""
    labels = np.array([*column.labels, None], dtype=object)
    return pd.Series(labels[column.codes], dtype="str")


def _numbers(numbers: pd.Series) -> NDArray[np.int64]:
    return numbers.to_numpy(dtype=np.int64)
