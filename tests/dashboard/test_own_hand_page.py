"""What an office may not do by its own hand is refused on its page with a reason, and audited."""

from typing import Any

import pytest
from dash import Dash

from dashboard.app import create_app
from dashboard.ui import form_labels
from dashboard.web.context import WebContext
from data.core.follow_up.actions import RefusalReason
from tests.dashboard.office_pages import open_city_at_work, web_context_of
from tests.dashboard.test_follow_up_page import NOTE, submit_action
from tests.personas import CAMAT_BARAT

REFUSED = {"gabung": RefusalReason.NEEDS_CENTER, "tanya_pelapor": RefusalReason.NO_WAY_BACK}


@pytest.fixture
def web_context(tmp_path: Any) -> WebContext:
    return web_context_of(open_city_at_work(tmp_path))


@pytest.fixture
def app(web_context: WebContext) -> Dash:
    return create_app(web_context)


@pytest.mark.parametrize(("action_type", "reason"), REFUSED.items())
def test_the_office_reads_why_and_the_try_is_audited(
    app: Dash, web_context: WebContext, action_type: str, reason: RefusalReason
) -> None:
    """Kind: own hand. Report 2 lies in the other kecamatan, and the reporter of report 1 is unknown here."""
    answer = submit_action(app, CAMAT_BARAT, action_type, note=NOTE, original="qlue/2")
    assert answer.status_code == 422
    assert str(form_labels.ERRORS[reason]) in answer.text
    report = web_context.follow_ups.get(("qlue", "1"))
    assert report is not None
    assert (report.follow_ups, report.standing.stopped_at) == ([], None)
    line = (CAMAT_BARAT.name, f"tindak {action_type}", "qlue/1", f"ditolak: {reason}")
    audited = web_context.accounts.list_audit(50)
    assert line in [(entry.who, entry.act, entry.object, entry.outcome) for entry in audited]
