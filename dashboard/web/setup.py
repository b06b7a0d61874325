"""Setup of an app's access control: the middleware and the handler of denied permissions."""

from collections.abc import Callable

from dash import Dash
from dash.exceptions import DependencyException

from dashboard.web.authorization import PermissionDeniedError
from dashboard.web.context import WebContext
from dashboard.web.error_handlers import PermissionDeniedHandler, unknown_script
from dashboard.web.middleware import AccessMiddleware
from dashboard.web.redirects import IsPage
from dashboard.web.routes import RouteRegistry


def install_access(
    app: Dash, context: WebContext, is_page: IsPage, count_response: Callable[[int], None]
) -> None:
    """Add the handler of denied permissions, and the middleware around everything else: call this last."""
    routes: RouteRegistry = app.server.state.routes
    denied_handler = PermissionDeniedHandler(context, is_page, routes.audit_target)
    app.server.add_exception_handler(PermissionDeniedError, denied_handler.handle)
    app.server.add_exception_handler(DependencyException, unknown_script)
    app.server.add_middleware(
        AccessMiddleware,
        context=context,
        is_page=is_page,
        audit_target=routes.audit_target,
        hashes=app.csp_hashes,
        count_response=count_response,
    )
