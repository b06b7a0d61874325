"""Plain forms as pydantic models: one message per field, in the words of the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from fastapi import Depends
from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails
from starlette.requests import Request

from dashboard.ui import form_labels
from dashboard.web.context import WebContext
from dashboard.web.dependencies import get_context
from dashboard.web.form_body import read_form
from dashboard.web.limits import PLAIN_FORM, Limits
from data.lib.translation import Text


class FormModel(BaseModel):
    """The fields of one form. Spaces around values are left out, and fields it does not know are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=True)


M = TypeVar("M", bound=FormModel)


@dataclass(frozen=True)
class FormState(Generic[M]):
    """A form as somebody sent it.

    :param values: as sent, so that a refused form can be shown again
    :param model: None if a value is not valid
    :param errors: one message for each field that is not valid
    """

    values: Mapping[str, str]
    model: M | None = None
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FormReader(Generic[M]):
    """Read the body of a request as a form of one model."""

    model: type[M]
    limits: Limits = PLAIN_FORM

    async def __call__(self, request: Request) -> FormState[M]:
        return parse_form(self.model, await read_form(request), get_context(request))


def submitted(model: type[FormModel], limits: Limits = PLAIN_FORM) -> Any:
    """Return the dependency of a handler that takes a form: ``Annotated[FormState[X], submitted(X)]``."""
    return Depends(FormReader(model, limits))


def parse_form(
    model: type[M], values: Mapping[str, str], context: WebContext | None = None, **files: list[bytes]
) -> FormState[M]:
    """Return the state of a form with these values.

    :param context: for the model's validators, such as one of an area's code
    :param files: by the names of their fields
    """
    try:
        return FormState(values, model.model_validate({**values, **files}, context=context))
    except ValidationError as error:
        return FormState(values, errors=_messages(error))


def refused_form(message: Text, field: str = "", values: Mapping[str, str] | None = None) -> FormState[Any]:
    """Return the state of a form that is not taken.

    :param field: that the message is about; empty for the whole form
    :param values: that stay in the form
    """
    return FormState(values or {}, errors={field: str(message)})


def context_of(info: ValidationInfo) -> WebContext:
    """Return the context that a model's validator was called with."""
    context: WebContext | None = info.context
    assert context is not None, "a form with such a validator is parsed with the context"
    return context


def _messages(error: ValidationError) -> dict[str, str]:
    """Return the first message of each field, by its name in the form."""
    messages: dict[str, str] = {}
    for detail in error.errors(include_url=False, include_input=False):
        messages.setdefault(str(detail["loc"][0]) if detail["loc"] else "", _message(detail))
    return messages


def _message(detail: ErrorDetails) -> str:
    """Return the message of a pydantic error; one raised by our own validators is for the user already."""
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    template = form_labels.FIELD_ERRORS.get(detail["type"], form_labels.INVALID_FIELD)
    return template.format(**detail.get("ctx", {}))
