"""A server's status words by rules in the city's file, after the words that are known exactly."""

from pathlib import Path

import pytest

from data.config.settings import SettingError
from tests.builders import open_town
from tests.open311 import GeoReport, report
from tests.source.open311_pulls import pull_at, source, stored, town_with

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
def test_a_status_is_read_by_the_first_rule_that_fits(
    tmp_path: Path, server: GeoReport, status: str | None, fine: str | None, word: str
) -> None:
    server.put(report(1, status=status, status_description=fine))
    world = town_with(tmp_path, server, status_rules=RULES, status_words={"closed by nobody": "ditolak"})
    pull_at(world)
    assert stored(world) == {"R1": word}


def test_a_rule_may_only_lead_to_a_word_of_ours(tmp_path: Path) -> None:
    wrong = source(GeoReport(url="http://127.0.0.1"), status_rules={"closed *": "beres"})
    with pytest.raises(SettingError, match="status_rules"):
        open_town(tmp_path, source=[wrong])
