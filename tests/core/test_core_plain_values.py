"""Rows of frames as plain values: converted column by column, equal to value by value.

Kind: the fast form equals its reference.
"""

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from data.core.history.plain_values import plain_rows, plain_value

MOMENT = pd.Timestamp("2026-11-23 04:00:00.123456", tz="UTC")
TABLE = pd.DataFrame(
    {
        "text": pd.Series(["a", None, "c"], dtype="str"),
        "moment": pd.Series([MOMENT, pd.NaT, MOMENT], dtype="datetime64[us, UTC]"),
        "local": pd.Series([MOMENT] * 3, dtype="datetime64[us, UTC]").dt.tz_convert("Asia/Makassar"),
        "number": [1, 2, 3],
        "share": [0.5, np.nan, 1.5],
        "flag": [True, False, True],
        "mixed": pd.Series([MOMENT, None, "x"], dtype="object"),
        "category": pd.Categorical(["a", None, "b"]),
        "maybe": pd.array([1, None, 3], dtype="Int64"),
    }
).set_axis([5, 3, 9])


@pytest.mark.parametrize("name", TABLE.columns)
def test_a_column_is_converted_as_its_values_are(name: str) -> None:
    expected = [{name: plain_value(value)} for value in TABLE[name].tolist()]
    found = plain_rows(TABLE[[name]])
    assert found == expected
    assert [type(row[name]) for row in found] == [type(row[name]) for row in expected]


def test_moments_keep_their_zone() -> None:
    row = plain_rows(TABLE)[0]
    assert type(row["moment"]) is datetime
    assert row["moment"] == datetime(2026, 11, 23, 4, 0, 0, 123456, UTC)
    assert row["local"].utcoffset() == timedelta(hours=8)


def test_no_rows_are_no_dictionaries() -> None:
    assert plain_rows(TABLE.iloc[:0]) == []
    assert plain_rows(pd.DataFrame(index=range(2))) == []
