"""The order of a display."""

from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from dashboard.pages.displays import labels
from dashboard.web.forms import FormModel
from data.lib.translation import languages


def _offered(minutes: str) -> str:
    """:raises ValueError: the page offers no such duration"""
    if minutes not in labels.DURATIONS:
        raise ValueError(minutes)
    return minutes


def _known_language(code: str) -> str:
    """:raises ValueError: there is no such language"""
    if code and code not in languages():
        raise ValueError(code)
    return code


class OrderForm(FormModel):
    """An order for one display or for all, its end, or settings; ``act`` says which."""

    model_config = ConfigDict(str_strip_whitespace=False)

    screen: Annotated[str, Field(max_length=100)]
    view: str = ""
    minutes: Annotated[str, AfterValidator(_offered)] = ""
    message: str = ""
    paused: str = ""
    act: str = ""
    language: Annotated[str, AfterValidator(_known_language)] = ""
    theme: Literal["", "light"] = ""
