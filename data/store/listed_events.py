"""The latest events as the board lists them: few columns, read at every change of a report."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from data.core.moments import from_micros
from data.store.packed_moments import packed, unpacked
from data.store.schema import event

MOMENTS = ("occurred_at", "requested_datetime", "closed_datetime")
TEXTS = (
    "kind", "service_code", "area_code", "placement", "status_description", "closed_basis", "verdict",
)  # fmt: skip


def listed_events(connection: Connection, count: int, as_of: datetime | None = None) -> pd.DataFrame:
    """Return the ``count`` events that occurred last, by ``change``, with what a list shows of them.

    :param as_of: only events up to this moment

    :returns: of :data:`data.core.history.facts.EVENT_COLUMNS` the change, ``MOMENTS`` and ``TEXTS``
    """
    at, dialect = event.c.occurred_at, connection.dialect.name
    moments = packed(dialect, [event.c[name] for name in MOMENTS])
    query = select(event.c.change, moments, *[event.c[name] for name in TEXTS])
    if as_of is not None:
        query = query.where(at <= as_of)
    rows = connection.execute(query.order_by(at.desc(), event.c.change.desc()).limit(count)).all()
    return _frame(sorted(tuple(row) for row in rows))


def _frame(rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    columns = list(zip(*rows, strict=True)) or [()] * (2 + len(TEXTS))
    moments = unpacked(columns[1], len(MOMENTS))
    return pd.DataFrame(
        {
            "change": np.array(columns[0], dtype=np.int64),
            **{name: from_micros(values) for name, values in zip(MOMENTS, moments, strict=True)},
            **{name: _text_column(values) for name, values in zip(TEXTS, columns[2:], strict=True)},
        }
    )


def _text_column(values: Sequence[object]) -> pd.Series:
    return pd.Series(values, dtype="str")
