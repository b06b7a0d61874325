"""Messages about requests that are rejected before anything is read of them."""

from data.lib.translation import lazy_gettext

TITLE = lazy_gettext("The request cannot be handled")
MESSAGES = {
    400: lazy_gettext("This board uses no web sockets. Load the page again, then try again."),
    414: lazy_gettext("The requested address is too long. Open this page again from the menu."),
    415: lazy_gettext("Compressed content is not accepted. Send it as it is."),
    431: lazy_gettext(
        "The head of the request is too large. Delete this site's cookies in your browser, then try again."
    ),
}
TOO_MANY_REQUESTS = lazy_gettext(
    "Too many requests from your network at the same time. Wait a few seconds, then try again."
)
DOWNLOADS_BUSY = lazy_gettext(
    "Several downloads are being made, or your previous one has not ended yet. Wait a moment, then try again."
)
PAST_BUSY = lazy_gettext("Several past boards are being made. Wait a moment, then try again.")
BOARD_BUSY = lazy_gettext(
    "The board has very many visitors at the moment. Wait a few seconds, then try again."
)
