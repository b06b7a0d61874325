"""The routes of the training; only a practice city has them."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.training import labels, view
from dashboard.web import html
from dashboard.web.area_scope import AreaScope
from dashboard.web.context import WebContext
from dashboard.web.form_body import read_form
from dashboard.web.limits import PLAIN_FORM
from dashboard.web.routes import RouteRegistry
from dashboard.web.threads import run_in_threadpool
from data.core.access import Permission
from data.core.training import INSTALL, TRAINEE_ROLES, TrainingProgress
from data.services.auth.passwords import PRACTICE_PASSWORD
from data.services.training import TrainingService

STYLES, SCRIPTS = ("training.css",), ("training.js",)


def register_routes(routes: RouteRegistry, context: WebContext) -> None:
    """Declare the trainee's page, the trainer's page, and the handouts."""
    if context.training is None:
        return
    page = TrainingPages(context, context.training, routes.has_route)
    routes.add("/latihan", page.trainee, Permission.VIEW_REPORTS, area=AreaScope.HANDLER)
    routes.add(
        "/latihan/terpasang",
        page.installed,
        Permission.VIEW_REPORTS,
        area=AreaScope.HANDLER,
        methods=("POST",),
        limits=PLAIN_FORM,
    )
    routes.add("/pelatih", page.trainer, Permission.ADMINISTER)
    routes.add("/pelatih/lembar", page.handouts, Permission.ADMINISTER)
    routes.add("/pelatih/ulang", page.restart, Permission.ADMINISTER, methods=("POST",), limits=PLAIN_FORM)


class TrainingPages:
    """Handlers of the training."""

    def __init__(
        self, context: WebContext, training: TrainingService, has_page: Callable[[str], bool]
    ) -> None:
        self._context, self._training, self._has_page = context, training, has_page

    async def trainee(self, _request: Request) -> Response:
        """Respond with the trainee's exercises; redirect a trainer to their own page."""
        principal = self._context.authorizer.require_anywhere(Permission.VIEW_REPORTS)
        if principal.role not in TRAINEE_ROLES:
            return RedirectResponse("/pelatih", status_code=303)
        class_progress = await run_in_threadpool(self._training.progress)
        own_progress = next(
            (progress for progress in class_progress if progress.principal.name == principal.name),
            TrainingProgress(principal, {}),
        )
        return self._page(labels.TRAINEE_TITLE, view.trainee_page(own_progress, self._has_page))

    async def installed(self, _request: Request) -> Response:
        """Record that the browser runs the installed app: no other request shows it."""
        self._context.authorizer.require_anywhere(Permission.VIEW_REPORTS)
        await run_in_threadpool(self._training.record, self._context.authorizer.principal(), INSTALL)
        return Response(status_code=200)

    async def trainer(self, _request: Request) -> Response:
        """Respond with who has completed which exercise."""
        class_progress = await run_in_threadpool(self._training.progress)
        body = view.trainer_page(class_progress, self._context.kecamatan_names, self._context.city.zone)
        return self._page(labels.TRAINER_TITLE, body, refresh_seconds=20)

    async def handouts(self, request: Request) -> Response:
        """Respond with the handouts to print, of one kecamatan or of all."""
        requested = request.query_params.get("kecamatan")
        class_progress = await run_in_threadpool(self._training.progress)
        training_url = f"{str(request.base_url).rstrip('/')}/latihan"
        handouts = [
            view.handout(name, trainees, training_url, PRACTICE_PASSWORD)
            for code, name in self._context.kecamatan_names.items()
            if requested in (None, code)
            and (trainees := [progress for progress in class_progress if progress.principal.parent == code])
        ]
        return self._page(labels.HANDOUT_TITLE, "".join(handouts), body_class="plain training print")

    async def restart(self, request: Request) -> Response:
        """Restart the class of one kecamatan or of all."""
        requested = (await read_form(request)).get("kecamatan")
        await run_in_threadpool(self._restart, requested)
        return RedirectResponse("/pelatih", status_code=303)

    def _restart(self, requested: str | None) -> None:
        class_progress = self._training.progress()
        self._training.restart(
            progress.principal.name
            for progress in class_progress
            if requested in (None, progress.principal.parent)
        )
        self._context.authorizer.audit("ulangi kelas", requested or "semua")

    def _page(
        self, title: str, body: str, *, refresh_seconds: int = 0, body_class: str = "plain training"
    ) -> Response:
        return html.page(
            self._context.city,
            title,
            body,
            styles=STYLES,
            scripts=SCRIPTS,
            body_class=body_class,
            refresh_seconds=refresh_seconds,
        )
