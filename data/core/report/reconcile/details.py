"""Descriptive fields of a report: no count, clock, ranking or map depends on them."""

from typing import Any

from data.core.report.reconcile.source_values import updated_source_values
from data.core.report.record import Place, ServiceRequest
from data.core.report.standing import KnownReport

DETAIL_FIELDS = (
    "service_name", "description", "status_notes", "updated_datetime", "address", "area_name",
    "parent_name", "media_url", "evidence_url", "rating", "issues",
)  # fmt: skip


def details_of(record: ServiceRequest, place: Place, known_report: KnownReport | None) -> dict[str, Any]:
    """Return the fields that a row gives, and the source's values for a report that is followed up here.

    :param known_report: what was known before the row; None for a new report
    """
    values = {name: getattr(record, name) for name in DETAIL_FIELDS}
    details = {name: value for name, value in values.items() if value not in (None, ())}
    return details if known_report is None else details | updated_source_values(record, place, known_report)
