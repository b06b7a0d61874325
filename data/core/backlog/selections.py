"""The few reports of a board that a backlog or a list of a page is made of, as frames."""

from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from data.core.backlog.backlog import Backlog, backlogs_by_parent
from data.core.backlog.duplicates import MAX_AGE, DuplicateQuery
from data.core.columns.board_reports import BoardReports
from data.core.columns.frames import frame_of
from data.core.columns.report_columns import Flags
from data.core.config.city import City
from data.core.history.facts import Facts
from data.core.history.places import parents_of
from data.core.moments import datetime_to_micros
from data.core.status import Status

DISPUTED_STATUS = "salah_wilayah"


def backlog_of(
    reports: BoardReports, areas: pd.DataFrame, city: City, as_of: datetime, parent: str
) -> Backlog:
    """Return :func:`data.core.backlog.backlog.backlogs_by_parent` of one kecamatan, from its reports alone.

    :param areas: ``AREA_COLUMNS``
    :raises KeyError: no such kecamatan
    """
    since = as_of - timedelta(days=city.ranking.window_days)
    is_recent = reports.table.closed_datetime > datetime_to_micros(since)
    own_rows = _rows_of_parent(reports, areas, parent) & (_is_open(reports) | is_recent)
    own = Facts(
        standings=_frame(reports, own_rows),
        events=pd.DataFrame(),
        areas=areas,
        sources=(),
        revision=0,
    )
    return backlogs_by_parent(own, city, as_of)[parent]


def _rows_of_parent(reports: BoardReports, areas: pd.DataFrame, parent: str) -> Flags:
    codes = reports.table.area_code
    parents = parents_of(pd.Series([*codes.labels, None], dtype="str"), areas)
    return (parents == parent).to_numpy(dtype=np.bool_)[codes.codes]


def nearby_rows(reports: BoardReports, query: DuplicateQuery, as_of: datetime) -> pd.DataFrame:
    """Return the reports among which :func:`data.core.backlog.duplicates.nearby_reports` finds any."""
    table = reports.table
    is_category = table.service_code.codes == table.service_code.code(query.service_code)
    is_recent = table.requested_datetime > datetime_to_micros(as_of - MAX_AGE)
    return _frame(reports, is_category & is_recent & _is_open(reports))


def disputed_rows(reports: BoardReports) -> pd.DataFrame:
    """Return the reports with an area dispute."""
    status = reports.table.status_description
    return _frame(reports, status.codes == status.code(DISPUTED_STATUS))


def _is_open(reports: BoardReports) -> Flags:
    status = reports.table.status
    return np.asarray(status.codes == status.code(Status.OPEN))


def _frame(reports: BoardReports, rows: Flags) -> pd.DataFrame:
    return frame_of(reports.table.select(np.flatnonzero(rows & reports.current)))
