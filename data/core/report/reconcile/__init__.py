"""Reconciliation: from what is known of a report and what a source says of it to events."""

from data.core.report.reconcile.age import RowContext, RowOrder, row_order
from data.core.report.reconcile.details import details_of
from data.core.report.reconcile.events import events_for
from data.core.report.reconcile.source_values import initial_source_values

__all__ = [
    "RowContext",
    "RowOrder",
    "details_of",
    "events_for",
    "initial_source_values",
    "row_order",
]
