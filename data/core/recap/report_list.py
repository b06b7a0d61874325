"""The reports behind a recap, fit to leave the house: no reporter, nothing of what is confidential."""

from datetime import datetime

import pandas as pd

from data.core.config.city import CONFIDENTIAL, City
from data.core.history.counts import credited, open_reports
from data.core.history.places import NOWHERE, parents_of
from data.core.recap.groups import inside
from data.core.recap.spans import Span
from data.core.status import Status

FLAGS = ("received_in_period", "resolved_in_period", "open_at_end")
LISTED = (
    "source", "service_request_id", "service_name", "description", "parent_name", "area_name", "placement",
    "status_description", "agency_responsible", "requested_datetime", "received_at", "responded_at",
    "expected_datetime", "expected_basis", "provisional", "closed_datetime", "verdict", "state", "reopened",
    "evidence", "lat", "long", *FLAGS,
)  # fmt: skip


def listed(
    reports: pd.DataFrame, areas: pd.DataFrame, city: City, span: Span, area: str | None = None
) -> pd.DataFrame:
    """What may be told of each report that a recap counts; the others are left out.

    Confidential reports do not appear. Those of a sensitive category have neither text nor point and are
    placed by their parent area only; in a list of one kelurahan, which would place them, they do not appear
    either. A report is what it was at the end of the span or has become since, whichever hides more.

    :param reports: as they stood at the end of the span: ``STANDING_COLUMNS``, ``service_code_now``,
        ``description``
    :param areas: ``AREA_COLUMNS``
    :returns: ``LISTED``; missing values where nothing is known or may be told
    """
    then, now = reports["service_code"], reports["service_code_now"]
    sensitive = _sensitive(then, city) | _sensitive(now, city)
    kelurahan = area is not None and area not in set(areas["parent"])
    hidden = sensitive if kelurahan else (then == CONFIDENTIAL) | (now == CONFIDENTIAL)
    table = _flagged(reports, span).assign(sensitive=sensitive)
    table = table[inside(reports, areas, area) & ~hidden & table[list(FLAGS)].any(axis=1)]
    return _told(_placed(table, areas), city, span.until)


def _sensitive(codes: pd.Series, city: City) -> pd.Series:
    return codes.map({code: city.get_category(code).sensitive for code in codes.unique()}).astype(bool)


def _flagged(reports: pd.DataFrame, span: Span) -> pd.DataFrame:
    """Which of the recap's counts each report is one of."""
    done = reports.index.isin(credited(reports).index)
    return reports.assign(
        received_in_period=span.holds(reports["received_at"]),
        resolved_in_period=done & span.holds(reports["closed_datetime"]),
        open_at_end=reports["status"] == Status.OPEN,
    )


def _placed(table: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    parents = parents_of(table["area_code"], areas).replace(NOWHERE, None)
    names = dict(zip(areas["parent"], areas["parent_name"], strict=True))
    own = table["area_code"].map(dict(zip(areas["code"], areas["name"], strict=True)))
    return table.assign(parent_name=parents.map(names), area_name=own.mask(table["sensitive"]))


def _told(table: pd.DataFrame, city: City, until: datetime) -> pd.DataFrame:
    secret, codes = table["sensitive"], table["service_code"]
    return table.assign(
        service_name=codes.map({code: city.get_category(code).name for code in codes.unique()}),
        description=table["description"].mask(secret),
        lat=table["lat"].mask(secret),
        long=table["long"].mask(secret),
        state=open_reports(table, until)["state"],
    )[list(LISTED)]
