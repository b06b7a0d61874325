"""What an import leaves out is in the store and in plain sentences, on a terminal as well."""

import io
from pathlib import Path

import openpyxl
import pytest

from bootstrap import AppContext
from data.core.findings import Finding, FindingKind
from data.store.findings import findings_of
from jobs.feed_factory import open_feed
from jobs.finding_sentences import MAX_NAMES, finding_sentences
from jobs.progress import track_progress
from jobs.pull import pull
from tests.builders import open_test_context
from tests.pulls import find_source
from tests.table_files import HEADER, SOURCE

GOOD = ["A-1", "2026-11-02 08:00", "", "", "open", "Sampahh", "penuh", "1.405", "124.805"]
FOUND = {
    "category_unknown": 2,
    "column_left_out": 1,
    "row_left_out": 1,
    "sheet_left_out": 1,
}


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        """Return that it is one."""
        return True


@pytest.fixture
def table_context(tmp_path: Path) -> AppContext:
    return open_test_context(tmp_path, source=[SOURCE])


def write_workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ([*HEADER, "Petugas"], [*GOOD, "Budi"], [], ["A-2", *GOOD[1:]]):
        book.active.append(row)
    book.create_sheet("Petunjuk").append(["Isi semua kolom"])
    book.save(path)


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_an_import_counts_and_stores_what_it_leaves_out(
    table_context: AppContext, tmp_path: Path, stream: io.StringIO
) -> None:
    write_workbook(tmp_path / "rekap.xlsx")
    source = find_source(table_context, "rekap")
    with track_progress(open_feed(source, table_context, tmp_path / "rekap.xlsx"), "x", stream) as feed:
        line = pull(table_context, source, feed, file="rekap.xlsx")
    assert (line["error"], line["new"]) == (None, 2)
    assert {name: line["findings"].get(name) for name in FOUND} == FOUND
    with table_context.engine.connect() as connection:
        found = findings_of(connection, "rekap", line["pull_id"])
    subjects = {finding.kind.value: finding.subject for finding in found}
    assert {name: subjects[name] for name in FOUND} == {
        "category_unknown": "Sampahh",
        "column_left_out": "Petugas",
        "row_left_out": "blank rows",
        "sheet_left_out": "Petunjuk",
    }


def test_sentences_name_what_was_found_and_what_may_be_meant() -> None:
    found = [
        Finding(FindingKind.SHEET_LEFT_OUT, "Petunjuk", 1, "no column Nomor"),
        Finding(FindingKind.CATEGORY_UNKNOWN, "Sampahh", 1_200, "Sampah"),
        Finding(FindingKind.ROW_LEFT_OUT, "blank rows", 2),
    ]
    assert finding_sentences(found) == [
        "1 sheet not read: Petunjuk (no column Nomor)",
        "2 rows no report and not read: 2 x blank rows",
        "1,200 reports of categories that are not known: 1,200 x Sampahh (Sampah)",
    ]


def test_a_sentence_is_bounded() -> None:
    found = [Finding(FindingKind.AREA_UNKNOWN, f"nama {number}") for number in range(MAX_NAMES + 3)]
    (sentence,) = finding_sentences([*found, Finding(FindingKind.AREA_UNKNOWN, "", 7)])
    assert sentence.startswith("15 reports of areas that are not known: nama 0,")
    assert sentence.endswith("and 3 more")


@pytest.mark.parametrize("kind", list(FindingKind))
def test_every_kind_has_a_sentence(kind: FindingKind) -> None:
    (sentence,) = finding_sentences([Finding(kind, "x", 2)])
    assert sentence.startswith("2 ")
