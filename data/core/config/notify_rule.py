"""When people are told: quiet hours, what breaks them, and how often a message is tried."""

import re
from datetime import time
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from data.core.strict import Strict

SPAN = re.compile(r"([01]\d|2[0-3])\.([0-5]\d)-([01]\d|2[0-3])\.([0-5]\d)")


def _known_span(text: str) -> str:
    if text and not SPAN.fullmatch(text):
        raise ValueError("must be a time of day such as 21.00-06.00, or empty for none")
    return text


class NotifyRule(BaseModel):
    """How a city tells its people."""

    model_config = Strict.model_config

    quiet: Annotated[str, AfterValidator(_known_span)] = "21.00-06.00"
    urgent: tuple[str, ...] = ()  # categories that are told of in quiet hours too
    attempts: Annotated[int, Field(ge=1, le=20)] = 8  # then it is a dead letter

    @property
    def hours(self) -> tuple[time, time] | None:
        """Beginning and end of the quiet hours; None where there are none."""
        found = SPAN.fullmatch(self.quiet)
        if found is None:
            return None
        begin_hour, begin_minute, end_hour, end_minute = map(int, found.groups())
        return time(begin_hour, begin_minute), time(end_hour, end_minute)
