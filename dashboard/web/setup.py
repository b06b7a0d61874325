"""Puts sign-in, refusals and the middleware into an app."""

from collections.abc import Callable

from dash import Dash

from dashboard.web.authorization import RefusedError
from dashboard.web.context import Site
from dashboard.web.error_handlers import Refusals
from dashboard.web.middleware import Access
from dashboard.web.redirects import IsPage


def guard(app: Dash, site: Site, is_page: IsPage, counted: Callable[[int], None]) -> None:
    """The middleware around everything else, so it comes last; and the answer to every refusal."""
    app.server.add_exception_handler(RefusedError, Refusals(site, is_page).answer)
    app.server.add_middleware(Access, site=site, is_page=is_page, hashes=app.csp_hashes, counted=counted)
