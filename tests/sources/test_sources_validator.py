"""Row validator: which rows are rejected and why, and which lose only a part."""

import pytest

from data.core.config.city import QlueSource
from data.core.report.record import RejectedRow, ServiceRequest
from data.sources.base import Row
from tests.personas import MONDAY_NOON, local_time
from tests.pulls import QLUE, build_validator, plain_row

VALIDATOR = build_validator(QlueSource.model_validate(QLUE))
FILING_TIME = "requested_datetime"
TOO_LATE = "2026-11-24T12:00:01+08:00"  # a day and a second after Monday noon


def check(**fields) -> ServiceRequest | RejectedRow:
    return VALIDATOR.check(plain_row(1, **fields), MONDAY_NOON)


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
        ({FILING_TIME: None}, "requested_datetime is missing"),
        ({FILING_TIME: ""}, "requested_datetime is missing"),
        ({FILING_TIME: "kemarin"}, "requested_datetime 'kemarin' is not a time in the configured format"),
        ({FILING_TIME: "2026-02-30 09:00"}, "requested_datetime '2026-02-30 09:00' is not a time"),
        ({FILING_TIME: "23/11/2026 09:00"}, "requested_datetime '23/11/2026 09:00' is not a time"),
        ({FILING_TIME: "0000-00-00 00:00:00"}, "requested_datetime '0000-00-00 00:00:00' is not a time"),
        ({FILING_TIME: 1_795_000_000}, "requested_datetime '1795000000' is not a time"),
        ({FILING_TIME: [2026]}, "requested_datetime '[2026]' is not a time"),
        (
            {FILING_TIME: "1970-01-01T00:00:00Z"},
            "requested_datetime 1970-01-01T00:00:00+00:00 lies before 1990",
        ),
        ({FILING_TIME: "0001-01-01 00:00:00"}, "requested_datetime '0001-01-01 00:00:00' is not a time"),
        ({FILING_TIME: TOO_LATE}, "lies more than a day in the future"),
        ({"description": "x" * 100_001}, "description: String should have at most 100000 characters"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_a_report_is_rejected_with_its_reason(fields, reason):
    rejection = check(**fields)
    assert isinstance(rejection, RejectedRow)
    assert reason in rejection.reason
    assert (rejection.number, rejection.raw) == (1, "row 1")


@pytest.mark.parametrize(
    ("fields", "issue"),
    [
        ({"lat": "utara", "long": 124.8}, "lat 'utara' is not a position in degrees"),
        ({"rating": 6}, "rating '6' is not 1 to 5 stars"),
        ({"rating": "baik"}, "rating 'baik' is not 1 to 5 stars"),
        ({"rating": [5]}, "rating '[5]' is not 1 to 5 stars"),
        ({"updated_datetime": "tadi"}, "updated_datetime 'tadi' is not a usable time"),
        ({"closed_datetime": TOO_LATE}, f"closed_datetime '{TOO_LATE}' is not a usable time"),
        ({"closed_datetime": "0000-00-00"}, "closed_datetime '0000-00-00' is not a usable time"),
        ({"expected_datetime": "9999-12-31 23:59:59"},
         "expected_datetime '9999-12-31 23:59:59' is not a usable time"),
        ({"history": [{"at": "tadi"}]}, "a step of the history has no usable time"),
        ({"history": ["proses"]}, "a step of the history has no usable time"),
    ],
)  # fmt: skip
def test_an_unusable_value_is_dropped_and_listed_in_issues(fields, issue):
    record = check(**fields)
    assert isinstance(record, ServiceRequest)
    assert record.issues == (issue,)


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
def test_times_at_the_limits_are_accepted(written, read):
    record = check(requested_datetime=written)
    assert isinstance(record, ServiceRequest)
    assert record.requested_datetime == local_time(read)


@pytest.mark.parametrize("value", [5, "5", 5.0])
def test_a_rating_may_be_a_number_or_text(value):
    assert check(rating=value).rating == 5


@pytest.mark.parametrize("value", [None, "", {"a": 1}, [1, 2]])
def test_a_description_that_is_no_text_is_dropped(value):
    assert check(description=value).description is None


def test_an_unparsed_row_is_rejected_with_the_problem_of_its_parser():
    rejection = VALIDATOR.check(Row(7, "a;b", {}, "2 cells where the header has 3"), MONDAY_NOON)
    assert rejection == RejectedRow(7, "a;b", "2 cells where the header has 3")


def test_the_raw_text_of_a_rejected_row_is_truncated():
    rejection = VALIDATOR.check(Row(7, "x" * 1_000_000, {}, "y" * 10_000), MONDAY_NOON)
    assert (len(rejection.raw), len(rejection.reason)) == (64_000, 1_000)


def test_steps_of_a_history_are_read_in_the_sources_zone_and_words():
    (step,) = check(history=[{"at": "2026-11-23 09:00:00", "status_description": "process"}]).history
    assert (step.at, step.status_description) == (local_time("2026-11-23 10:00"), "proses")
