"""A submitted report is stored as a whole and once, and its reporter's contact encrypted."""

from dataclasses import replace

import pytest

from bootstrap import AppContext
from data.core.follow_up.records import Picture
from data.core.report.record import Placement
from data.services.submission import OWN_SOURCE, NewReport, SubmissionService
from data.store import follow_ups as stored
from tests.builders import hours_before
from tests.personas import ANGGREK, IN_ANGGREK, MONDAY_NOON
from tests.pulls import event_kinds, reports

LAT, LONG = IN_ANGGREK
NEW_REPORT = NewReport("first", "warga", "sampah", "menumpuk di selokan", lat=LAT, long=LONG)
PHOTO = Picture("p" * 20, "report", "image/jpeg", 4, 3, b"jpeg")


def submission_service(app_context: AppContext) -> SubmissionService:
    area_lookup = (app_context.locate, app_context.name_index)
    return SubmissionService(
        app_context.engine,
        app_context.city,
        app_context.clock,
        app_context.timekeeper,
        area_lookup,
        b"secret",
        app_context.hash_reporter,
    )


def test_a_submitted_report_is_located_and_gets_the_deadline_of_its_category(
    app_context_on_each_db: AppContext,
) -> None:
    receipt = submission_service(app_context_on_each_db).submit(NEW_REPORT)
    row = reports(app_context_on_each_db.engine)[receipt.service_request_id]
    assert (row["source"], row["area_code"], row["placement"]) == (OWN_SOURCE, ANGGREK, Placement.POINT)
    assert row["requested_datetime"] == MONDAY_NOON
    assert row["expected_datetime"] == hours_before(-48)  # the policy: 48 jam for sampah
    assert event_kinds(app_context_on_each_db.engine, receipt.service_request_id) == ["received"]


def test_the_same_report_sent_twice_gets_one_receipt(app_context_on_each_db: AppContext) -> None:
    first, again = (submission_service(app_context_on_each_db).submit(NEW_REPORT) for _ in range(2))
    assert first == again
    assert len(reports(app_context_on_each_db.engine)) == 1


def test_the_number_on_a_receipt_is_of_the_day_in_the_city(app_context: AppContext) -> None:
    receipt = submission_service(app_context).submit(NEW_REPORT)
    assert receipt.service_request_id.startswith("P261123-")  # MONDAY_NOON in WITA


def test_a_report_without_a_point_lies_in_the_area_that_is_named(app_context: AppContext) -> None:
    new_report = replace(NEW_REPORT, lat=None, long=None, area_name="ANGGREK")
    receipt = submission_service(app_context).submit(new_report)
    row = reports(app_context.engine)[receipt.service_request_id]
    assert (row["area_code"], row["placement"]) == (ANGGREK, Placement.NAMED)


def test_a_tracking_key_opens_its_own_report_only(app_context: AppContext) -> None:
    first, second = (
        submission_service(app_context).submit(replace(NEW_REPORT, submission=name)) for name in "ab"
    )
    assert submission_service(app_context).is_tracking_key(first.service_request_id, first.tracking_key)
    assert not submission_service(app_context).is_tracking_key(second.service_request_id, first.tracking_key)
    assert not submission_service(app_context).is_tracking_key("P261123-2222", first.tracking_key)


def test_a_contact_is_encrypted_in_the_store(app_context: AppContext) -> None:
    receipt = submission_service(app_context).submit(replace(NEW_REPORT, contact="mailto:maria@example.org"))
    key = (OWN_SOURCE, receipt.service_request_id)
    with app_context.engine.connect() as connection:
        filing = stored.find_filing(connection, key)
        assert filing is not None and filing.contact is not None
        assert submission_service(app_context).contact(connection, key) == "mailto:maria@example.org"
    assert "maria" not in filing.contact
    row = reports(app_context.engine)[receipt.service_request_id]
    assert row["reporter"] == app_context.hash_reporter("mailto:maria@example.org")


def test_pictures_are_stored_with_the_report(app_context_on_each_db: AppContext) -> None:
    receipt = submission_service(app_context_on_each_db).submit(replace(NEW_REPORT, pictures=(PHOTO,)))
    key = (OWN_SOURCE, receipt.service_request_id)
    with app_context_on_each_db.engine.connect() as connection:
        (stored_picture,) = stored.list_pictures(connection, [key])[key]
        row = stored.find_picture(connection, stored_picture.picture_id)
    assert row == (key, PHOTO)


def test_a_report_of_an_unknown_category_is_refused(app_context: AppContext) -> None:
    with pytest.raises(ValueError, match="no category 'bulan'"):
        submission_service(app_context).submit(replace(NEW_REPORT, service_code="bulan"))
    assert reports(app_context.engine) == {}
