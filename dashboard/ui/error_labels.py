"""Texts of error pages by HTTP status: what went wrong, and what to do next."""

from collections.abc import Mapping
from typing import NamedTuple

from dashboard.ui import access_labels
from data.lib.translation import Text
from data.lib.translation import lazy_gettext as _

HOME, RETRY = _("To the home page"), _("Try again")


class ErrorText(NamedTuple):
    """Title and explanation of a status, and what to do next."""

    title: Text
    message: Text
    next_step: Text


_CHECK_ADDRESS = _("Check the address, or start again from the home page.")
_SHORTER = _("Go back to the page before, make it shorter, then send it again.")
_WAIT = _("Wait a minute, then try again. If it happens again, contact the command center operator.")
_GO_BACK = _("Go back to the page before, load it again, then try again.")

ERROR_TEXTS: Mapping[int, ErrorText] = {
    400: ErrorText(_("The request cannot be read"), _("Something is missing in this request."), _GO_BACK),
    401: ErrorText(
        _("Please sign in"), access_labels.NEEDS_SIGN_IN, _("After you sign in, this page is opened again.")
    ),
    403: ErrorText(
        _("This request is not permitted"), access_labels.NOT_ALLOWED, access_labels.FORBIDDEN_NEXT
    ),
    404: ErrorText(
        _("There is no such page"), _("There is nothing at the address that you opened."), _CHECK_ADDRESS
    ),
    405: ErrorText(
        _("This address cannot be used in that way"),
        _("This address does not take requests of that kind."),
        _("Open pages by their links or buttons, from the home page on."),
    ),
    408: ErrorText(_("The sending took too long"), _("Not all of it was received."), _GO_BACK),
    413: ErrorText(_("What was sent is too large"), _("It is larger than is accepted."), _SHORTER),
    414: ErrorText(_("The address is too long"), _("This address is longer than its limit."), _CHECK_ADDRESS),
    415: ErrorText(_("What was sent is of an unknown form"), _("This form is not accepted."), _GO_BACK),
    422: ErrorText(
        _("What was sent is not right yet"), _("There is a field that cannot be accepted."), _GO_BACK
    ),
    429: ErrorText(_("Too many requests"), _("Requests from this network come too often."), _WAIT),
    431: ErrorText(
        _("The request is too large"), _("What this browser says of itself is too long."), _GO_BACK
    ),
    500: ErrorText(
        _("This board had a fault"),
        _("Your request could not be completed, and may not have been stored. The fault has been recorded."),
        _(
            "Check first whether your change was stored, then try again. If it happens again, "
            "contact the command center operator and say at what time it happened."
        ),
    ),
    503: ErrorText(_("This board is busy"), _("Your request cannot be handled now."), _WAIT),
}
