"""The route of the search page; an account of a kecamatan finds the reports of its own."""

from typing import Annotated
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dashboard.pages.search.forms import DeletionForm, SavedViewForm
from dashboard.pages.search.view import MOST_PAGES, PAGE_ROWS, ResultView
from dashboard.ui.urls import report_url
from dashboard.web.area_scope import AreaScope
from dashboard.web.context import WebContext
from dashboard.web.dependencies import Context, CurrentUser, require
from dashboard.web.forms import FormState, submitted
from dashboard.web.navigation import SEARCH_PATH
from dashboard.web.page_router import page_router
from dashboard.web.query_values import parse_whole_number
from dashboard.web.templates import render_page
from data.core.access import Permission
from data.core.report_list.query import QueryValueError, ReportQuery, parse_query
from data.lib.translation import gettext
from data.services.report_list import ReportPage
from data.services.saved_views import TooManyViewsError

PAGE_PARAM = "halaman"

router = page_router(require(Permission.VIEW_REPORTS, AreaScope.HANDLER))


@router.get(SEARCH_PATH, response_class=HTMLResponse)
def search(request: Request, context: Context) -> Response:
    """Respond with the reports that the address selects; a number alone leads to its report.

    :raises PermissionDeniedError: the principal may read no reports
    """
    principal = context.authorizer.require_anywhere(Permission.VIEW_REPORTS)
    try:
        query = parse_query(request.query_params.multi_items())
        page_number = _page_number(request.query_params.get(PAGE_PARAM, "1"))
    except QueryValueError as error:
        return _page(context, ResultView(context, ReportQuery(), None, 1, principal, error), 422)
    result = _result(context, query, page_number, principal.parent)
    if number_url := _only_report(query, result):
        return RedirectResponse(number_url, status_code=303)
    outcome = request.query_params.get("tampilan", "")
    return _page(context, ResultView(context, query, result, page_number, principal, outcome=outcome))


@router.post(f"{SEARCH_PATH}/tampilan")
def save_view(
    context: Context, user: CurrentUser, form: Annotated[FormState[SavedViewForm], submitted(SavedViewForm)]
) -> Response:
    """Save the query of the page under a name, and lead back to it; without a valid name nothing is saved.

    :raises PermissionDeniedError: the principal may read no reports
    """
    context.authorizer.require_anywhere(Permission.VIEW_REPORTS)
    if form.model is None:
        return RedirectResponse(f"{SEARCH_PATH}?{urlencode({'tampilan': 'ditolak'})}", status_code=303)
    name, query, shared = form.model.nama, form.model.saringan, form.model.bersama
    try:
        context.saved_views.save(user.principal, name, query, shared=shared)
    except TooManyViewsError:
        return RedirectResponse(f"{SEARCH_PATH}?{query}&tampilan=penuh", status_code=303)
    context.authorizer.audit("simpan tampilan", name)
    return RedirectResponse(f"{SEARCH_PATH}?{query}", status_code=303)


@router.post(f"{SEARCH_PATH}/tampilan/hapus")
def delete_view(
    context: Context, user: CurrentUser, form: Annotated[FormState[DeletionForm], submitted(DeletionForm)]
) -> Response:
    """Delete a view, and lead back to the search.

    :raises PermissionDeniedError: the principal may read no reports
    """
    context.authorizer.require_anywhere(Permission.VIEW_REPORTS)
    if form.model is not None:
        context.saved_views.delete(user.principal, form.model.nama, shared=form.model.bersama)
        context.authorizer.audit("hapus tampilan", form.model.nama)
    return RedirectResponse(SEARCH_PATH, status_code=303)


def _page_number(text: str) -> int:
    """Return a page's number.

    :raises QueryValueError: it is none
    """
    try:
        return parse_whole_number(text, 1, MOST_PAGES)
    except ValueError as error:
        raise QueryValueError(PAGE_PARAM, text) from error


def _result(context: WebContext, query: ReportQuery, page_number: int, parent: str | None) -> ReportPage:
    """Return the reports of a page as the present snapshot counts them."""
    board, start = context.live_board, (page_number - 1) * PAGE_ROWS
    current = board.current()
    as_of, revision = (
        (current.snapshot.as_of, current.snapshot.revision) if current else (board.clock.now(), 0)
    )
    return board.report_lists.page(query, as_of, parent, start, PAGE_ROWS, revision)


def _only_report(query: ReportQuery, result: ReportPage) -> str | None:
    """Return the address of the one report whose number was typed; None for any other query."""
    if len(result.rows) != 1 or result.rows[0]["service_request_id"].casefold() != query.words.casefold():
        return None
    return report_url(result.rows[0]["source"], result.rows[0]["service_request_id"])


def _page(context: WebContext, view: ResultView, status: int = 200) -> Response:
    return render_page(
        context.city,
        "search/page.html",
        gettext("Find reports"),
        status=status,
        styles=("office.css", "search.css", "responsive_table.css"),
        body_class="office-page",
        view=view,
    )
