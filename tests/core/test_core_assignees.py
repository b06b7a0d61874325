"""The assignee of a report after each event."""

import pandas as pd
import pytest

from data.core.history.assignees import assignees
from tests.event_histories import build_history


@pytest.mark.parametrize(
    ("word", "agency", "expected"),
    [
        ("menunggu", None, "kecamatan"),
        ("menunggu", "", "kecamatan"),
        ("menunggu", "Camat", "kecamatan"),
        ("proses", "camat Wenang", "kecamatan"),
        ("proses", " Kecamatan Wenang", "kecamatan"),
        ("proses", "Kelurahan Anggrek", "kecamatan"),
        ("disposisi", "Dinas Perhubungan", "Dinas Perhubungan"),
        ("disposisi", " Satpol PP ", "Satpol PP"),
        ("proses", "Dinas Camatan", "Dinas Camatan"),
        ("diteruskan", "Camat", "instansi luar"),
        ("diteruskan", "PLN", "instansi luar"),
        ("menunggu_pelapor", "Satpol PP", "pelapor"),
        ("kata baru", None, "kecamatan"),
    ],
)
def test_an_open_report_is_assigned_to(word: str, agency: str | None, expected: str) -> None:
    """Without a named agency it is the kecamatan; forwarded and returned reports have another one."""
    fields = {"status_description": word, "agency_responsible": agency}
    assert assignees(build_history([("1", "received", "2026-11-23 08:00", fields)])).tolist() == [expected]


def test_a_closed_report_is_unassigned_until_it_is_reopened() -> None:
    """A closed or withdrawn report has none; a reopened one has its last assignee."""
    history = build_history(
        [
            ("1", "received", "2026-11-23 08:00", {"agency_responsible": "Satpol PP"}),
            ("1", "closed", "2026-11-23 09:00"),
            ("1", "reopened", "2026-11-23 10:00"),
            ("1", "withdrawn", "2026-11-23 11:00"),
        ]
    )
    assert assignees(history).tolist() == ["Satpol PP", "", "Satpol PP", ""]


def test_assignees_are_strings_on_the_index_of_the_events() -> None:
    """The index is kept for a part of a longer table, too."""
    history = build_history([(name, "received", "2026-11-23 08:00") for name in "123"]).iloc[[2, 0]]
    expected = pd.Series(["kecamatan", "kecamatan"], index=[2, 0], dtype="str")
    pd.testing.assert_series_equal(assignees(history), expected)
