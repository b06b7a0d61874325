"""`python -m data verdicts` over imported files, whose own due dates are the deadlines.

The files imitate two open data portals. New York's JSON: local times without a zone, due dates on some rows
only, closing dates on rows whose status is not closed. Washington's CSV: UTC, `NA` for no value.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bootstrap import AppContext
from data.__main__ import main
from tests.builders import open_test_context
from tests.pulls import csv_body, process_environment, pull_body

NEW_YORK: dict[str, Any] = {
    "name": "nyc", "kind": "table", "timezone": "America/New_York", "status_from": "closed_datetime",
    "fields": {
        "service_request_id": "unique_key", "requested_datetime": "created_date",
        "expected_datetime": "due_date", "closed_datetime": "closed_date",
        "status_description": "status", "service_name": "complaint_type",
    },
}  # fmt: skip
WASHINGTON: dict[str, Any] = {
    "name": "dc", "kind": "table", "timezone": "America/New_York",
    "status_words": {"In-Progress": "proses", "Duplicate (Closed)": "duplikat"},
    "fields": {
        "service_request_id": "SERVICEREQUESTID", "requested_datetime": "SERVICEORDERDATE",
        "expected_datetime": "SERVICEDUEDATE", "closed_datetime": "RESOLUTIONDATE",
        "status_description": "SERVICEORDERSTATUS", "service_name": "SERVICECODEDESCRIPTION",
    },
}  # fmt: skip

DUE = "2012-11-20T15:50:59.000"  # a Tuesday, eight hours after the filing
PORTAL = [  # due, closed, status, and the outcome according to the portal
    (DUE, "2012-11-20T15:19:09.000", "Closed", "closed_on_time"),
    (DUE, "2012-11-20T15:50:59.000", "Closed", "closed_on_time"),  # at the deadline itself
    (DUE, "2012-11-20T15:51:00.000", "Closed", "closed_late"),
    (
        DUE,
        "2012-11-19T00:00:00.000",
        "Closed",
        "closed_on_time",
    ),  # closed before it was filed, according to the portal
    (DUE, "2012-11-21T09:00:00.000", "Assigned", "closed_late"),  # not called closed, but it has been
    (DUE, None, "Assigned", "open_overdue"),
    (DUE, None, "Open", "open_overdue"),
    (DUE, "1900-01-01T00:00:00.000", "Pending", "closed_on_time"),
    (None, "2012-11-20T15:19:09.000", "Closed", "no_target"),
    (None, None, "Open", "no_target"),
    (None, "2012-12-20T15:19:09.000", "Closed", "no_target"),
]
FEED = [  # due, resolved, status, outcome; in UTC: 22:00Z is 17.00 in Washington
    ("2016-11-18T22:00:00Z", "2016-11-18T22:00:00Z", "Closed", "closed_on_time"),
    ("2016-11-18T22:00:00Z", "2016-11-18T22:00:01Z", "Closed", "closed_late"),
    ("2016-11-18T22:00:00Z", "2017-01-12T19:00:16Z", "Closed", "closed_late"),
    ("2016-11-18T22:00:00Z", "NA", "In-Progress", "open_overdue"),
    ("2016-11-18T22:00:00Z", "2016-11-17T22:00:00Z", "Duplicate (Closed)", "withdrawn"),
    ("NA", "NA", "In-Progress", "no_target"),
]

Cases = list[tuple[str | None, str | None, str, str]]


def portal_json() -> bytes:
    """Return rows as Socrata's JSON: numbers as strings, no key where there is no value."""
    rows = [
        {"unique_key": str(24445308 + n), "created_date": "2012-11-20T07:50:59.000", "status": status,
         "complaint_type": "Noise - Vehicle", "due_date": due, "closed_date": closed}
        for n, (due, closed, status, _) in enumerate(PORTAL)
    ]  # fmt: skip
    return json.dumps([{k: v for k, v in row.items() if v is not None} for row in rows]).encode()


def feed_csv() -> bytes:
    """Return rows as CSV: a column for everything, and `NA` for no value."""
    header = ["SERVICEREQUESTID", "SERVICECODEDESCRIPTION", "SERVICEORDERDATE", "SERVICEORDERSTATUS",
              "RESOLUTIONDATE", "SERVICEDUEDATE"]  # fmt: skip
    rows = [
        [f"16-{n:08}", "Rodent Inspection and Treatment", "2016-10-29T15:09:22Z", status, resolved, due]
        for n, (due, resolved, status, _) in enumerate(FEED)
    ]
    return csv_body(header, *rows)


def expected_counts(cases: Any) -> dict[str, int]:
    """Return the counts of the outcomes listed with the cases."""
    names = ("no_target", "withdrawn", "open", "open_overdue", "closed_on_time", "closed_late")
    return {"reports": len(cases), "closed_unknown": 0} | {
        name: sum(case[-1] == name for case in cases) for name in names
    }


@pytest.fixture
def app_context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppContext:
    """Return an empty store of a city with both portals, and set the environment to it."""
    for name, value in process_environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    return open_test_context(tmp_path, source=[NEW_YORK, WASHINGTON])


@pytest.fixture
def run_verdicts(
    app_context: AppContext, capsys: pytest.CaptureFixture[str]
) -> Callable[..., dict[str, Any]]:
    """Return a function that runs the command and returns its output."""

    def call(*arguments: str) -> dict[str, Any]:
        capsys.readouterr()
        assert main(["verdicts", *arguments]) == 0
        counts: dict[str, Any] = json.loads(capsys.readouterr().out)
        return counts

    return call


@pytest.mark.parametrize(
    ("source", "body", "cases"), [("nyc", portal_json(), PORTAL), ("dc", feed_csv(), FEED)], ids=["nyc", "dc"]
)
def test_the_verdicts_are_those_of_the_citys_own_column(app_context, run_verdicts, source, body, cases):
    line = pull_body(app_context, body, source)
    assert (line["read"], line["new"], line["rejected"]) == (len(cases), len(cases), 0)
    assert run_verdicts() == expected_counts(cases)
    assert pull_body(app_context, body, source)["unchanged"] == len(cases)
    assert run_verdicts() == expected_counts(cases)


def test_open_reports_are_judged_at_the_requested_moment(app_context, run_verdicts):
    """At the deadline nothing is overdue, a second later both; a time without a zone is the city's."""
    pull_body(app_context, portal_json(), "nyc")
    for moment, overdue in (("2012-11-20T15:50:59-05:00", 0), ("2012-11-20T15:51:00-05:00", 2),
                            ("2012-11-21T04:50:59", 0), ("2012-11-21T04:51:00", 2)):  # fmt: skip
        counts = run_verdicts("--as-of", moment)
        assert (counts["open_overdue"], counts["open"]) == (overdue, 2 - overdue), moment


def test_verdicts_can_be_limited_to_one_source(app_context, run_verdicts):
    pull_body(app_context, portal_json(), "nyc")
    pull_body(app_context, feed_csv(), "dc")
    assert run_verdicts("--source", "dc") == expected_counts(FEED)
    assert run_verdicts()["reports"] == len(PORTAL) + len(FEED)
