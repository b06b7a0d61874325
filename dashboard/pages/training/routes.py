"""The routes of the training; only a practice city has them."""

from typing import Annotated, Any

import segno
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.training import labels, view
from dashboard.ui import labels as common_labels
from dashboard.web.area_scope import AreaScope
from dashboard.web.context import WebContext
from dashboard.web.dependencies import Context, accept, require
from dashboard.web.forms import FormModel, FormState, submitted
from dashboard.web.limits import PLAIN_FORM
from dashboard.web.page_router import page_router
from dashboard.web.templates import render_page
from data.core.access import Permission
from data.core.training import INSTALL, TRAINEE_ROLES, TrainingProgress
from data.lib.translation import Text, gettext
from data.services.auth.passwords import PRACTICE_PASSWORD
from data.services.training import TrainingService

STYLES, SCRIPTS = ("training.css",), ("training.js",)
TRAINER_PATH = "/pelatih"
FOR_TRAINEES, FOR_TRAINERS = (
    require(Permission.VIEW_REPORTS, AreaScope.HANDLER), require(Permission.ADMINISTER)
)  # fmt: skip

router = page_router()


def training_router(context: WebContext) -> APIRouter | None:
    """Return the trainee's page, the trainer's page, and the handouts; None in a real city."""
    return router if context.training else None


async def _training(context: Context) -> TrainingService:
    assert context.training is not None
    return context.training


Training = Annotated[TrainingService, Depends(_training)]


class RestartForm(FormModel):
    """The class to restart; None for all."""

    kecamatan: str | None = None


@router.get(view.TRAINEE_PATH, dependencies=[FOR_TRAINEES])
def trainee(request: Request, context: Context, training: Training) -> Response:
    """Respond with the trainee's exercises; redirect a trainer to their own page."""
    principal = context.authorizer.require_anywhere(Permission.VIEW_REPORTS)
    if principal.role not in TRAINEE_ROLES:
        return RedirectResponse(TRAINER_PATH, status_code=303)
    own_progress = next(
        (progress for progress in training.progress() if progress.principal.name == principal.name),
        TrainingProgress(principal, {}),
    )
    items = view.exercise_items(own_progress, request.app.state.routes.has_route)
    return _page(
        context, "training/trainee.html", common_labels.TRAINING, lead=view.lead(own_progress), items=items
    )


@router.post(f"{view.TRAINEE_PATH}/terpasang", dependencies=[FOR_TRAINEES, accept(PLAIN_FORM)])
def installed(context: Context, training: Training) -> Response:
    """Record that the browser runs the installed app: no other request shows it."""
    training.record(context.authorizer.require_anywhere(Permission.VIEW_REPORTS), INSTALL)
    return Response(status_code=200)


@router.get(TRAINER_PATH, dependencies=[FOR_TRAINERS])
def trainer(context: Context, training: Training) -> Response:
    """Respond with who has completed which exercise."""
    classes = view.training_classes(training.progress(), context.kecamatan_names, context.city.zone)
    return _page(
        context, "training/trainer.html", gettext("Training class"), refresh_seconds=20, classes=classes
    )


@router.get(f"{TRAINER_PATH}/lembar", dependencies=[FOR_TRAINERS])
def handouts(
    request: Request, context: Context, training: Training, kecamatan: str | None = None
) -> Response:
    """Respond with the handouts to print, of one kecamatan or of all."""
    url = f"{str(request.base_url).rstrip('/')}{view.TRAINEE_PATH}"
    return _page(
        context,
        "training/handouts.html",
        gettext("Training handout"),
        body_class="plain training print",
        handouts=list(view.handouts(training.progress(), context.kecamatan_names, kecamatan)),
        url=url,
        password=PRACTICE_PASSWORD,
        qr_code=segno.make(url, error="m").svg_inline(scale=4, border=1, omitsize=True),
    )


@router.post(f"{TRAINER_PATH}/ulang", dependencies=[FOR_TRAINERS])
def restart(
    context: Context, training: Training, form: Annotated[FormState[RestartForm], submitted(RestartForm)]
) -> Response:
    """Restart the class of one kecamatan or of all."""
    requested = form.model.kecamatan if form.model else None
    training.restart(
        progress.principal.name
        for progress in training.progress()
        if requested in (None, progress.principal.parent)
    )
    context.authorizer.audit("ulangi kelas", requested or "semua")
    return RedirectResponse(TRAINER_PATH, status_code=303)


def _page(
    context: WebContext, template: str, title: Text, *, body_class: str = "plain training", **values: Any
) -> Response:
    return render_page(
        context.city,
        template,
        title,
        styles=STYLES,
        scripts=SCRIPTS,
        body_class=body_class,
        labels=labels,
        **values,
    )
