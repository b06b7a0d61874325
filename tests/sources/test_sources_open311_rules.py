"""Configured rules for status words, which apply after exact words."""

from pathlib import Path

import pytest

from data.config.settings import SettingError
from tests.builders import open_test_context
from tests.georeport_server import FakeGeoReport, make_report
from tests.sources.open311_pulls import open311_source, open_context_with, pull_once_at, stored_statuses

RULES = {
    "closed as dup*": "duplikat",
    "closed *": "selesai",
    "assigned *": "disposisi",
    "duplicate of *": "duplikat",
    "fixed*": "selesai",
}


@pytest.mark.parametrize(
    ("status", "fine", "word"),
    [
        ("Closed by staff", None, "selesai"),
        ("CLOSED AS DUPLICATE", None, "duplikat"),  # the first rule that fits
        ("Assigned to PU", None, "disposisi"),
        (None, "Assigned to PU", "disposisi"),
        ("closed", "Duplicate of 12", "duplikat"),
        ("open", "Fixed yesterday", "menunggu"),  # they contradict each other: Open311's own word counts
        ("Closed by nobody", None, "ditolak"),  # an exact word of the city's goes before every rule
        ("Reticulating", None, "tidak_dikenal"),
    ],
)
def test_a_status_is_read_by_the_first_matching_rule(
    tmp_path: Path, server: FakeGeoReport, status: str | None, fine: str | None, word: str
) -> None:
    server.put(make_report(1, status=status, status_description=fine))
    context = open_context_with(
        tmp_path, server, status_rules=RULES, status_words={"closed by nobody": "ditolak"}
    )
    pull_once_at(context)
    assert stored_statuses(context) == {"R1": word}


def test_a_rule_must_name_a_known_status(tmp_path: Path) -> None:
    wrong = open311_source(FakeGeoReport(url="http://127.0.0.1"), status_rules={"closed *": "beres"})
    with pytest.raises(SettingError, match="status_rules"):
        open_test_context(tmp_path, source=[wrong])
