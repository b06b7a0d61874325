"""The reports behind a recap, for export: without reporters and without confidential reports."""

from datetime import datetime

import pandas as pd

from data.core.config.city import CONFIDENTIAL, City
from data.core.history.counts import open_reports, resolved_reports
from data.core.history.places import NO_PARENT, has_one_level, is_single_area, parents_of
from data.core.recap.groups import within_area
from data.core.recap.spans import TimeSpan
from data.core.status import Status

FLAGS = ("received_in_period", "resolved_in_period", "open_at_end")
LISTED_COLUMNS = (
    "source", "service_request_id", "service_name", "description", "parent_name", "area_name", "placement",
    "status_description", "agency_responsible", "requested_datetime", "received_at", "responded_at",
    "expected_datetime", "expected_basis", "provisional", "closed_datetime", "verdict", "state", "reopened",
    "evidence", "lat", "long", *FLAGS,
)  # fmt: skip


def recap_report_rows(
    reports: pd.DataFrame, areas: pd.DataFrame, city: City, span: TimeSpan, area: str | None = None
) -> pd.DataFrame:
    """Return the public data of each report that a recap counts.

    Confidential reports are left out. Those of a sensitive category have neither text nor point and are
    placed by their parent area only; in a list of one kelurahan, which would place them, they are left out.
    In a city of one level they are not placed.
    Their category at the end of the span and their present one both count: the stricter rule applies.

    :param reports: as they stood at the end of the span: ``STANDING_COLUMNS``, ``service_code_now``,
        ``description``
    :param areas: ``AREA_COLUMNS``
    :returns: ``LISTED_COLUMNS``; missing values where nothing is known or public
    """
    then, now = reports["service_code"], reports["service_code_now"]
    sensitive = _sensitive(then, city) | _sensitive(now, city)
    hidden = sensitive if is_single_area(area, areas) else (then == CONFIDENTIAL) | (now == CONFIDENTIAL)
    table = _with_flags(reports, span).assign(sensitive=sensitive)
    table = table[within_area(reports, areas, area) & ~hidden & table[list(FLAGS)].any(axis=1)]
    return _redacted(_with_place_names(table, areas), city, span.until)


def _sensitive(codes: pd.Series, city: City) -> pd.Series:
    return codes.map({code: city.get_category(code).sensitive for code in codes.unique()}).astype(bool)


def _with_flags(reports: pd.DataFrame, span: TimeSpan) -> pd.DataFrame:
    """Return reports with flags for the recap's counts that they are part of."""
    resolved = reports.index.isin(resolved_reports(reports).index)
    return reports.assign(
        received_in_period=span.contains(reports["received_at"]),
        resolved_in_period=resolved & span.contains(reports["closed_datetime"]),
        open_at_end=reports["status"] == Status.OPEN,
    )


def _with_place_names(table: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    parents = parents_of(table["area_code"], areas).replace(NO_PARENT, None)
    names = dict(zip(areas["parent"], areas["parent_name"], strict=True))
    own = table["area_code"].map(dict(zip(areas["code"], areas["name"], strict=True)))
    is_own_parent = table["area_code"] == parents  # in a city of one level: one name is enough
    is_unplaced = table["sensitive"] & has_one_level(areas)
    return table.assign(
        parent_name=parents.map(names).mask(is_unplaced),
        area_name=own.mask(table["sensitive"] | is_own_parent),
    )


def _redacted(table: pd.DataFrame, city: City, until: datetime) -> pd.DataFrame:
    sensitive, codes = table["sensitive"], table["service_code"]
    return table.assign(
        service_name=codes.map({code: city.get_category(code).name for code in codes.unique()}),
        description=table["description"].mask(sensitive),
        lat=table["lat"].mask(sensitive),
        long=table["long"].mask(sensitive),
        state=open_reports(table, until)["state"],
    )[list(LISTED_COLUMNS)]
