"""Types of the rows of a snapshot."""

from datetime import datetime
from typing import TypedDict

from data.core.history.rows import CityRow, TotalsRow


class SnapshotCityRow(CityRow):
    """The city that a snapshot is of."""

    title: str


class SnapshotTotalsRow(TotalsRow):
    """Counts of the city with the usual number of new reports by this time of day."""

    usual_new_by_now: float | None


class CategoryRow(TypedDict):
    """Open311's name of a category."""

    service_code: str
    service_name: str


class PlaceRow(TypedDict):
    """The area and parent of a report; None: unknown or not shown."""

    placement: str
    area: str | None
    area_name: str | None
    parent: str | None
    parent_name: str | None


class TimerRow(CategoryRow, PlaceRow):
    """A deadline to watch; ``stopped_at`` is set while its clock is stopped."""

    service_request_id: str
    status_description: str
    requested_datetime: datetime
    expected_datetime: datetime
    approaching_at: datetime | None
    expected_basis: str | None
    provisional: bool
    stopped_at: datetime | None
    state: str


class PointRow(TypedDict):
    """An open report on the map: degrees, rounded to about a metre."""

    lat: float
    long: float
    state: str
    area: str
    service_code: str


class EventRow(CategoryRow, PlaceRow):
    """One of the latest events; ``hours`` and ``on_time`` of closings only."""

    kind: str
    occurred_at: datetime
    status_description: str
    hours: float | None
    on_time: bool | None


class SourceStatusRow(TypedDict):
    """One source's health (:class:`data.core.history.facts.SourceHealth`), with when its data is too old."""

    source: str
    label: str
    every_seconds: float | None
    stale_after_intervals: int
    last_try: datetime | None
    last_success: datetime | None
    error: str | None
    rejected: int
    contradicted: int
    latency_seconds: float | None
    watermark: datetime | None
    stale: bool
    late_at: datetime | None


class ReportClusterRow(TypedDict):
    """A burst (:class:`data.core.snapshot.report_clusters.ReportCluster`) with names."""

    service_code: str
    count: int
    minutes: int
    since: datetime
    expected: float
    areas: tuple[str, ...]
    centre: tuple[float, float]
    radius_m: int
    score: float
    service_name: str
    places: list[str]


class SceneRow(TypedDict):
    """One view of the rotation of the displays (:class:`data.core.displays.Scene`)."""

    view: str
    seconds: int
