"""The settings of a display at its wall; its address is before them, and a person's wall is their own."""

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.requests import HTTPConnection

from dashboard.web.context import WebContext
from dashboard.web.language import named_language, page_address
from dashboard.web.navigation import is_person
from dashboard.web.redirects import WALL_PATH
from data.core.access import Principal
from data.core.displays import DisplaySettings
from data.lib.translation import languages, use_language


def settings_of(context: WebContext, principal: Principal) -> DisplaySettings:
    """Return the settings of the display that shows the wall; none where a person has signed in."""
    return DisplaySettings() if is_person(principal) else context.live_board.displays.settings(principal.name)


@contextmanager
def use_display_language(
    context: WebContext, request: HTTPConnection, principal: Principal
) -> Iterator[None]:
    """Show the wall's page and what it loads in its display's language, unless its address names one."""
    language = settings_of(context, principal).language if page_address(request).path == WALL_PATH else ""
    if language not in languages() or named_language(request):
        yield
    else:
        with use_language(language):
            yield
