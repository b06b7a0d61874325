"""From when on something is worth a second look: thresholds of the gaming signs, a city's ``[signs]``."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Minutes = Annotated[float, Field(gt=0, le=1_440)]
Count = Annotated[int, Field(ge=2, le=1_000)]
Factor = Annotated[float, Field(ge=1, le=100)]


class AnomalyRule(BaseModel):
    """Thresholds with the reason for each default; a city may set its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # The best kelurahan of Jakarta took 105 minutes on average (2018); nobody drives, works and takes a
    # photo within ten.
    quick_minutes: Minutes = 10
    # Half an hour at a desk is enough to click through a list, and too short to do five jobs on site.
    burst_minutes: Minutes = 30
    # A kecamatan of Manado sees about six reports a month, so five at once cannot be the ordinary run.
    burst_minimum: Count = 5
    # Against the area's own usual busiest half hour of a day: three times it is beyond a busy day.
    burst_factor: Factor = 3
    # Reviews are announced; the day before is when lists get tidied.
    review_hours: Annotated[float, Field(gt=0, le=168)] = 24
    # Four whole weeks: each weekday weighs the same.
    usual_days: Annotated[int, Field(ge=7, le=365)] = 28
    # With fewer days there is no "usual" to compare with, and no sign is given.
    usual_minimum_days: Annotated[int, Field(ge=1, le=28)] = 3
    # Reporters answer within a week; later it is rather a new case at the same place.
    reopened_days: Annotated[float, Field(gt=0, le=90)] = 7
    # Heads of neighbourhoods were once told to send three a day; one account in Jakarta sent thirty.
    reports_a_day: Count = 10
