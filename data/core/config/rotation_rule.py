"""Rules of the displays: their rotation, its interruptions, and the search for report clusters."""

from typing import Annotated

from pydantic import Field

from data.core.strict import StrictModel


class DisplayRule(StrictModel):
    """A city's ``[room]``."""

    city_seconds: Annotated[int, Field(ge=10, le=3_600)] = 60
    spotlight_seconds: Annotated[int, Field(ge=10, le=3_600)] = 20
    spotlights: Annotated[int, Field(ge=0, le=11)] = 3  # kecamatan with most late reports
    flood: tuple[str, ...] = ()  # categories of the flood view; none: no such view
    interrupt_seconds: Annotated[int, Field(ge=10, le=600)] = 45  # for a report that has just become late
    burst_minutes: tuple[Annotated[int, Field(ge=5, le=1_440)], ...] = (30, 60, 120, 360)
    burst_minimum: Annotated[int, Field(ge=3, le=1_000)] = 5  # fewer reports are never a cluster
    false_alarms_a_year: Annotated[float, Field(gt=0, le=365)] = 4.0
    history_days: Annotated[int, Field(ge=7, le=365)] = 28  # from which the usual number is estimated
