"""The forms of the tracking page."""

import sys
from typing import Annotated, Literal

from pydantic import BeforeValidator

from dashboard.web.form_parsing import MAX_NOTE_LENGTH, SubmissionId
from dashboard.web.forms import FormModel
from dashboard.web.query_values import parse_whole_number
from data.core.follow_up.workflow import ActionType


def _change_number(text: str) -> int:
    """Return the change number that a form has seen; 0, which is none, where it is not valid."""
    try:
        return parse_whole_number(text, 0, sys.maxsize)
    except ValueError:
        return 0


def _stars(text: str) -> int | None:
    return int(text) if text in set("12345") else None


class ReceiptForm(FormModel):
    """The number and key of a receipt."""

    number: Annotated[str, BeforeValidator(str.upper)] = ""
    key: str = ""


class ReporterActionForm(FormModel):
    """A reporter's rating or answer; the workflow says what of it each action needs."""

    move: Literal[ActionType.RATE, ActionType.ANSWER_QUESTION]
    submission: SubmissionId
    seen: Annotated[int, BeforeValidator(_change_number)] = 0
    note: Annotated[str, BeforeValidator(lambda text: text[:MAX_NOTE_LENGTH])] = ""
    stars: Annotated[int | None, BeforeValidator(_stars)] = None
