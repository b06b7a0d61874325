"""The notes of a source's latest pull on ``/sumber``."""

import json
from pathlib import Path

import pytest

from bootstrap import AppContext
from dashboard.pages.sources.sections.finding_labels import KINDS, OTHER_KIND
from dashboard.pages.sources.sections.findings import MAX_LISTED, finding_groups, kind_label
from dashboard.ui.format import format_moment
from dashboard.web.templates import environment
from data.core.findings import Finding, FindingKind
from data.services.pull_findings import PullFindings, latest_findings
from data.store import ledger
from data.store.engine import writer
from tests.builders import open_test_context, qlue_row
from tests.dashboard.html_pages import parse_html
from tests.personas import MONDAY_NOON, ZONE
from tests.pulls import pull_rows


def shown(*findings: Finding, file: str | None = None) -> str:
    pull = PullFindings(MONDAY_NOON, file, findings)
    finding_list = environment().get_template("sources/card.html").module.finding_list  # type: ignore[attr-defined]
    html = finding_list(pull, finding_groups(pull, ZONE), lambda moment: format_moment(moment, ZONE))
    return " ".join(parse_html(str(html)).text.split())


def test_a_kind_has_its_count_and_the_names_with_what_may_be_meant() -> None:
    text = shown(
        Finding(FindingKind.SHEET_LEFT_OUT, "Arsip", 1, "hidden"),
        Finding(FindingKind.SHEET_LEFT_OUT, "Lama", 1, "no column Nomor"),
        Finding(FindingKind.ROW_LEFT_OUT, "blank rows", 3),
        Finding(FindingKind.CATEGORY_UNKNOWN, "Sampahh", 1_200, "Sampah"),
        file="rekap.xlsx",
    )
    assert "Catatan impor rekap.xlsx, 23 November 2026 pukul 12.00 WITA: 3 jenis" in text
    assert "Lembar yang tidak dibaca: 2" in text
    assert "Arsip: tersembunyi" in text
    assert "Lama: tanpa kolom Nomor" in text
    assert "baris kosong (3 kali)" in text
    assert "Kategori tidak dikenal: 1.200" in text
    assert "Sampahh (1.200 kali): mungkin maksudnya Sampah" in text


def test_the_names_of_a_kind_are_bounded() -> None:
    text = shown(*(Finding(FindingKind.AREA_UNKNOWN, f"nama {n:03d}") for n in range(MAX_LISTED + 5)))
    assert f"nama {MAX_LISTED - 1:03d}" in text
    assert f"nama {MAX_LISTED:03d}" not in text
    assert "dan 5 lainnya" in text


def test_nothing_is_shown_without_findings() -> None:
    assert finding_groups(PullFindings(MONDAY_NOON, None, ()), ZONE) == ()
    assert finding_groups(None, ZONE) == ()


@pytest.mark.parametrize("kind", list(FindingKind))
def test_every_kind_has_a_label(kind: FindingKind) -> None:
    assert kind_label(kind) == KINDS[kind.value] != OTHER_KIND


def find_subjects(app_context: AppContext) -> list[str]:
    latest = latest_findings(app_context.engine, "qlue")
    return [finding.subject for finding in latest.findings] if latest else []


def test_the_findings_are_those_of_the_latest_pull_that_read_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app_context = open_test_context(tmp_path)
    assert latest_findings(app_context.engine, "qlue") is None
    pull_rows(app_context, qlue_row(1, category="Entah apa"))
    assert "Entah apa" in find_subjects(app_context)
    for _ in range(3):  # pulls of an unchanged feed read nothing
        with writer(app_context.engine).begin() as connection:
            ledger.end_pull(connection, ledger.begin_pull(connection, "qlue", MONDAY_NOON), MONDAY_NOON, None)
    assert "Entah apa" in find_subjects(app_context)
    monkeypatch.setattr(ledger, "SEARCHED_PULLS", 2)
    assert "Entah apa" in find_subjects(app_context)
    pull_rows(app_context, qlue_row(1, category="Sampah"))
    assert "Entah apa" not in find_subjects(app_context)
    app_context.engine.dispose()


def test_findings_hold_no_text_of_a_confidential_report(tmp_path: Path) -> None:
    app_context = open_test_context(tmp_path)
    row = qlue_row(1, category="Rahasia", status="teks yang rahasia", post_desc="teks yang rahasia")
    pull_rows(app_context, row)
    latest = latest_findings(app_context.engine, "qlue")
    assert "teks" not in json.dumps([finding.subject for finding in latest.findings] if latest else [])
    app_context.engine.dispose()


def test_moments_and_reasons_are_written_as_on_screens() -> None:
    text = shown(
        Finding(FindingKind.IMPORT_OLDER, "2026-11-05T00:00:00+00:00", 1, "2026-11-06T00:00:00+00:00"),
        Finding(FindingKind.SHEET_LEFT_OUT, "Lama", 1, "no column Batas, Nomor and 2 more"),
        Finding(FindingKind.IMPLAUSIBLE, "many_missing", 1, "5 of 5"),
    )
    assert "5 November 2026 pukul 08.00 WITA: 6 November 2026 pukul 08.00 WITA" in text
    assert "Lama: tanpa kolom Batas, Nomor dan 2 lainnya" in text
    assert "banyak laporan terbuka tidak ada lagi: 5 dari 5" in text
