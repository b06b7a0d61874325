"""Follow-ups are stored as a whole and once, and keep their effect when the source repeats itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bootstrap import AppContext
from data.core.access import Principal
from data.core.follow_up import records
from data.core.follow_up.actions import Action, ActionRefusedError
from data.core.follow_up.workflow import ActionType, RequiredField
from data.core.report.record import Place, Placement
from data.services.follow_up import (
    ActionRequest,
    ActionResult,
    FollowUpService,
    ReportChangedError,
    ReportNotFoundError,
)
from data.store import follow_ups as stored
from data.store.report_states import latest_changes
from tests.builders import qlue_row
from tests.personas import CAMAT_BARAT, CEMPAKA, MONDAY_NOON, OPERATOR
from tests.pulls import app_context_at, event_kinds, pull_rows, reports, store_contents

KEY = ("qlue", "1")
AN_HOUR_LATER = MONDAY_NOON + timedelta(hours=1)
LATER_STILL = MONDAY_NOON + timedelta(hours=2)
AFTER = records.Picture("a" * 20, "after", "image/jpeg", 4, 3, b"jpeg")


def reported_row(**changed: str) -> dict[str, object]:
    """Return the row of a report with a picture, as its reporter sent it."""
    return qlue_row(1, post_images="https://example.org/1.jpg", **changed)


def follow_up_service(app_context: AppContext) -> FollowUpService:
    return FollowUpService(app_context.engine, app_context.city, app_context.clock, app_context.timekeeper)


def current_change(app_context: AppContext, key: tuple[str, str] = KEY) -> int:
    with app_context.engine.connect() as connection:
        return latest_changes(connection, [key])[key].change


def apply_action(
    app_context: AppContext,
    action_type: ActionType,
    principal: Principal = CAMAT_BARAT,
    name: str = "",
    **fields: object,
) -> ActionResult:
    pictures = fields.pop("pictures", ())
    action = Action(action_type, principal, MONDAY_NOON, **fields)  # type: ignore[arg-type]
    request = ActionRequest(
        name or f"{action_type}-{current_change(app_context)}",
        KEY,
        current_change(app_context),
        action,
        pictures,
    )  # type: ignore[arg-type]
    return follow_up_service(app_context).apply(request)


@pytest.fixture
def app_context_with_report(app_context_on_each_db: AppContext) -> AppContext:
    pull_rows(app_context_on_each_db, reported_row())
    return app_context_at(app_context_on_each_db, AN_HOUR_LATER)


def test_a_report_is_followed_up_from_disposition_to_resolution(app_context_with_report: AppContext) -> None:
    apply_action(app_context_with_report, ActionType.ASSIGN, agency="DLH", note="mohon diangkut")
    apply_action(app_context_with_report, ActionType.START_WORK)
    result = apply_action(
        app_context_with_report, ActionType.RESOLVE, note="sudah diangkut", pictures=(AFTER,)
    )
    assert result.status_description == "selesai"
    row = reports(app_context_with_report.engine)["1"]
    assert (row["status"], row["agency_responsible"], row["evidence"]) == ("closed", "DLH", True)
    assert row["closed_datetime"] == AN_HOUR_LATER
    assert event_kinds(app_context_with_report.engine) == ["received", "status", "status", "closed"]


def test_a_report_without_a_picture_of_the_work_is_not_resolved(app_context_with_report: AppContext) -> None:
    apply_action(app_context_with_report, ActionType.START_WORK)
    with pytest.raises(ActionRefusedError) as error:
        apply_action(app_context_with_report, ActionType.RESOLVE, note="sudah")
    assert error.value.reason is RequiredField.PHOTO_AFTER
    assert reports(app_context_with_report.engine)["1"]["status"] == "open"


def test_a_repeated_submission_is_applied_once_with_the_same_answer(
    app_context_with_report: AppContext,
) -> None:
    expected_change = current_change(app_context_with_report)
    request = ActionRequest(
        "once", KEY, expected_change, Action(ActionType.START_WORK, CAMAT_BARAT, MONDAY_NOON)
    )
    first, again = (follow_up_service(app_context_with_report).apply(request) for _ in range(2))
    assert first == again
    assert event_kinds(app_context_with_report.engine) == ["received", "status"]


def test_another_accounts_submission_is_refused(app_context_with_report: AppContext) -> None:
    request = ActionRequest(
        "mine",
        KEY,
        current_change(app_context_with_report),
        Action(ActionType.START_WORK, CAMAT_BARAT, MONDAY_NOON),
    )
    follow_up_service(app_context_with_report).apply(request)
    with pytest.raises(ValueError, match="somebody else"):
        follow_up_service(app_context_with_report).apply(
            replace(request, action=replace(request.action, principal=OPERATOR))
        )


def test_an_action_on_an_outdated_state_changes_nothing(app_context_with_report: AppContext) -> None:
    expected_change = current_change(app_context_with_report)
    apply_action(app_context_with_report, ActionType.START_WORK)
    before = store_contents(app_context_with_report.engine)
    with pytest.raises(ReportChangedError) as error:
        follow_up_service(app_context_with_report).apply(
            ActionRequest("late", KEY, expected_change, Action(ActionType.COORDINATE, OPERATOR, MONDAY_NOON))
        )
    assert error.value.change == current_change(app_context_with_report)
    assert store_contents(app_context_with_report.engine) == before


def test_an_unknown_report_cannot_be_followed_up(app_context_with_report: AppContext) -> None:
    with pytest.raises(ReportNotFoundError):
        follow_up_service(app_context_with_report).apply(
            ActionRequest("x", ("qlue", "99"), 1, Action(ActionType.START_WORK, OPERATOR, MONDAY_NOON))
        )


def test_a_source_that_repeats_its_status_does_not_undo_an_action(
    app_context_with_report: AppContext,
) -> None:
    apply_action(app_context_with_report, ActionType.START_WORK)
    apply_action(app_context_with_report, ActionType.RESOLVE, note="sudah", pictures=(AFTER,))
    line = pull_rows(app_context_with_report, reported_row(post_desc="uraian yang diperbarui"))
    assert line["changed"] == 1
    row = reports(app_context_with_report.engine)["1"]
    assert (row["status_description"], row["evidence"]) == ("selesai", True)
    assert row["details"]["description"] == "uraian yang diperbarui"


def test_a_new_status_from_the_source_is_applied(app_context_with_report: AppContext) -> None:
    apply_action(app_context_with_report, ActionType.COORDINATE)
    pull_rows(app_context_at(app_context_with_report, LATER_STILL), reported_row(status="process"))
    assert reports(app_context_with_report.engine)["1"]["status_description"] == "proses"


@pytest.mark.parametrize("status", ["process", "complete"])
def test_a_late_status_from_the_source_does_not_reopen_a_resolved_report(
    app_context_with_report: AppContext, status: str
) -> None:
    apply_action(app_context_with_report, ActionType.START_WORK)
    apply_action(app_context_with_report, ActionType.RESOLVE, note="sudah", pictures=(AFTER,))
    pull_rows(app_context_at(app_context_with_report, LATER_STILL), reported_row(status=status))
    row = reports(app_context_with_report.engine)["1"]
    assert (row["status_description"], row["closed_datetime"], row["reopened"]) == (
        "selesai", AN_HOUR_LATER, 0,
    )  # fmt: skip


def test_a_source_may_reopen_a_report_that_it_had_closed(app_context_with_report: AppContext) -> None:
    apply_action(app_context_with_report, ActionType.START_WORK)
    apply_action(app_context_with_report, ActionType.RESOLVE, note="sudah", pictures=(AFTER,))
    pull_rows(app_context_at(app_context_with_report, LATER_STILL), reported_row(status="complete"))
    pull_rows(app_context_at(app_context_with_report, LATER_STILL), reported_row(status="wait"))
    row = reports(app_context_with_report.engine)["1"]
    assert (row["status_description"], row["reopened"]) == ("menunggu", 1)


def test_an_area_changed_by_the_command_center_stays_when_the_source_repeats_its_point(
    app_context_with_report: AppContext,
) -> None:
    apply_action(app_context_with_report, ActionType.DISPUTE_AREA, note="bukan wilayah kami")
    apply_action(
        app_context_with_report,
        ActionType.APPROVE_TRANSFER,
        principal=OPERATOR,
        place=Place(placement=Placement.NAMED, area_code=CEMPAKA),
    )
    pull_rows(app_context_with_report, reported_row(post_desc="lain"))
    row = reports(app_context_with_report.engine)["1"]
    assert (row["area_code"], row["placement"], row["lat"]) == (CEMPAKA, "named", None)


def test_a_refused_area_dispute_restores_the_previous_status(app_context_with_report: AppContext) -> None:
    apply_action(app_context_with_report, ActionType.START_WORK)
    apply_action(app_context_with_report, ActionType.DISPUTE_AREA, note="bukan wilayah kami")
    result = apply_action(
        app_context_with_report, ActionType.REJECT_TRANSFER, principal=OPERATOR, note="ini wilayah Anda"
    )
    assert result.status_description == "proses"


def test_every_action_is_stored_with_its_account(app_context_with_report: AppContext) -> None:
    apply_action(app_context_with_report, ActionType.ASSIGN, agency="DLH", note="mohon diangkut")
    with app_context_with_report.engine.connect() as connection:
        (follow_up,) = stored.list_follow_ups(connection, KEY)
    assert (follow_up.move, follow_up.who, follow_up.role, follow_up.agency) == (
        "disposisi",
        "camat.barat",
        "camat",
        "DLH",
    )
    assert follow_up.change == current_change(app_context_with_report)
