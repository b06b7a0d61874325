"""The query of a GeoReport client."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ServiceRequestQuery:
    """Which reports a client asks for: filed from ``since`` to ``until``, and changed in a period if given.

    :param updated_since: changed at that moment or later
    :param updated_until: changed at that moment or before
    :param limit: how many reports at most
    :param status: Open311 statuses
    :param excluded_codes: categories that are never published
    """

    since: datetime
    until: datetime
    status: Collection[str]
    service_codes: Collection[str]
    excluded_codes: Collection[str]
    limit: int
    offset: int = 0
    updated_since: datetime | None = None
    updated_until: datetime | None = None
