"""The border guard: which rows cannot be reports and why, and which only lose a part."""

import pytest

from data.core.config.city import QlueSource
from data.core.report.record import Rejection, ServiceRequest
from data.sources.base import Row
from tests.personas import MONDAY_NOON, local
from tests.pulls import QLUE, guard, plain_row

GUARD = guard(QlueSource.model_validate(QLUE))
WHEN = "requested_datetime"
FAR = "2026-11-24T12:00:01+08:00"  # a day and a second after Monday noon


def check(**fields) -> ServiceRequest | Rejection:
    return GUARD.check(plain_row(1, **fields), MONDAY_NOON)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"service_request_id": None}, "service_request_id is missing"),
        ({"service_request_id": "  "}, "service_request_id is missing"),
        ({"service_request_id": "\0"}, "service_request_id is missing"),
        ({"service_request_id": [1]}, "service_request_id is missing"),
        ({"service_request_id": {"id": 1}}, "service_request_id is missing"),
        ({"service_request_id": True}, "service_request_id 'True' is not an id"),
        ({"service_request_id": 1.5}, "service_request_id '1.5' is not an id"),
        ({"service_request_id": float("nan")}, "service_request_id 'nan' is not an id"),
        ({"service_request_id": "x" * 201}, "service_request_id: String should have at most 200 characters"),
        ({WHEN: None}, "requested_datetime is missing"),
        ({WHEN: ""}, "requested_datetime is missing"),
        ({WHEN: "kemarin"}, "requested_datetime 'kemarin' is not a time in the configured format"),
        ({WHEN: "2026-02-30 09:00"}, "requested_datetime '2026-02-30 09:00' is not a time"),
        ({WHEN: "23/11/2026 09:00"}, "requested_datetime '23/11/2026 09:00' is not a time"),
        ({WHEN: "0000-00-00 00:00:00"}, "requested_datetime '0000-00-00 00:00:00' is not a time"),
        ({WHEN: 1_795_000_000}, "requested_datetime '1795000000' is not a time"),
        ({WHEN: [2026]}, "requested_datetime '[2026]' is not a time"),
        ({WHEN: "1970-01-01T00:00:00Z"}, "requested_datetime 1970-01-01T00:00:00+00:00 lies before 1990"),
        ({WHEN: "0001-01-01 00:00:00"}, "requested_datetime '0001-01-01 00:00:00' is not a time"),
        ({WHEN: FAR}, "lies more than a day in the future"),
        ({"description": "x" * 100_001}, "description: String should have at most 100000 characters"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_a_report_is_rejected_with_its_reason(fields, reason):
    found = check(**fields)
    assert isinstance(found, Rejection)
    assert reason in found.reason
    assert (found.number, found.raw) == (1, "row 1")


@pytest.mark.parametrize(
    ("fields", "issue"),
    [
        ({"lat": "utara", "long": 124.8}, "lat 'utara' is not a position in degrees"),
        ({"rating": 6}, "rating '6' is not 1 to 5 stars"),
        ({"rating": "baik"}, "rating 'baik' is not 1 to 5 stars"),
        ({"rating": [5]}, "rating '[5]' is not 1 to 5 stars"),
        ({"updated_datetime": "tadi"}, "updated_datetime 'tadi' is not a usable time"),
        ({"closed_datetime": FAR}, f"closed_datetime '{FAR}' is not a usable time"),
        ({"closed_datetime": "0000-00-00"}, "closed_datetime '0000-00-00' is not a usable time"),
        ({"expected_datetime": "9999-12-31 23:59:59"},
         "expected_datetime '9999-12-31 23:59:59' is not a usable time"),
        ({"history": [{"at": "tadi"}]}, "a step of the history has no usable time"),
        ({"history": ["proses"]}, "a step of the history has no usable time"),
    ],
)  # fmt: skip
def test_a_spoilt_part_is_left_out_and_named_and_the_report_is_kept(fields, issue):
    found = check(**fields)
    assert isinstance(found, ServiceRequest)
    assert found.issues == (issue,)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            "2026-11-24T12:00:00+08:00",
            "2026-11-24 12:00",
        ),  # a Tuesday: exactly a day ahead, a wrong zone at worst
        ("1990-01-01T00:00:00Z", "1990-01-01 08:00"),
        ("20261123T090000", "2026-11-23 10:00"),  # Jakarta's nine
        ("2026-11-23", "2026-11-23 01:00"),
    ],
)
def test_times_at_the_border_are_still_times(written, read):
    found = check(requested_datetime=written)
    assert isinstance(found, ServiceRequest)
    assert found.requested_datetime == local(read)


@pytest.mark.parametrize("value", [5, "5", 5.0])
def test_stars_as_numbers_or_text(value):
    assert check(rating=value).rating == 5


@pytest.mark.parametrize("value", [None, "", {"a": 1}, [1, 2]])
def test_what_is_no_text_is_no_description(value):
    assert check(description=value).description is None


def test_a_row_that_could_not_be_taken_apart_is_rejected_with_the_readers_reason():
    found = GUARD.check(Row(7, "a;b", {}, "2 cells where the header has 3"), MONDAY_NOON)
    assert found == Rejection(7, "a;b", "2 cells where the header has 3")


def test_the_text_of_a_huge_bad_row_is_kept_up_to_a_limit():
    found = GUARD.check(Row(7, "x" * 1_000_000, {}, "y" * 10_000), MONDAY_NOON)
    assert (len(found.raw), len(found.reason)) == (64_000, 1_000)


def test_steps_of_a_history_are_read_in_the_sources_zone_and_words():
    (step,) = check(history=[{"at": "2026-11-23 09:00:00", "status_description": "process"}]).history
    assert (step.at, step.status_description) == (local("2026-11-23 10:00"), "proses")
