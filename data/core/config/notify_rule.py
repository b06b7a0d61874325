"""Rules of notifications: quiet hours, urgent categories, attempts of delivery."""

import re
from datetime import time
from typing import Annotated

from pydantic import AfterValidator, Field

from data.core.strict import StrictModel

TIME_RANGE = re.compile(r"([01]\d|2[0-3])\.([0-5]\d)-([01]\d|2[0-3])\.([0-5]\d)")


def _validate_time_range(text: str) -> str:
    if text and not TIME_RANGE.fullmatch(text):
        raise ValueError("must be a time of day such as 21.00-06.00, or empty for none")
    return text


class NotificationRule(StrictModel):
    """A city's ``[notify]``."""

    quiet: Annotated[str, AfterValidator(_validate_time_range)] = "21.00-06.00"
    urgent: tuple[str, ...] = ()  # categories that are notified in quiet hours too
    attempts: Annotated[int, Field(ge=1, le=20)] = 8  # then it is a dead letter
    # To reporters, by channels outside, in all: nobody has confirmed their addresses. A city of a million
    # sees some hundred reports a day, each with three or four messages.
    messages_a_day: Annotated[int, Field(ge=1, le=1_000_000)] = 2_000

    @property
    def quiet_hours(self) -> tuple[time, time] | None:
        """The beginning and end of the quiet hours; None if there are none."""
        match = TIME_RANGE.fullmatch(self.quiet)
        if match is None:
            return None
        begin_hour, begin_minute, end_hour, end_minute = map(int, match.groups())
        return time(begin_hour, begin_minute), time(end_hour, end_minute)
