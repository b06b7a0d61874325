"""While too many pictures wait, a form is answered 503 with a word, and nothing of it is stored.

Kind: work bounded in all, and honest about it.
"""

from html import unescape
from typing import Any

import pytest
from dash import Dash

from dashboard.app import create_app
from dashboard.ui import form_labels
from dashboard.web.context import WebContext
from data.lib import picture_pool
from data.lib.picture_pool import PicturePool
from tests.dashboard.office_pages import open_city_at_work, photo, web_context_of
from tests.dashboard.sign_in import request_as
from tests.dashboard.test_follow_up_page import submit_action
from tests.dashboard.test_report_form_page import REPORT, post
from tests.personas import CAMAT_BARAT


@pytest.fixture
def web_context(tmp_path: Any) -> WebContext:
    """Return the test city's web context at Monday noon."""
    return web_context_of(open_city_at_work(tmp_path))


@pytest.fixture
def app(web_context: WebContext, monkeypatch: pytest.MonkeyPatch) -> Dash:
    """Return the app, whose queue of pictures is full."""
    monkeypatch.setattr(picture_pool, "shared_pool", lambda: PicturePool(workers=0, waiting=0))
    return create_app(web_context)


def test_a_citizen_is_asked_to_send_again_and_keeps_what_was_typed(app: Dash) -> None:
    answer = post(app, description="sampah menumpuk", files=[("jpg", photo())])
    page = unescape(answer.text)
    assert (answer.status_code, str(form_labels.BUSY) in page, "sampah menumpuk" in page) == (503, True, True)
    assert post(app).status_code == 303  # without a photo


def test_an_office_is_asked_to_send_again(app: Dash, web_context: WebContext) -> None:
    assert submit_action(app, CAMAT_BARAT, "proses").status_code == 303
    files = [("before", photo()), ("after", photo())]
    answer = submit_action(app, CAMAT_BARAT, "selesaikan", note="surut", files=files)
    assert (answer.status_code, str(form_labels.BUSY) in unescape(answer.text)) == (503, True)
    assert web_context.follow_ups.pictures(("qlue", "1")) == []


def test_a_program_gets_503_in_the_form_of_the_specification(app: Dash, web_context: WebContext) -> None:
    fields = {**REPORT, "api_key": web_context.open311.add_key("aplikasi")}
    files = [("media", ("foto.jpg", photo(), "image/jpeg"))]
    answer = request_as(app, "POST", "/open311/v2/requests.json", data=fields, files=files)
    assert (answer.status_code, answer.json()) == (503, [{"code": 503, "description": str(form_labels.BUSY)}])
