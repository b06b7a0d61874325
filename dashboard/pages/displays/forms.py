"""The order of a display."""

from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field

from dashboard.pages.displays import labels
from dashboard.web.forms import FormModel


def _offered(minutes: str) -> str:
    """:raises ValueError: the page offers no such duration"""
    if minutes not in labels.DURATIONS:
        raise ValueError(labels.INVALID_ORDER)
    return minutes


class OrderForm(FormModel):
    """An order for one display or for all; ``act`` says whether it is given or ended."""

    model_config = ConfigDict(str_strip_whitespace=False)

    screen: Annotated[str, Field(max_length=100)]
    view: str = ""
    minutes: Annotated[str, AfterValidator(_offered)] = ""
    message: str = ""
    paused: str = ""
    act: str = ""
