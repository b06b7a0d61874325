"""What the room's screens show in turn, and when they interrupt it."""

from typing import Annotated

from pydantic import Field

from data.core.strict import StrictModel


class DisplayRule(StrictModel):
    """The rotation of the walls and the search for bursts."""

    city_seconds: Annotated[int, Field(ge=10, le=3_600)] = 60
    spotlight_seconds: Annotated[int, Field(ge=10, le=3_600)] = 20
    spotlights: Annotated[int, Field(ge=0, le=11)] = 3  # parent areas with most that is late; 0: none
    flood: tuple[str, ...] = ()  # categories of the flood view; none: there is no such view
    interrupt_seconds: Annotated[int, Field(ge=10, le=600)] = 45  # so long what just became late is shown
    burst_minutes: tuple[Annotated[int, Field(ge=5, le=1_440)], ...] = (30, 60, 120, 360)
    burst_minimum: Annotated[int, Field(ge=3, le=1_000)] = 5  # fewer reports are never a burst
    false_alarms_a_year: Annotated[float, Field(gt=0, le=365)] = 4.0
    history_days: Annotated[int, Field(ge=7, le=365)] = 28  # what is usual is learnt from so many days
