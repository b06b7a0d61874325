"""The owner of a form: the account that opened it, and that alone may send it.

A form may wait on a shared phone until there is a network, and somebody else may have signed in by then. So
each form that the outbox keeps names its owner by an opaque id, and the server compares that with the sender.
"""

from collections.abc import Callable, Mapping

from starlette.requests import Request

from dashboard.web.authorization import CURRENT_PRINCIPAL
from data.core.access import Principal, Role

OWNER_FIELD = "account"  # the hidden field of a form
NO_ACCOUNT = ""  # the owner of what somebody wrote who had not signed in
FOREIGN_HEADERS = {"X-Form-Owner": "other"}  # by which the outbox knows this 409 from all others


class ForeignFormError(Exception):
    """The form was opened by another account than the one that sends it."""


class FormOwner:
    """Name the accounts in forms.

    :param opaque_id: returns the id of a name
    """

    def __init__(self, opaque_id: Callable[[str], str]) -> None:
        self._opaque_id = opaque_id

    def current(self) -> str:
        """Return the id of the current request's principal; empty if nobody has signed in."""
        return self._id_of(CURRENT_PRINCIPAL.get())

    def _id_of(self, principal: Principal) -> str:
        if principal.role is Role.ANONYMOUS:
            return NO_ACCOUNT
        kind = "display" if principal.role is Role.DISPLAY else "account"  # which may have the same name
        return self._opaque_id(f"{kind} {principal.name}")

    def check(self, request: Request, fields: Mapping[str, str]) -> None:
        """Check that a form is sent by the account that opened it.

        A browser's form without the field was written by nobody who has an account, or before forms had it.
        A program, which keeps no forms of others, need not send the field.

        :raises ForeignFormError: another account opened it
        """
        is_browser = "sec-fetch-mode" in request.headers
        owner = fields.get(OWNER_FIELD, NO_ACCOUNT if is_browser else self.current())
        if owner != self.current():
            raise ForeignFormError
