"""The page of the API's documentation, for who may read reports; the document itself is ``/openapi.json``."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dashboard.pages.api_docs.view import api_operations
from dashboard.web.area_scope import AreaScope
from dashboard.web.dependencies import Context, require
from dashboard.web.page_router import page_router
from dashboard.web.templates import render_page
from data.core.access import Permission
from data.lib.translation import gettext

API_DOCS_PATH = "/docs"

router = page_router(require(Permission.VIEW_REPORTS, AreaScope.HANDLER))


@router.get(API_DOCS_PATH, response_class=HTMLResponse)
def api_docs(request: Request, context: Context) -> Response:
    """Respond with every operation of the API, its parameters and its answers.

    :raises PermissionDeniedError: the principal may read no reports
    """
    context.authorizer.require_anywhere(Permission.VIEW_REPORTS)
    app: FastAPI = request.app
    return render_page(
        context.city,
        "api_docs/page.html",
        gettext("Interfaces for programs"),
        styles=("office.css", "search.css", "responsive_table.css"),
        body_class="office-page",
        operations=api_operations(app.openapi()),
    )
