"""The targets of a batch of records."""

from datetime import date

from data.core.report.record import ServiceRequest
from data.services.deadlines import targets_of
from tests.core.offices import build_timekeeper
from tests.personas import local_time

POLICY = {"id": "awal", "from": date(2026, 1, 1), "respond": {"sampah": "1 jam kerja"},
          "resolve": {"sampah": "2 jam kerja"}}  # fmt: skip


def record(code: str, deadline: str | None = None) -> ServiceRequest:
    """Return a report filed on a Friday at 11.00, an hour before the offices close."""
    return ServiceRequest(
        source="qlue", service_request_id="1", service_code=code,
        requested_datetime=local_time("2026-11-20 11:00"),
        expected_datetime=deadline and local_time(deadline),
    )  # fmt: skip


def test_each_record_gets_the_moments_of_its_policy_or_of_its_source():
    records = [record("sampah"), record("usul"), record("usul", deadline="2026-11-21 11:00")]
    by_policy, without_target, by_source = targets_of(records, build_timekeeper(policy=[POLICY]))
    assert by_policy.expected_datetime == local_time("2026-11-23 09:00")  # Monday
    assert by_policy.response_expected_datetime == local_time("2026-11-20 12:00")
    assert (by_policy.basis, by_policy.policy, by_policy.provisional) == ("policy", "awal", False)
    assert (
        without_target.expected_datetime,
        without_target.basis,
        without_target.policy,
        without_target.approaching_at,
    ) == (None, None, None, None)
    assert (by_source.expected_datetime, by_source.basis) == (local_time("2026-11-21 11:00"), "source")
    assert by_source.very_late_at == local_time("2026-11-23 11:00")
    assert by_source.policy is None


def test_the_default_of_a_policy_reaches_a_report_of_an_unmapped_category():
    """Kind: a first city. Reports whose category was not mapped yet had no deadline, and none was late."""
    policy = {**POLICY, "resolve": {"default": "3 jam kerja", "sampah": "2 jam kerja"}}
    (target,) = targets_of([record("lainnya")], build_timekeeper(policy=[policy]))
    assert (target.expected_datetime, target.policy) == (local_time("2026-11-23 10:00"), "awal")


def test_no_records_have_no_targets():
    assert targets_of([], build_timekeeper(policy=[POLICY])) == []
