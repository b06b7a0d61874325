"""Which reports a GeoReport client asks for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ServiceRequestQuery:
    """Which reports.

    :param hidden: categories that are never given out
    """

    since: datetime
    until: datetime
    status: Collection[str]
    service_codes: Collection[str]
    excluded_codes: Collection[str]
    limit: int
    offset: int = 0
