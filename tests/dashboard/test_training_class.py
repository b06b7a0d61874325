"""A class of the practice city: what a pupil did is seen, the trainer begins anew, a real city has none."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from dash import Dash

from dashboard.app import create_app
from dashboard.web.context import Site
from data.config.clock import clock
from data.config.settings import SettingError
from data.core.training import FOLLOW_UP, RECAP, SIGN_IN, WATCH
from data.services.training import Training
from tests.builders import open_town, qlue_row
from tests.dashboard.office_pages import photo, site_of, town_at_work
from tests.dashboard.sign_in import ask
from tests.personas import BARAT, CAMAT_BARAT, DEPUTY_MAYOR, EXECUTOR_BARAT, OPERATOR, TIMUR
from tests.pulls import pull_rows

PRACTICE = {"source": [{"name": "latihan", "kind": "simulated", "every_seconds": 5}]}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The town as a place to practise in."""
    world = town_at_work(tmp_path_factory.mktemp("class"))
    found = site_of(world)
    return replace(found, training=Training(world.engine, found.accounts, clock(1)))


@pytest.fixture(scope="module")
def app(site: Site) -> Dash:
    """Its web app."""
    return create_app(site)


def steps(site: Site, name: str) -> set[int]:
    assert site.training is not None
    return next(set(found.done) for found in site.training.progress() if found.who.name == name)


def test_what_a_pupil_does_is_seen_by_the_trainer_and_can_be_begun_anew(app: Dash, site: Site) -> None:
    for path in (f"/kecamatan/{BARAT}", f"/kecamatan/{TIMUR}", "/rekap"):
        ask(app, "GET", path, CAMAT_BARAT)
    ask(app, "GET", "/latihan", EXECUTOR_BARAT)
    assert steps(site, "camat.barat") == {SIGN_IN, WATCH, RECAP}
    assert "3 dari 7" in ask(app, "GET", "/latihan", CAMAT_BARAT).text
    page = ask(app, "GET", "/pelatih", OPERATOR).text
    assert page.count('<td class="done">') == 3
    answer = ask(app, "POST", "/pelatih/ulang", OPERATOR, data={"kecamatan": BARAT})
    assert answer.status_code == 303
    assert steps(site, "camat.barat") == set()


def test_a_report_that_a_pupil_resolves_by_the_form_ticks_the_exercise(app: Dash, site: Site) -> None:
    pictures = [(need, ("foto.jpg", photo(), "image/jpeg")) for need in ("before", "after")]
    for move, files in (("proses", None), ("selesaikan", pictures)):
        looked = site.follow_ups.look(("qlue", "3"))
        assert looked is not None
        slip = {"seen": str(looked.change), "submission": f"kelas-pelatihan-{move}"}
        sent = {"move": move, "note": "selesai", **slip}
        assert ask(app, "POST", "/tindak/qlue/3", CAMAT_BARAT, data=sent, files=files).status_code == 303
        assert (FOLLOW_UP in steps(site, "camat.barat")) is (move == "selesaikan")


def test_no_exercise_leads_to_a_page_that_is_not_there(app: Dash) -> None:
    page = ask(app, "GET", "/latihan", EXECUTOR_BARAT).text
    ways = set(re.findall(r'href="(/[a-z][^"]*)">Buka', page))
    assert ways
    for where in ways:
        assert ask(app, "GET", where, EXECUTOR_BARAT).status_code == 200


def test_only_the_command_center_looks_at_the_class_and_begins_it_anew(app: Dash) -> None:
    for who in (CAMAT_BARAT, DEPUTY_MAYOR):
        assert ask(app, "GET", "/pelatih", who).status_code == 403
        assert ask(app, "POST", "/pelatih/ulang", who).status_code == 403


def test_the_hand_out_names_the_accounts_and_all_seven_exercises(app: Dash) -> None:
    ask(app, "GET", "/latihan", CAMAT_BARAT)
    page = ask(app, "GET", f"/pelatih/lembar?kecamatan={BARAT}", OPERATOR).text
    assert "camat.barat" in page
    assert "camat.timur" not in page
    assert page.count('class="box"') == 7
    assert "<svg" in page


def test_a_real_city_has_no_training(tmp_path: Path) -> None:
    real = create_app(site_of(town_at_work(tmp_path)))
    for path in ("/latihan", "/pelatih"):
        assert ask(real, "GET", path, OPERATOR).status_code == 404


def test_practice_reaches_no_store_of_real_reports(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    pull_rows(open_town(tmp_path, url), qlue_row(1))
    with pytest.raises(SettingError, match="holds real reports"):
        open_town(tmp_path, url, **PRACTICE)


def test_a_real_city_takes_no_store_of_practice(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    open_town(tmp_path, url, **PRACTICE)
    with pytest.raises(SettingError, match="holds practice reports"):
        open_town(tmp_path, url)
