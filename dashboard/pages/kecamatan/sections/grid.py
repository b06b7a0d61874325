"""The backlog as a table: dash-ag-grid asks for the rows it shows, the server sorts and filters them all."""

from typing import Any
from zoneinfo import ZoneInfo

import dash_ag_grid as dag
import pandas as pd
from dash.development.base_component import Component

from dashboard.pages.kecamatan import ids
from dashboard.ui import report_labels, urls
from dashboard.ui.format import milliseconds
from dashboard.ui.status_icons import WORDS
from data.core.backlog.filters import Picking
from data.core.clock.sla import Sla
from data.core.snapshot.snapshot import records

BLOCK = 100
ROW, HEAD, MOST_ROWS = 46, 48, 20  # pixels, pixels, rows seen at once

WIDE = {"minWidth": 120, "flex": 2}
COLUMNS: list[dict[str, Any]] = [
    {"field": "expected_datetime", "headerName": "Sisa waktu", "cellRenderer": "PantauTime", "minWidth": 205},
    {"field": "service_name", "headerName": "Kategori", "cellRenderer": "PantauReport", **WIDE},
    {"field": "area_name", "headerName": "Kelurahan", **WIDE},
    {"field": "holder", "headerName": "Pemegang", **WIDE},
    {"field": "status_description", "headerName": "Status", "minWidth": 110},
    {"field": "requested_datetime", "headerName": "Masuk", "minWidth": 118},
]  # fmt: skip

LOCALE = {
    "loadingOoo": "Memuat …",
    "loadingError": "Tidak dapat dimuat",
    "noRowsToShow": "Tidak ada laporan dengan saringan ini",
    "ariaSortableColumn": "Tekan Enter untuk mengurutkan",
    "ariaColumn": "Kolom",
    "ariaRow": "Baris",
    "ariaRowSelect": "",
    "ariaSearch": "Cari",
    "ariaLabelLoading": "Memuat",
    "ariaLabelColumnMenu": "Menu kolom",
    "columnMenuName": "Menu kolom",
    "sortAscending": "Urutkan naik",
    "sortDescending": "Urutkan turun",
    "sortUnSort": "Batalkan urutan",
    "pinColumn": "Sematkan kolom",
    "noPin": "Tidak disematkan",
    "autosizeThisColumn": "Sesuaikan lebar kolom ini",
    "autosizeAllColumns": "Sesuaikan lebar semua kolom",
    "resetColumns": "Atur ulang kolom",
}


def size(count: int) -> dict[str, str]:
    """As high as the rows need, up to a screenful; without a row there is nothing to see."""
    return {"height": f"{HEAD + min(count, MOST_ROWS) * ROW + 4}px"} if count else {"display": "none"}


def table(code: str) -> Component:
    """The grid of one kecamatan."""
    return dag.AgGrid(
        id=ids.grid_id(code),
        columnDefs=COLUMNS,
        defaultColDef={"resizable": True, "sortable": True, "suppressHeaderMenuButton": True, "flex": 1},
        rowModelType="infinite",
        getRowId="params.data.key",
        dashGridOptions={
            "cacheBlockSize": BLOCK,
            "rowHeight": ROW,
            "headerHeight": HEAD,
            "localeText": LOCALE,
            "suppressCellFocus": False,
            "suppressMultiSort": True,
        },
        className="backlog-table",
        style={"height": "100%", "width": "100%"},
    )


def sorted_as_asked(picking: Picking, request: dict[str, Any]) -> Picking:
    """The picking in the order of the column that was clicked, if one was."""
    model = request.get("sortModel")
    first = model[0] if isinstance(model, list) and model else None
    if not isinstance(first, dict):
        return picking
    asked = Picking.of({"sort": first.get("colId"), "falling": first.get("sort") == "desc"})
    return Picking(**{**picking.__dict__, "sort": asked.sort, "falling": asked.falling})


def block(rows: pd.DataFrame, request: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """The rows asked for, and how many there are in all."""
    first, last = _bounds(request)
    shown = records(rows.iloc[first:last])
    return {"rowData": [line(row, zone) for row in shown], "rowCount": len(rows)}


def _bounds(request: dict[str, Any]) -> tuple[int, int]:
    """Never more than a few blocks at once, whatever a browser asks for."""
    try:
        first = max(0, int(request.get("startRow") or 0))
        last = int(request.get("endRow") or first + BLOCK)
    except (TypeError, ValueError):
        return 0, BLOCK
    return first, min(max(last, first), first + 5 * BLOCK)


def line(row: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """A report as plain words and moments."""
    return {
        "key": f"{row['source']}/{row['service_request_id']}",
        "href": urls.report_address(row["source"], row["service_request_id"]),
        "mark": row["state"],
        "state": WORDS[Sla(row["state"])],
        "service_name": row["service_name"],
        "area_name": report_labels.area(row["area_name"], row["placement"]),
        "due": milliseconds(row["expected_datetime"]),
        "stopped": milliseconds(row["stopped_at"]),
        "holder": report_labels.holder(row["holder"]),
        "status_description": report_labels.status(row["status_description"]),
        "requested_datetime": report_labels.short_moment(row["requested_datetime"], zone),
    }
