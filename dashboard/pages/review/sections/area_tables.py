"""The sections with a row of numbers per area: flow, ages and deadlines, evidence and signs."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from dashboard.pages.review import labels
from dashboard.pages.review.sections.pages import ListPage, in_pages
from dashboard.pages.review.view import NOT_KNOWN, FigureLink, ReviewView
from dashboard.ui.report_labels import INDICATOR_LABELS
from dashboard.ui.table_columns import TableColumn
from data.core.review.drilldown import AGE_BANDS
from data.core.review.metric_key import Metric

FLOW = (
    Metric.OPENING, Metric.NEW, Metric.REOPENED, Metric.MOVED_IN,
    Metric.CLOSED, Metric.WITHDRAWN, Metric.MOVED_OUT, Metric.CLOSING,
)  # fmt: skip
OWN_COLUMN = "closed_without_evidence"  # an indicator that is among the columns of evidence
ColumnKey = tuple[Metric, str | None] | None  # metric and detail; None: there is no data


class FigureRow(NamedTuple):
    """The numbers of an area; ``code`` None: of the whole city, empty: of no kecamatan.

    :param change: of the stock, of a row of the flow; as the next one
    :param balances: the row adds up
    """

    code: str | None
    name: str
    figures: list[FigureLink]
    change: int = 0
    balances: bool = True


class FigureTable(NamedTuple):
    """A section with one row of numbers per area; ``columns``: those that are named by a code."""

    columns: list[TableColumn]
    pages: list[ListPage[FigureRow]]


def figure_pages(rows: Sequence[FigureRow]) -> list[ListPage[FigureRow]]:
    """Return rows of areas in pages; the city's own row, if there is one, is the last on the first."""
    own = [row for row in rows if row.code is None]
    return in_pages([row for row in rows if row.code is not None], lambda row: row.name, after=own)


def flow_section(view: ReviewView) -> list[ListPage[FigureRow]]:
    """Return the stock and flow of each kecamatan, of no kecamatan, and of the city."""
    keys = [(metric, None) for metric in FLOW]
    return figure_pages([_flow_row(view, entry, keys) for entry in view.review_report["flows"]])


def _flow_row(view: ReviewView, entry: dict[str, Any], keys: Iterable[ColumnKey]) -> FigureRow:
    return _row(view, entry["code"], keys)._replace(change=entry["change"], balances=entry["balances"])


def age_section(view: ReviewView) -> FigureTable:
    """Return ages and deadlines of the open reports of each kecamatan."""
    ages = zip(AGE_BANDS, labels.AGES, strict=True)
    columns: dict[ColumnKey, TableColumn] = {
        **{(Metric.AGE, band): TableColumn(label, f"age-{band}") for band, label in ages},
        **{(Metric.STATE, state): TableColumn(label, state) for state, label in labels.STATES.items()},
    }
    return _table(view, [*columns, (Metric.CLOSING, None)], columns.values())


def indicator_section(view: ReviewView) -> FigureTable:
    """Return the indicators of each kecamatan; one without data is unknown, which is not zero."""
    indicators = [row for row in view.review_report["signs"] if row["sign"] != OWN_COLUMN]
    keys = [
        (Metric.CLOSED, None),
        *((Metric.EVIDENCE, detail) for detail in labels.EVIDENCE),
        (Metric.REOPENED, None),
        *((Metric.SIGN, row["sign"]) if row["known"] else None for row in indicators),
    ]
    return _table(view, keys, [_indicator_column(row["sign"]) for row in indicators])


def _indicator_column(code: str) -> TableColumn:
    return TableColumn(labels.INDICATORS[code], "sign", title=INDICATOR_LABELS[code])


def _table(view: ReviewView, keys: Sequence[ColumnKey], columns: Iterable[TableColumn]) -> FigureTable:
    codes: list[str | None] = [row["code"] for row in view.parents]
    return FigureTable(list(columns), figure_pages([_row(view, code, keys) for code in (*codes, None)]))


def _row(view: ReviewView, code: str | None, keys: Iterable[ColumnKey]) -> FigureRow:
    figures = [view.figure_link(key[0], code, key[1]) if key else NOT_KNOWN for key in keys]
    return FigureRow(code, view.kecamatan_name(code), figures)
