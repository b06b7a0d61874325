"""The backlog as a table: dash-ag-grid requests the rows it shows, the server sorts and filters them all."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import dash_ag_grid as dag
import pandas as pd
from dash.development.base_component import Component

from dashboard.pages.kecamatan import ids
from dashboard.ui import report_labels, urls
from dashboard.ui.format import milliseconds
from dashboard.ui.status_icons import STATE_LABELS
from data.core.backlog.filters import BacklogFilter
from data.core.clock.sla import SlaState
from data.core.config.area_levels import AreaLevels
from data.core.snapshot.snapshot import records
from data.lib.translation import Text, lazy_gettext

BLOCK_SIZE = 100
MAX_VISIBLE_ROWS = 20  # seen at once; their height is in kecamatan.css
# As wide as what they hold, at any text size. Columns with a share of the width (flex) are drawn only once
# AG Grid knows that width: in a page that is still hidden, never.
COLUMN_WIDTHS = {"type": "fitCellContents"}
_COLUMNS: list[dict[str, Any]] = [
    {
        "field": "expected_datetime",
        "headerName": lazy_gettext("Time left"),
        "cellRenderer": "PantauTime",
    },
    {"field": "service_name", "headerName": lazy_gettext("Category"), "cellRenderer": "PantauReport"},
    {"field": "holder", "headerName": lazy_gettext("Assignee")},
    {"field": "status_description", "headerName": lazy_gettext("Status")},
    {"field": "requested_datetime", "headerName": lazy_gettext("Filed")},
]

GRID_LOCALE: dict[str, Text] = {
    "loadingOoo": lazy_gettext("Loading …"),
    "loadingError": lazy_gettext("Could not be loaded"),
    "noRowsToShow": lazy_gettext("No report with these filters"),
    "ariaSortableColumn": lazy_gettext("Press Enter to sort"),
    "ariaColumn": lazy_gettext("Column"),
    "ariaRow": lazy_gettext("Row"),
    "ariaRowSelect": "",
    "ariaSearch": lazy_gettext("Search"),
    "ariaLabelLoading": lazy_gettext("Loading"),
    "ariaLabelColumnMenu": lazy_gettext("Column menu"),
    "columnMenuName": lazy_gettext("Column menu"),
    "sortAscending": lazy_gettext("Sort ascending"),
    "sortDescending": lazy_gettext("Sort descending"),
    "sortUnSort": lazy_gettext("Clear the sorting"),
    "pinColumn": lazy_gettext("Pin the column"),
    "noPin": lazy_gettext("Not pinned"),
    "autosizeThisColumn": lazy_gettext("Fit the width of this column"),
    "autosizeAllColumns": lazy_gettext("Fit the widths of all columns"),
    "resetColumns": lazy_gettext("Reset the columns"),
}


def grid_size(count: int) -> dict[str, str]:
    """Return a height for the rows, up to a screenful; hide the grid without rows."""
    if not count:
        return {"display": "none"}
    rows = min(count, MAX_VISIBLE_ROWS)
    return {"height": f"calc(var(--header-height) + {rows} * var(--row-height) + 1.25rem)"}


def grid_columns(levels: AreaLevels) -> list[dict[str, Any]]:
    """Return the columns; the area has one only where the page shows several."""
    area = {"field": "area_name", "headerName": levels.level}
    return [*_COLUMNS[:2], *([area] if levels.levels > 1 else []), *_COLUMNS[2:]]


def backlog_grid(code: str, levels: AreaLevels) -> Component:
    """Return the grid of one kecamatan, without rows."""
    return dag.AgGrid(
        id=ids.grid_id(code),
        columnDefs=grid_columns(levels),
        defaultColDef={"resizable": True, "sortable": True, "suppressHeaderMenuButton": True},
        rowModelType="infinite",
        getRowId="params.data.key",
        dashGridOptions={
            "cacheBlockSize": BLOCK_SIZE,
            "autoSizeStrategy": COLUMN_WIDTHS,
            "suppressColumnVirtualisation": True,  # all are measured, those beside a narrow screen too
            "localeText": GRID_LOCALE,
            "suppressCellFocus": False,
            "suppressMultiSort": True,
        },
        className="backlog-table",
        style={"height": "100%", "width": "100%"},
    )


def apply_sort(backlog_filter: BacklogFilter, request: dict[str, Any]) -> BacklogFilter:
    """Return the filter in the order of the clicked column, if there is one."""
    model = request.get("sortModel")
    first = model[0] if isinstance(model, list) and model else None
    if not isinstance(first, dict):
        return backlog_filter
    requested_sort = BacklogFilter.parse({"sort": first.get("colId"), "falling": first.get("sort") == "desc"})
    return replace(backlog_filter, sort=requested_sort.sort, descending=requested_sort.descending)


def row_block(rows: pd.DataFrame, request: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """Return the requested rows, and how many there are in all."""
    first, last = _bounds(request)
    visible_rows = records(rows.iloc[first:last])
    return {"rowData": [grid_row(row, zone) for row in visible_rows], "rowCount": len(rows)}


def _bounds(request: dict[str, Any]) -> tuple[int, int]:
    """Return the first and last requested row: at most five blocks, whatever the browser requests."""
    try:
        first = max(0, int(request.get("startRow") or 0))
        last = int(request.get("endRow") or first + BLOCK_SIZE)
    except (TypeError, ValueError):
        return 0, BLOCK_SIZE
    return first, min(max(last, first), first + 5 * BLOCK_SIZE)


def grid_row(row: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """Return a report as texts and moments in milliseconds."""
    return {
        "key": f"{row['source']}/{row['service_request_id']}",
        "href": urls.report_url(row["source"], row["service_request_id"]),
        "mark": row["state"],
        "state": str(STATE_LABELS[SlaState(row["state"])]),
        "service_name": row["service_name"],
        "area_name": report_labels.area_label(row["area_name"], row["placement"]),
        "due": milliseconds(row["expected_datetime"]),
        "stopped": milliseconds(row["stopped_at"]),
        "holder": report_labels.assignee_label(row["holder"]),
        "status_description": report_labels.status_label(row["status_description"]),
        "requested_datetime": report_labels.short_moment(row["requested_datetime"], zone),
    }
