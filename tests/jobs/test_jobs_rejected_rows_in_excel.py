"""A sheet of rejected rows as an Indonesian Excel saves it; a row that the source itself corrects."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from bootstrap import AppContext
from data.services.rejected_rows_sheet import to_csv
from data.store.rejected_rows import count_quarantined, list_quarantined
from data.store.schema import service_request
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import open_feed
from jobs.pull import pull
from jobs.rejected_rows import reimport_file
from tests.builders import fixed_clock, open_test_context
from tests.personas import MONDAY_NOON

REKAP: dict[str, Any] = {
    "name": "rekap", "kind": "table", "timezone": "Asia/Makassar", "date_order": "dmy",
    "status_words": {"Baru": "menunggu", "Selesai": "selesai"},
    "status_rules": {"tutup*": "selesai"},
    "fields": {
        "service_request_id": "No", "requested_datetime": "Masuk", "status_description": "Status",
        "service_name": "Kategori", "description": "Uraian", "lat": "Lintang", "long": "Bujur",
    },
}  # fmt: skip
HEADER = "No;Masuk;Status;Kategori;Uraian;Lintang;Bujur"
WITHOUT_NUMBER = ";05/11/2026 09:15;Baru;Sampah;tanpa nomor;1,4748;124,842"
WITHOUT_TIME = "000417;;Baru;Lampu rusak;tanpa tanggal;1,4748;124,842"
SOUND = "000418;06/11/2026 10:00;Baru;Sampah;baik;;"
CORRECTED = WITHOUT_TIME.replace(";;", ";06/11/2026 10:00;", 1)


@pytest.fixture
def app_context(tmp_path: Path) -> AppContext:
    app_context = open_test_context(tmp_path, source=[REKAP])
    sync_layer(app_context)
    import_rows(app_context, tmp_path, WITHOUT_NUMBER, WITHOUT_TIME, SOUND)
    return app_context


def import_rows(app_context: AppContext, folder: Path, *rows: str) -> dict[str, Any]:
    path, source = folder / "rekap.csv", app_context.city.source[0]
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return pull(app_context, source, open_feed(source, app_context, path), file=path.name)


def an_hour_later(app_context: AppContext) -> AppContext:
    return replace(app_context, clock=fixed_clock(MONDAY_NOON + timedelta(hours=1)))


def sheet(app_context: AppContext) -> str:
    with app_context.engine.connect() as connection:
        return to_csv(list_quarantined(connection, "rekap")).decode("utf-8-sig")


def edited_sheet(app_context: AppContext, moment: str = "06/11/2026 10.00") -> str:
    """Fill in what is missing; the rest is what Excel makes of it."""
    first, second = sheet(app_context).splitlines()[1:]
    first = first.replace(";;2026-11-05T09:15:00;", ";K-416;05/11/2026 09:15;")
    second = second.replace(";'000417;;", f";417;{moment};")
    assert "K-416" in first and ";417;" in second
    return "\r\n".join([sheet(app_context).splitlines()[0], first, second]).replace(";1.4748;", ";1,4748;")


def reimport_text(app_context: AppContext, folder: Path, text: str, encoding: str = "utf-8-sig") -> Any:
    path = folder / "ditolak.csv"
    path.write_bytes(text.encode(encoding))
    (line,) = reimport_file(app_context, path)
    return line


def stored(app_context: AppContext) -> dict[str, Any]:
    with app_context.engine.connect() as connection:
        rows = connection.execute(select(service_request)).mappings().all()
    return {row["service_request_id"]: row for row in rows}


def waiting(app_context: AppContext) -> int:
    with app_context.engine.connect() as connection:
        return count_quarantined(connection, "rekap")


def test_ids_that_excel_would_shorten_are_written_as_texts(app_context: AppContext) -> None:
    assert ";'000417;" in sheet(app_context)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize(
    "moment", ["06/11/2026 10.00", "06/11/2026 10:00", "46332,4166666667", "2026-11-06 10:00"]
)
def test_cells_are_read_by_the_rules_of_the_source(
    app_context: AppContext, tmp_path: Path, encoding: str, moment: str
) -> None:
    line = reimport_text(app_context, tmp_path, edited_sheet(app_context, moment), encoding)
    assert (line["read"], line["new"], line["rejected"], waiting(app_context)) == (2, 2, 0, 0)
    reports = stored(app_context)
    assert sorted(reports) == ["000417", "000418", "K-416"]
    assert reports["000417"]["requested_datetime"] == datetime(2026, 11, 6, 2, 0, tzinfo=UTC)
    assert reports["K-416"]["requested_datetime"] == datetime(2026, 11, 5, 1, 15, tzinfo=UTC)
    assert (reports["000417"]["lat"], reports["000417"]["long"]) == (1.4748, 124.842)


def test_a_second_try_skips_what_is_stored_and_counts_it(app_context: AppContext, tmp_path: Path) -> None:
    text = edited_sheet(app_context)
    first_try = reimport_text(app_context, tmp_path, text.replace("06/11/2026 10.00", "kemarin"))
    assert (first_try["new"], first_try["rejected"], waiting(app_context)) == (1, 1, 1)
    second_try = reimport_text(app_context, tmp_path, text)
    assert (second_try["read"], second_try["new"], second_try["rejected"]) == (1, 1, 0)
    assert second_try["findings"]["row_left_out"] == 1
    third_try = reimport_text(app_context, tmp_path, text)
    assert (third_try["read"], third_try["findings"], third_try["error"]) == (0, {"row_left_out": 2}, None)
    assert sorted(stored(app_context)) == ["000417", "000418", "K-416"]


def test_a_row_corrected_at_its_source_leaves_quarantine(app_context: AppContext, tmp_path: Path) -> None:
    text, later = edited_sheet(app_context), an_hour_later(app_context)
    line = import_rows(later, tmp_path, WITHOUT_NUMBER, CORRECTED, SOUND)
    assert (line["new"], line["rejected"], waiting(later)) == (1, 1, 1)
    line = reimport_text(later, tmp_path, text)
    assert (line["new"], line["findings"]["row_left_out"], waiting(later)) == (1, 1, 0)
    assert sorted(stored(later)) == ["000417", "000418", "K-416"]


def test_a_repair_before_the_correction_of_the_source_is_one_report(
    app_context: AppContext, tmp_path: Path
) -> None:
    reimport_text(app_context, tmp_path, edited_sheet(app_context))
    line = import_rows(an_hour_later(app_context), tmp_path, WITHOUT_NUMBER, CORRECTED, SOUND)
    assert (line["new"], waiting(app_context)) == (0, 0)
    assert sorted(stored(app_context)) == ["000417", "000418", "K-416"]


def test_a_rejected_row_beside_a_sound_one_of_its_report_stays(
    app_context: AppContext, tmp_path: Path
) -> None:
    """It may be the newer news: both come with every pull."""
    later = an_hour_later(app_context)
    line = import_rows(later, tmp_path, CORRECTED, "000417;;Selesai;Lampu rusak;menyala lagi;;")
    assert (line["new"], line["rejected"]) == (1, 1)
    assert waiting(later) == 2  # it, and the one without a number


def test_a_changed_status_is_decided_anew(app_context: AppContext, tmp_path: Path) -> None:
    import_rows(app_context, tmp_path, "7;;Tutup oleh admin;Sampah;satu;;")
    row = next(line for line in sheet(app_context).splitlines() if "Tutup oleh" in line)
    head = sheet(app_context).splitlines()[0]
    changed = row.replace(";7;;", ";7;06/11/2026 10.00;").replace(";Tutup oleh admin;", ";Baru;")
    reimport_text(app_context, tmp_path, f"{head}\n{changed}\n")
    assert stored(app_context)["7"]["status"] == "open"


def test_a_sheet_saved_as_a_workbook_is_read_too(app_context: AppContext, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    lines = [line.split(";") for line in edited_sheet(app_context).splitlines()]
    for cells in lines:
        cells[-1:] = []  # the raw text, which holds no separator that matters here
        book.active.append(cells)
    names = lines[0]
    book.active.cell(3, names.index("service_request_id") + 1).value = 417
    book.active.cell(3, names.index("requested_datetime") + 1).value = datetime(2026, 11, 6, 10)  # noqa: DTZ001
    path = tmp_path / "ditolak.xlsx"
    book.save(path)
    (line,) = reimport_file(app_context, path)
    assert (line["new"], line["rejected"]) == (2, 0)
    assert sorted(stored(app_context)) == ["000417", "000418", "K-416"]
