"""The reports of the anomaly indicators as the API lists them, by columns: each name is looked up once."""

from collections.abc import Iterator
from typing import Any, NamedTuple, cast

import numpy as np
import pandas as pd

from data.core.columns.frames import text_series
from data.core.columns.report_columns import CodedTexts, Numbers
from data.core.history.plain_values import plain_rows
from data.core.review.column_data import ColumnData, distinct_reports
from data.core.review.column_parts import IndicatorTables
from data.core.review.review import is_known_indicator
from data.core.review.rows import IndicatorReportRow, IndicatorRow
from data.core.snapshot.lists import NameLookup

NO_FIGURES = ("row", "at", "parent")
SORTED = ("at", "source", "service_request_id")


class _Placed(NamedTuple):
    """What the names of a report follow from."""

    service_code: str
    area_code: str | None
    placement: str


def indicator_outline(data: ColumnData, name: str, table: pd.DataFrame) -> IndicatorRow:
    """Return an indicator without its reports."""
    known = is_known_indicator(name, data.coverage)
    count = distinct_reports(data.columns, _rows_of(table))
    return {"sign": name, "known": known, "count": count if known else None, "reports": []}


def listed_indicators(data: ColumnData, tables: IndicatorTables) -> Iterator[IndicatorRow]:
    """Yield each indicator with its reports, as :func:`data.core.review.review.indicator_rows` does."""
    names = NameLookup(data.city, data.areas)
    for name, table in tables.items():
        yield {**indicator_outline(data, name, table), "reports": _reports(data, table, names)}


def _reports(data: ColumnData, table: pd.DataFrame, names: NameLookup) -> list[IndicatorReportRow]:
    columns, rows = data.columns, _rows_of(table)
    numbers = data.reader.report_numbers(columns.change[rows])
    keys = pd.DataFrame(
        {
            "at": table["at"],
            "source": text_series(columns.source[rows]),
            "service_request_id": pd.Series(numbers, dtype="str"),
        }
    ).sort_values([*SORTED])
    order = keys.index.to_numpy()
    figures = plain_rows(table.drop(columns=[*NO_FIGURES], errors="ignore").iloc[order])
    named = zip(plain_rows(keys), _names(data, rows[order], names), strict=True)
    reports: list[Any] = [
        {
            "source": key["source"],
            "service_request_id": key["service_request_id"],
            **name,
            "at": key["at"],
            "figures": values,
        }
        for (key, name), values in zip(named, figures or [{}] * len(keys), strict=True)
    ]
    return cast(list[IndicatorReportRow], reports)


def _names(data: ColumnData, rows: Numbers, names: NameLookup) -> list[dict[str, Any]]:
    """Return category and place of each event's report, found once for each that differ."""
    columns = data.columns
    parts = [column[rows] for column in (columns.service_code, columns.area_code, columns.placement)]
    combined = np.stack([part.codes for part in parts], axis=1)
    distinct, position = np.unique(combined, axis=0, return_inverse=True)
    found = [_name(parts, codes, names) for codes in distinct.tolist()]
    return [found[number] for number in position.tolist()]


def _name(parts: list[CodedTexts], codes: list[int], names: NameLookup) -> dict[str, Any]:
    texts = [part.labels[code] if code >= 0 else None for part, code in zip(parts, codes, strict=True)]
    placed = _Placed(str(texts[0]), texts[1], str(texts[2]))
    return {**names.category(placed.service_code), **names.place(placed)}


def _rows_of(table: pd.DataFrame) -> Numbers:
    return table["row"].to_numpy(dtype=np.int64)
