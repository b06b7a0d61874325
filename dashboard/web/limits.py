"""What a route takes at most. Every route declares one of these; the app does not start otherwise.

:mod:`dashboard.web.request_limits` enforces them before any framework reads a byte. An address that no route
declares takes nothing. A ``GET`` never takes a body, so its routes may leave the limits out.
"""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.web.form_body import MAX_FORM_BYTES
from dashboard.web.form_parsing import MAX_FORM_BYTES as MAX_PHOTO_FORM_BYTES

MAX_CALLBACK_BYTES = 256 * 1024  # a table's filters and rows, sent back as a callback's state
MAX_CHUNKED_BYTES = 256 * 1024  # of any body without a stated length: it is read before it is passed on
MAX_BUFFERED_BYTES = 16 * 2**20  # of all such bodies together, until their requests end
MAX_JSON_BYTES = 16 * 1024  # a heartbeat, a push subscription
MAX_QUERY_BYTES = 8 * 1024
MAX_LONG_QUERY_BYTES = 12 * 1024  # codes of large directories have some thousand bytes


@dataclass(frozen=True)
class Limits:
    """What a route takes at most.

    :param max_body: bytes of a request's body
    :param max_query: bytes of the address after the question mark
    """

    max_body: int
    max_query: int = MAX_QUERY_BYTES


NO_BODY = Limits(0)
LONG_QUERY = Limits(0, MAX_LONG_QUERY_BYTES)
SMALL_JSON = Limits(MAX_JSON_BYTES)
PLAIN_FORM = Limits(MAX_FORM_BYTES)
CALLBACK = Limits(MAX_CALLBACK_BYTES)
PHOTO_FORM = Limits(MAX_PHOTO_FORM_BYTES)

LimitsOf = Callable[[str, str], Limits]  # by method and path
