"""The training in a practice city: progress of trainees, restart by the trainer, none in a real city."""

import re
from pathlib import Path

import pytest
from dash import Dash

from dashboard.app import create_app
from dashboard.web.context import WebContext
from data.config.clock import start_clock
from data.config.settings import SettingError
from data.core.training import FOLLOW_UP, OPEN_RECAP, SIGN_IN, VIEW_AREA
from data.services.training import TrainingService
from tests.builders import open_test_context, qlue_row
from tests.dashboard.office_pages import open_city_at_work, photo, web_context_of
from tests.dashboard.sign_in import request_as, with_changes
from tests.personas import BARAT, CAMAT_BARAT, DEPUTY_MAYOR, EXECUTOR_BARAT, OPERATOR, TIMUR
from tests.pulls import pull_rows

PRACTICE = {"source": [{"name": "latihan", "kind": "simulated", "every_seconds": 5}]}


@pytest.fixture(scope="module")
def web_context(tmp_path_factory: pytest.TempPathFactory) -> WebContext:
    """Return the web context of a practice city."""
    app_context = open_city_at_work(tmp_path_factory.mktemp("class"))
    context = web_context_of(app_context)
    return with_changes(
        context, training=TrainingService(app_context.engine, context.accounts, start_clock(1))
    )


@pytest.fixture(scope="module")
def app(web_context: WebContext) -> Dash:
    """Return its app."""
    return create_app(web_context)


def completed_steps(web_context: WebContext, name: str) -> set[int]:
    assert web_context.training is not None
    return next(
        set(progress.completed_at)
        for progress in web_context.training.progress()
        if progress.principal.name == name
    )


def test_trainer_sees_and_restarts_the_progress_of_a_trainee(app: Dash, web_context: WebContext) -> None:
    for path in (f"/kecamatan/{BARAT}", f"/kecamatan/{TIMUR}", "/rekap"):
        request_as(app, "GET", path, CAMAT_BARAT)
    request_as(app, "GET", "/latihan", EXECUTOR_BARAT)
    assert completed_steps(web_context, "camat.barat") == {SIGN_IN, VIEW_AREA, OPEN_RECAP}
    assert "3 dari 7" in request_as(app, "GET", "/latihan", CAMAT_BARAT).text
    page = request_as(app, "GET", "/pelatih", OPERATOR).text
    assert page.count('<td class="done">') == 3
    answer = request_as(app, "POST", "/pelatih/ulang", OPERATOR, data={"kecamatan": BARAT})
    assert answer.status_code == 303
    assert completed_steps(web_context, "camat.barat") == set()


def test_resolving_a_report_by_the_form_completes_the_exercise(app: Dash, web_context: WebContext) -> None:
    pictures = [(purpose, ("foto.jpg", photo(), "image/jpeg")) for purpose in ("before", "after")]
    for action_type, files in (("proses", None), ("selesaikan", pictures)):
        report = web_context.follow_ups.get(("qlue", "3"))
        assert report is not None
        hidden_values = {"seen": str(report.change), "submission": f"kelas-pelatihan-{action_type}"}
        form = {"move": action_type, "note": "selesai", **hidden_values}
        assert (
            request_as(app, "POST", "/tindak/qlue/3", CAMAT_BARAT, data=form, files=files).status_code == 303
        )
        assert (FOLLOW_UP in completed_steps(web_context, "camat.barat")) is (action_type == "selesaikan")


def test_exercises_link_to_existing_pages_only(app: Dash) -> None:
    page = request_as(app, "GET", "/latihan", EXECUTOR_BARAT).text
    paths = set(re.findall(r'href="(/[a-z][^"]*)">Buka', page))
    assert paths
    for path in paths:
        assert request_as(app, "GET", path, EXECUTOR_BARAT).status_code == 200


def test_only_operators_see_and_restart_the_class(app: Dash) -> None:
    for principal in (CAMAT_BARAT, DEPUTY_MAYOR):
        assert request_as(app, "GET", "/pelatih", principal).status_code == 403
        assert request_as(app, "POST", "/pelatih/ulang", principal).status_code == 403


def test_handout_lists_the_accounts_and_all_seven_exercises(app: Dash) -> None:
    request_as(app, "GET", "/latihan", CAMAT_BARAT)
    page = request_as(app, "GET", f"/pelatih/lembar?kecamatan={BARAT}", OPERATOR).text
    assert "camat.barat" in page
    assert "camat.timur" not in page
    assert page.count('class="box"') == 7
    assert "<svg" in page


def test_a_real_city_has_no_training(tmp_path: Path) -> None:
    real_app = create_app(web_context_of(open_city_at_work(tmp_path)))
    for path in ("/latihan", "/pelatih"):
        assert request_as(real_app, "GET", path, OPERATOR).status_code == 404


def test_practice_city_rejects_a_store_with_real_reports(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    pull_rows(open_test_context(tmp_path, url), qlue_row(1))
    with pytest.raises(SettingError, match="holds real reports"):
        open_test_context(tmp_path, url, **PRACTICE)


def test_real_city_rejects_a_store_with_practice_reports(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    open_test_context(tmp_path, url, **PRACTICE)
    with pytest.raises(SettingError, match="holds practice reports"):
        open_test_context(tmp_path, url)
