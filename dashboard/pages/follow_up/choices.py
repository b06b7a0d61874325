"""The choices that the forms offer for a report: agencies, kelurahan, categories, likely duplicates."""

from collections.abc import Hashable
from typing import Any

from dashboard.pages.follow_up.view import FieldChoices
from dashboard.ui.format import format_moment
from dashboard.web.context import WebContext
from data.core.follow_up.workflow import OPEN_STATES
from data.core.status import Status
from data.services.follow_up import ReportDetail

MAX_DUPLICATES = 20
Row = dict[Hashable, Any]


def field_choices(context: WebContext, report: ReportDetail) -> FieldChoices:
    """Return the choices, the agencies of the report's own category first."""
    standing = report.standing
    category_agencies = context.city.get_category(standing.service_code).agencies
    all_agencies = [agency for category in context.city.category for agency in category.agencies]
    return FieldChoices(
        agencies=tuple(dict.fromkeys((*category_agencies, *all_agencies))),
        areas=_areas(context, standing.area_code or ""),
        categories=tuple((entry.code, entry.name) for entry in context.city.category),
        likely_duplicates=_likely_duplicates(context, report) if standing.status == Status.OPEN else (),
        has_before_photo=report.has_before_picture,
    )


def _areas(context: WebContext, current_code: str) -> tuple[tuple[str, str], ...]:
    """Return code and label of every other kelurahan, by kecamatan and name."""
    names = [
        (context.layer.name_of(parent), context.layer.name_of(code), code)
        for code, parent in context.layer.parent_by_code.items()
        if code != current_code
    ]
    return tuple(
        (code, name if name == parent else f"{name} ({parent})") for parent, name, code in sorted(names)
    )


def _likely_duplicates(context: WebContext, report: ReportDetail) -> tuple[tuple[str, str], ...]:
    """Return key and label of earlier open reports of the category in the kecamatan, the oldest first."""
    parent = context.lineage.parent(report.standing.area_code or "")
    backlog = context.live_board.backlogs.get(parent) if parent else None
    if backlog is None:
        return ()
    rows = backlog.backlog.rows
    is_earlier = rows["requested_datetime"] <= report.standing.requested_datetime
    same_category = rows[(rows["service_code"] == report.standing.service_code) & is_earlier].sort_values(
        "requested_datetime"
    )
    candidates = [
        row for row in same_category.to_dict("records") if _key(row) != report.key and _is_open(row)
    ]
    return tuple(("/".join(_key(row)), _label(row, context)) for row in candidates[:MAX_DUPLICATES])


def _label(row: Row, context: WebContext) -> str:
    return f"{row['area_name']} · {format_moment(row['requested_datetime'], context.city.zone)}"


def _key(row: Row) -> tuple[str, str]:
    return str(row["source"]), str(row["service_request_id"])


def _is_open(row: Row) -> bool:
    return row["status_description"] in OPEN_STATES
