"""An office's own hand has one rule, whichever way an action comes: by the page, or with a new report."""

from datetime import timedelta

import pytest

from bootstrap import AppContext
from data.core.access import Principal
from data.core.follow_up.actions import Action, ActionRefusedError, RefusalReason
from data.core.follow_up.workflow import ActionType
from data.core.report.key import ReportKey
from data.services.follow_up import ActionRequest
from data.services.submission import NewReport
from data.store.report_states import latest_changes
from tests.builders import qlue_row
from tests.personas import CAMAT_BARAT, IN_ANGGREK, IN_CEMPAKA, MONDAY_NOON, OPERATOR
from tests.pulls import app_context_at, pull_rows

LAT, LONG = IN_ANGGREK


def submit(app_context: AppContext, name: str, contact: str | None = None, **changed: object) -> ReportKey:
    values = {"lat": LAT, "long": LONG, "contact": contact, **changed}
    receipt = app_context.submissions.submit(NewReport(name, "warga", "sampah", "tumpukan", **values))  # type: ignore[arg-type]
    return receipt.source, receipt.service_request_id


def apply(
    app_context: AppContext, key: ReportKey, action_type: ActionType, principal: Principal, **fields: object
) -> str:
    with app_context.engine.connect() as connection:
        change = latest_changes(connection, [key])[key].change
    action = Action(action_type, principal, MONDAY_NOON, note="catatan", **fields)  # type: ignore[arg-type]
    request = ActionRequest(f"{action_type}-{'/'.join(key)}-{principal.name}", key, change, action)
    return app_context.follow_ups.apply(request).status_description


def refusal(*arguments: object, **fields: object) -> object:
    with pytest.raises(ActionRefusedError) as refused:
        apply(*arguments, **fields)  # type: ignore[arg-type]
    return refused.value.reason


def status_of(app_context: AppContext, key: ReportKey) -> str:
    report = app_context.follow_ups.get(key)
    assert report is not None
    return report.standing.status_description


@pytest.fixture
def app_context(app_context_on_each_db: AppContext) -> AppContext:
    return app_context_at(app_context_on_each_db, MONDAY_NOON)


@pytest.fixture
def later(app_context: AppContext) -> AppContext:
    return app_context_at(app_context, MONDAY_NOON + timedelta(hours=1))


def test_an_office_joins_a_report_with_an_earlier_open_one_of_its_kelurahan(app_context, later):
    first, second = submit(app_context, "first"), submit(later, "second")
    assert apply(later, second, ActionType.MARK_DUPLICATE, CAMAT_BARAT, original=first) == "duplikat"


def test_an_office_joins_nothing_with_a_closed_or_a_later_report_or_one_elsewhere(app_context, later):
    """Kind: own hand. A camat took late reports off the count by joining them to any closed report."""
    report, newer = submit(app_context, "report"), submit(later, "newer")
    elsewhere = submit(app_context, "elsewhere", lat=IN_CEMPAKA[0], long=IN_CEMPAKA[1])
    closed = submit(app_context, "closed")
    apply(app_context, closed, ActionType.REJECT, OPERATOR)
    for original in (closed, newer, elsewhere):
        reason = refusal(later, report, ActionType.MARK_DUPLICATE, CAMAT_BARAT, original=original)
        assert reason is RefusalReason.NEEDS_CENTER
        assert status_of(later, report) == "menunggu"
    assert apply(later, report, ActionType.MARK_DUPLICATE, OPERATOR, original=newer) == "duplikat"


def test_a_new_report_that_names_a_foreign_original_is_a_report_of_its_own(app_context, later):
    """Kind: own hand. A form that names any report as the same one joined them."""
    elsewhere = submit(app_context, "elsewhere", lat=IN_CEMPAKA[0], long=IN_CEMPAKA[1])
    here = submit(app_context, "here")
    for original, expected in ((elsewhere, "menunggu"), (here, "duplikat")):
        assert status_of(later, submit(later, f"new-{expected}", original=original)) == expected


def test_only_a_reporter_who_can_be_reached_is_asked(app_context, later):
    """Kind: own hand. The clock waited for an answer that nobody could give."""
    pull_rows(app_context, qlue_row(1))
    with_address, without = submit(app_context, "a", "mailto:maria@contoh.test"), submit(app_context, "b")
    for key in (("qlue", "1"), without):
        assert refusal(later, key, ActionType.ASK_REPORTER, CAMAT_BARAT) is RefusalReason.NO_WAY_BACK
    app_context.notifications.subscribe("pelapor:" + "/".join(without), {"endpoint": "https://push.test/1"})
    for key in (with_address, without):
        assert apply(later, key, ActionType.ASK_REPORTER, CAMAT_BARAT) == "menunggu_pelapor"
    assert apply(later, ("qlue", "1"), ActionType.ASK_REPORTER, OPERATOR) == "menunggu_pelapor"


def test_an_office_moves_no_deadline_later_by_another_category(app_context, later):
    """Kind: own hand. Categories without a policy, or with weeks, took reports off the list."""
    key = submit(app_context, "report")
    codes = [category.code for category in app_context.city.category if category.code != "sampah"]
    for code in codes:
        before = app_context.follow_ups.get(key).standing.expected_datetime
        apply(later, key, ActionType.RECATEGORISE, Principal(code, CAMAT_BARAT.role, CAMAT_BARAT.parent),
              service_code=code)  # fmt: skip
        standing = app_context.follow_ups.get(key).standing
        assert standing.service_code == code
        assert before is not None
        assert standing.expected_datetime <= before
