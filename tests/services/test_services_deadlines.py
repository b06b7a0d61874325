"""What a pull judges its records by."""

from datetime import date

from data.core.report.record import ServiceRequest
from data.services.deadlines import targets_of
from tests.core.offices import keeper
from tests.personas import local

POLICY = {"id": "awal", "from": date(2026, 1, 1), "respond": {"sampah": "1 jam kerja"},
          "resolve": {"sampah": "2 jam kerja"}}  # fmt: skip


def record(code: str, given: str | None = None) -> ServiceRequest:
    """Filed on a Friday at 11.00, an hour before the offices close."""
    return ServiceRequest(
        source="qlue", service_request_id="1", service_code=code,
        requested_datetime=local("2026-11-20 11:00"), expected_datetime=given and local(given),
    )  # fmt: skip


def test_each_record_gets_the_moments_of_its_policy_or_of_its_source():
    records = [record("sampah"), record("usul"), record("usul", given="2026-11-21 11:00")]
    own, none, given = targets_of(records, keeper(policy=[POLICY]))
    assert own.expected_datetime == local("2026-11-23 09:00")  # Monday
    assert own.response_expected_datetime == local("2026-11-20 12:00")
    assert (own.basis, own.policy, own.provisional) == ("policy", "awal", False)
    assert (none.expected_datetime, none.basis, none.policy, none.approaching_at) == (None, None, None, None)
    assert (given.expected_datetime, given.basis) == (local("2026-11-21 11:00"), "source")
    assert given.very_late_at == local("2026-11-23 11:00")
    assert given.policy is None


def test_no_records_have_no_targets():
    assert targets_of([], keeper(policy=[POLICY])) == []
