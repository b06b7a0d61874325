"""Values and rows of frames as plain Python values, ready for JSON."""

from typing import Any

import pandas as pd


def plain_value(value: Any) -> Any:
    """Return a value as a plain Python value; a missing one is None.

    Numbers that come from the rows of a frame are Python's already.
    """
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return None if pd.isna(value) else value


def plain_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows as dictionaries of plain Python values; missing ones are None."""
    rows = table.itertuples(index=False, name=None)
    return [
        {name: plain_value(value) for name, value in zip(table.columns, row, strict=True)} for row in rows
    ]
