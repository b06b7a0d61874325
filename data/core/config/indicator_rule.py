"""Thresholds of the anomaly indicators: a city's ``[signs]``."""

from typing import Annotated

from pydantic import Field

from data.core.strict import StrictModel

Minutes = Annotated[float, Field(gt=0, le=1_440)]
Count = Annotated[int, Field(ge=2, le=1_000)]
Factor = Annotated[float, Field(ge=1, le=100)]


class AnomalyRule(StrictModel):
    """Thresholds; each default with its reason."""

    # The fastest kelurahan of Jakarta took 105 minutes on average (2018); travel, work and a photo take
    # more than ten.
    quick_minutes: Minutes = 10
    # Half an hour is enough to close a list of reports, and too short for five jobs on site.
    burst_minutes: Minutes = 30
    # A kecamatan of Manado sees about six reports a month, so five at once are unusual.
    burst_minimum: Count = 5
    # Relative to the usual busiest half hour of a day in the area: three times it is more than a busy day.
    burst_factor: Factor = 3
    # Reviews are announced; lists are tidied the day before.
    review_hours: Annotated[float, Field(gt=0, le=168)] = 24
    # Four whole weeks: each weekday weighs the same.
    usual_days: Annotated[int, Field(ge=7, le=365)] = 28
    # With fewer days there is nothing usual to compare with, and no indicator is given.
    usual_minimum_days: Annotated[int, Field(ge=1, le=28)] = 3
    # Reporters answer within a week; later it is more likely a new problem at the same place.
    reopened_days: Annotated[float, Field(gt=0, le=90)] = 7
    # Heads of neighbourhoods had to send three a day at one time; one account in Jakarta sent thirty.
    reports_a_day: Count = 10
