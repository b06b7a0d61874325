"""The choices that the forms offer for a report: agencies, kelurahan, categories, likely duplicates."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.ui.format import format_moment
from dashboard.web.context import WebContext
from data.core.follow_up.workflow import OPEN_STATES, RequiredField
from data.core.status import Status
from data.services.follow_up import ReportDetail

MAX_DUPLICATES = 20
Row = dict[Hashable, Any]
Options = Sequence[tuple[str, str]]  # value and label


@dataclass(frozen=True)
class FieldChoices:
    """The choices of the fields in a report's forms.

    :param has_before_photo: the report has a picture from before the work already
    """

    options: Mapping[RequiredField, Options]
    has_before_photo: bool


def field_choices(context: WebContext, report: ReportDetail) -> FieldChoices:
    """Return the choices."""
    is_open = report.standing.status == Status.OPEN
    options = {
        RequiredField.AGENCY: _agencies(context, report.standing.service_code),
        RequiredField.AREA: _areas(context, report.standing.area_code or ""),
        RequiredField.CATEGORY: [(category.code, category.name) for category in context.city.category],
        RequiredField.ORIGINAL: _likely_duplicates(context, report) if is_open else (),
    }
    return FieldChoices(options, has_before_photo=report.has_before_picture)


def _agencies(context: WebContext, service_code: str) -> Options:
    """Return all agencies, those of the report's own category first."""
    categories = [context.city.get_category(service_code), *context.city.category]
    agencies = dict.fromkeys(agency for category in categories for agency in category.agencies)
    return [(agency, "") for agency in agencies]


def _areas(context: WebContext, current_code: str) -> Options:
    """Return code and label of every other kelurahan, by kecamatan and name."""
    names = [
        (context.layer.name_of(parent), context.layer.name_of(code), code)
        for code, parent in context.layer.parent_by_code.items()
        if code != current_code
    ]
    return tuple(
        (code, name if name == parent else f"{name} ({parent})") for parent, name, code in sorted(names)
    )


def _likely_duplicates(context: WebContext, report: ReportDetail) -> Options:
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
