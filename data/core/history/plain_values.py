"""Values and rows of frames as plain Python values, ready for JSON."""

from typing import Any

import numpy as np
import pandas as pd
from pandas.arrays import DatetimeArray


def plain_value(value: Any) -> Any:
    """Return a value as a plain Python value; a missing one is None.

    Numbers that come from the rows of a frame are Python's already.
    """
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return None if pd.isna(value) else value


def plain_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows as dictionaries of plain Python values; missing ones are None."""
    names = [*table.columns]
    columns = [_plain_values(table[name]) for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _plain_values(column: pd.Series) -> list[Any]:
    """Return :func:`plain_value` of each value of a column, converted together where they are of one type."""
    if column.dtype == object:
        return [plain_value(value) for value in column]
    is_moment = isinstance(column.array, DatetimeArray)
    values: list[Any] = (column.array.to_pydatetime() if is_moment else column).tolist()
    missing = np.flatnonzero(column.isna())
    for row in missing.tolist():
        values[row] = None
    return values
