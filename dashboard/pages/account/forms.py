"""The forms of sign-in and account; passwords and names are taken as they were typed, spaces included."""

from typing import Annotated

from fastapi import Query
from pydantic import AfterValidator, ConfigDict, Field

from dashboard.web.forms import FormModel
from dashboard.web.redirects import NEXT_PARAM, local_path

LocalPath = Annotated[str, AfterValidator(local_path)]
NextPath = Annotated[LocalPath, Query(alias=NEXT_PARAM)]


class SignInForm(FormModel):
    """Name and password, and the page that was opened before."""

    model_config = ConfigDict(str_strip_whitespace=False)

    name: str = ""
    password: str = ""
    next_path: Annotated[LocalPath, Field(alias=NEXT_PARAM)] = ""


class PasswordForm(FormModel):
    """The change of a password."""

    model_config = ConfigDict(str_strip_whitespace=False)

    old: str = ""
    new: str = ""
    again: str = ""
    next_path: Annotated[LocalPath, Field(alias=NEXT_PARAM)] = ""
