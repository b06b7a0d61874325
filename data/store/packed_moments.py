"""Moments of a whole row as one value, so that reading them makes no object for each.

SQLite stores a moment as an ISO text of one length: the texts of a row are joined. PostgreSQL sends the bytes
of its own integers.
"""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
from sqlalchemy import Column, ColumnElement, LargeBinary, Text, func, literal_column, type_coerce

from data.core.columns.report_columns import NO_MOMENT, Moments

ISO_LENGTH = len("2026-11-23 04:00:00.000000")
CLOCK_SIGNS, FRACTION = ((13, ":"), (16, ":"), (19, ".")), 20  # places in a text
NO_TEXT = "-999-01-01 00:00:00.000000"  # as long as any other, and before whatever Python's times can be
NO_TEXT_MICROS = int(np.datetime64(NO_TEXT, "us").astype(np.int64))
BEFORE_ALL: ColumnElement[Any] = literal_column(
    "'-infinity'::timestamptz"
)  # PostgreSQL's smallest integer, as NO_MOMENT is ours
YEAR_2000 = 946_684_800_000_000  # from which PostgreSQL counts microseconds


def packed(dialect: str, columns: Sequence[Column[Any]]) -> ColumnElement[Any]:
    """Return the moments of each row as one text (SQLite) or as bytes (PostgreSQL).

    :param dialect: ``sqlite`` or ``postgresql``
    """
    parts = [_text(column) if dialect == "sqlite" else _bytes(column) for column in columns]
    return reduce(lambda first, second: first.op("||")(second), parts)


def unpacked(values: Sequence[str] | Sequence[bytes], count: int) -> list[Moments]:
    """Return the columns of moments of rows.

    :param values: :func:`packed` of each row
    :param count: how many moments each row has
    """
    if values and isinstance(values[0], str):
        moments = _from_iso("".join(map(str, values)))
    else:
        moments = _from_bytes(b"".join(map(bytes, values)))  # type: ignore[arg-type]
    return [column.copy() for column in moments.reshape(-1, count).T]


def _text(column: Column[Any]) -> ColumnElement[Any]:
    return func.coalesce(type_coerce(column, Text()), literal_column(f"'{NO_TEXT}'"))


def _bytes(column: Column[Any]) -> ColumnElement[Any]:
    return func.timestamptz_send(func.coalesce(column, BEFORE_ALL), type_=LargeBinary)


def _from_bytes(data: bytes) -> Moments:
    since_2000 = np.frombuffer(data, dtype=">i8").astype(np.int64)
    return np.where(since_2000 == NO_MOMENT, NO_MOMENT, since_2000 + YEAR_2000)


def _from_iso(joined: str) -> Moments:
    """Return the moments of ISO texts, one after the other.

    :raises ValueError: a text of another form
    """
    data = joined.encode("ascii")
    _check_clocks(data)
    moments = np.frombuffer(data, dtype=f"S{ISO_LENGTH}").astype("datetime64[us]").view(np.int64)
    return np.where(moments == NO_TEXT_MICROS, NO_MOMENT, moments)


def _check_clocks(data: bytes) -> None:
    """Check that each text ends with a clock to the microsecond: numpy warns of a zone, and then applies it.

    :raises ValueError: one does not
    """
    letters = np.frombuffer(data, dtype=np.uint8).reshape(-1, ISO_LENGTH)
    signs = all((letters[:, place] == ord(sign)).all() for place, sign in CLOCK_SIGNS)
    if not signs or not (letters[:, FRACTION:] - ord("0") < 10).all():  # smaller ones are large as bytes
        raise ValueError("a stored moment is no datetime string of the form 2026-11-23 04:00:00.000000")
