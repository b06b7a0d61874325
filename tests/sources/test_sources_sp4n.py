"""SP4N-LAPOR's export: areas by name, statuses by rule, and secret reports."""

import pytest
from pydantic import ValidationError

from data.core.config.city import Sp4nSource
from data.core.report.record import RejectedRow
from data.core.report.standing import EventKind
from data.services.integrity import check_store
from data.services.live_board import snapshot_now
from data.sources.base import FeedError
from data.sources.tables import table_rows
from data.store.schema import event, rejected_row, service_request
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import open_feed
from jobs.pull import pull
from tests.builders import open_test_context
from tests.personas import ANGGREK, BARAT, MARIA, MONDAY_NOON, local_time
from tests.pulls import app_context_at, event_kinds, find_source, reports, rows_of
from tests.table_files import check_file, excel

HEADER = [
    "Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Nama Pelapor", "Klasifikasi Laporan",
    "Kategori", "Judul Laporan", "Isi Laporan Awal", "Isi Laporan Akhir", "Tipe Laporan",
    "Instansi Terdisposisi", "Status Laporan", "Alasan Tunda/Arsip", "Kecamatan", "Kelurahan", "Rating",
]  # fmt: skip
TITLE_ROWS = [["Laporan SP4N-LAPOR!"], ["Instansi", "Pemerintah Kota Uji"], ["Dibuat", "23 Nov 2026"], []] + [
    []
] * 6
SP4N = {"name": "sp4n", "kind": "sp4n"}
SECRET_WORDS = ("narkotika", "Lorong", "Anggrek")


def make_row(**changed):
    defaults = {
        "Tracking ID": "9001", "Tanggal Laporan Masuk": "3 Nov 2026", "Waktu Laporan Masuk": "09:15",
        "Nama Pelapor": MARIA.name, "Kategori": "Sampah", "Judul Laporan": "Sampah menumpuk",
        "Isi Laporan Awal": "penuh sejak Senin", "Tipe Laporan": "", "Instansi Terdisposisi": "DLH",
        "Status Laporan": "Terverifikasi", "Kecamatan": "BARAT", "Kelurahan": "KEL. ANGGREK",
    }  # fmt: skip
    values = {**defaults, **changed}
    return [values.get(name) for name in HEADER]


SECRET = {
    "Tipe Laporan": "Rahasia",
    "Judul Laporan": "Peredaran narkotika",
    "Isi Laporan Awal": "di Lorong 3",
}


def make_export(*rows):
    return excel(HEADER, *rows, rows_above=TITLE_ROWS)


def read_export(*rows, **changed):
    return check_file(make_export(*rows), **SP4N, **changed)


@pytest.fixture
def context(tmp_path):
    app_context = open_test_context(tmp_path, source=[SP4N])
    sync_layer(app_context)
    return app_context


def import_export(base_context, body, moment=MONDAY_NOON):
    """Import an export at a time."""
    path = base_context.settings.var / "ekspor.xlsx"
    path.write_bytes(body)
    context, source = app_context_at(base_context, moment), find_source(base_context, "sp4n")
    line = pull(context, source, open_feed(source, context, path))
    assert line["error"] is None
    return line


def test_a_row_is_mapped_to_report_fields():
    (record,) = read_export(make_row())
    assert (record.service_request_id, record.service_code) == ("9001", "sampah")
    assert record.requested_datetime == local_time("2026-11-03 09:15")  # a Tuesday
    assert record.description == "Sampah menumpuk\npenuh sejak Senin"
    assert (record.area_name, record.parent_name, record.agency_responsible) == (
        "KEL. ANGGREK",
        "BARAT",
        "DLH",
    )
    assert record.reporter == f"hash of {len(MARIA.name)}"


def test_the_final_text_takes_precedence_over_the_original():
    (record,) = read_export(make_row(**{"Isi Laporan Akhir": "penuh, sudah difoto"}))
    assert record.description == "Sampah menumpuk\npenuh, sudah difoto"


@pytest.mark.parametrize("written", ["3 Mei 2026", "3 May 2026"])
def test_months_are_read_in_both_languages(written):
    (record,) = read_export(make_row(**{"Tanggal Laporan Masuk": written}))
    assert record.requested_datetime == local_time("2026-05-03 09:15")  # a Sunday


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Belum Terverifikasi", "menunggu"),
        ("Terverifikasi", "koordinasi"),
        ("Terdisposisi", "disposisi"),
        ("Ditanggapi oleh Pelapor", "proses"),
        ("Ditutup oleh Admin", "selesai"),
        ("Ditutup oleh Sistem", "selesai"),
        ("Diarsipkan oleh Admin", "ditolak"),
        ("Sedang dibahas", "tidak_dikenal"),
    ],
)
def test_statuses_are_read_by_rule(word, code):
    (record,) = read_export(make_row(**{"Status Laporan": word}))
    assert record.status_description == code


def test_a_configured_rule_takes_precedence_over_the_default():
    (record,) = read_export(
        make_row(**{"Status Laporan": "Diarsipkan oleh Admin"}), status_rules={"diarsipkan*": "selesai"}
    )
    assert record.status_description == "selesai"


def test_an_anonymous_report_has_no_reporter():
    (record,) = read_export(make_row(**{"Tipe Laporan": "Anonim"}))
    assert record.reporter is None
    assert record.description


def test_a_secret_report_keeps_its_number_time_state_agency_and_kecamatan_only():
    (record,) = read_export(make_row(**SECRET))
    stored_fields = record.model_dump(exclude_defaults=True)
    assert stored_fields == {
        "source": "sp4n", "service_request_id": "9001", "service_code": "rahasia",
        "description": "(dirahasiakan)", "status_description": "koordinasi", "agency_responsible": "DLH",
        "requested_datetime": local_time("2026-11-03 09:15"), "parent_name": "BARAT",
        "status_notes": "Terverifikasi",
    }  # fmt: skip


def test_an_export_without_the_type_column_is_refused():
    position = HEADER.index("Tipe Laporan")
    rows = [[cell for n, cell in enumerate(cells) if n != position] for cells in (HEADER, make_row())]
    with pytest.raises(FeedError, match="no column Tipe Laporan"):
        check_file(excel(*rows), **SP4N)


def test_nothing_of_a_secret_report_is_stored_or_shown(context):
    import_export(
        context,
        make_export(
            make_row(**SECRET), make_row(**{**SECRET, "Tracking ID": "9002", "Tanggal Laporan Masuk": "?"})
        ),
    )
    stored_rows = [rows_of(context.engine, table) for table in (service_request, event, rejected_row)]
    snapshot_text = str(snapshot_now(context.engine, context.city, MONDAY_NOON).as_dict())
    assert len(stored_rows[2]) == 1
    for word in (*SECRET_WORDS[:2], "Rumengan", "ANGGREK"):
        assert word not in str(stored_rows)
        assert word not in snapshot_text


def test_a_secret_report_counts_in_its_kecamatan_but_in_no_kelurahan(context):
    import_export(context, make_export(make_row(**SECRET), make_row(**{"Tracking ID": "9002"})))
    reports_by_id = reports(context.engine)
    assert [row["area_code"] for row in reports_by_id.values()] == [BARAT, ANGGREK]
    snapshot = snapshot_now(context.engine, context.city, MONDAY_NOON)
    assert snapshot.totals["open"] == 2
    assert sum(area["open"] for area in snapshot.areas) == 1
    assert context.city.get_category("rahasia").sensitive


def test_a_report_that_turns_secret_loses_its_text(context):
    import_export(context, make_export(make_row()))
    import_export(context, make_export(make_row(**{"Tipe Laporan": "Rahasia"})))
    (report,) = reports(context.engine).values()
    assert report["service_code"] == "rahasia"
    assert report["details"]["description"] == "(dirahasiakan)"


def test_a_report_that_turns_secret_is_erased_from_the_history(context):
    import_export(
        context, make_export(make_row(**{"Tanggal Laporan Masuk": "?"}))
    )  # rejected once, with its whole text
    import_export(context, make_export(make_row()))
    import_export(
        context,
        make_export(make_row(**{"Status Laporan": "Terdisposisi", "Isi Laporan Akhir": "di Lorong 3"})),
    )
    import_export(
        context, make_export(make_row(**{"Tipe Laporan": "Rahasia"})), local_time("2026-11-24 12:00")
    )
    events = rows_of(context.engine, event)
    assert [item["service_code"] for item in events][-1] == "rahasia"
    assert {item["area_code"] for item in events[:2]} == {ANGGREK}  # boards of the past count by it
    stored_text = str([rows_of(context.engine, table) for table in (service_request, event, rejected_row)])
    for word in ("penuh", "menumpuk", "Lorong", "KEL. ANGGREK"):
        assert word not in stored_text
    assert {item["reporter"] for item in events} == {None}
    assert check_store(context.engine, context.city, local_time("2026-11-24 12:00")) == []


def test_importing_a_secret_report_again_is_no_change(context):
    secret = make_export(make_row(**{"Tipe Laporan": "Rahasia"}))
    import_export(context, make_export(make_row()))
    import_export(context, secret)
    assert import_export(context, secret)["unchanged"] == 1


def test_a_closing_is_known_from_the_import_that_first_shows_it(context):
    import_export(context, make_export(make_row()))
    import_export(
        context,
        make_export(make_row(**{"Status Laporan": "Ditutup oleh Admin"})),
        local_time("2026-11-24 12:00"),
    )
    (report,) = reports(context.engine).values()
    assert (report["closed_basis"], report["closed_datetime"]) == ("observed", local_time("2026-11-24 12:00"))
    assert event_kinds(context.engine, "9001")[-1] == EventKind.CLOSED


def test_the_same_export_again_changes_nothing(context):
    body = make_export(make_row(), make_row(**SECRET | {"Tracking ID": "9002"}))
    import_export(context, body)
    assert import_export(context, body)["unchanged"] == 2


def test_an_unreadable_row_keeps_nothing_as_it_may_be_secret():
    rows = ",".join(HEADER) + "\n" + ",".join(["9001", "3 Nov 2026", "09:15", *["narkotika"] * 20]) + "\n"
    (row_read,) = table_rows(Sp4nSource(name="sp4n", kind="sp4n"), rows.encode())
    assert "narkotika" not in row_read.raw + str(row_read.fields)
    assert row_read.problem


def test_a_rejected_row_does_not_name_its_reporter():
    (rejection,) = read_export(make_row(**{"Tanggal Laporan Masuk": "kapan"}))
    assert isinstance(rejection, RejectedRow)
    assert MARIA.name not in rejection.raw


RENAMED_HEADER = ["Sifat" if name == "Tipe Laporan" else name for name in HEADER]
OTHER_COLUMN = {**SP4N, "type_column": "Sifat"}


@pytest.mark.parametrize("spelt", ["Sifat", "SIFAT", " sifat: "])
def test_a_secret_report_stays_hidden_where_the_type_column_has_another_name(spelt):
    header = [spelt if name == "Sifat" else name for name in RENAMED_HEADER]
    (record,) = check_file(excel(header, make_row(**SECRET), rows_above=TITLE_ROWS), **OTHER_COLUMN)
    assert (record.service_code, record.description) == ("rahasia", "(dirahasiakan)")
    assert (record.reporter, record.area_name) == (None, None)


def test_a_rejected_secret_report_is_hidden_with_a_renamed_type_column():
    (rejection,) = check_file(
        excel(RENAMED_HEADER, make_row(**SECRET, **{"Tanggal Laporan Masuk": "?"})), **OTHER_COLUMN
    )
    assert isinstance(rejection, RejectedRow)
    for word in (*SECRET_WORDS, MARIA.name):
        assert word not in rejection.raw + str(rejection.fields)


YES_OR_NO = [("Ya", True), ("ya ", True), ("YES", True), ("1", True), ("x", True),
             ("Tidak", False), ("no", False), ("0", False), ("", False)]  # fmt: skip


@pytest.mark.parametrize(("cell", "secret"), YES_OR_NO)
def test_in_a_yes_or_no_column_anything_but_no_means_secret(cell, secret):
    header = ["Rahasia?" if name == "Tipe Laporan" else name for name in HEADER]
    row = make_row(**{**SECRET, "Tipe Laporan": cell})
    (record,) = check_file(excel(header, row, rows_above=TITLE_ROWS), **{**SP4N, "type_column": "Rahasia?"})
    assert (record.service_code == "rahasia") is secret
    assert (record.description == "(dirahasiakan)") is secret


@pytest.mark.parametrize(
    "type_column", ["Tipe Laporan", "Tipe Laporan (Anonim/Rahasia)", "Sifat", "Rahasia?"]
)
def test_the_column_that_tells_the_type_is_not_left_out(type_column):
    """It gives no field, but it is read: it decides what is stored of a report."""
    header = [type_column if name == "Tipe Laporan" else name for name in HEADER]
    body = excel([*header, "Petugas"], [*make_row(**{"Tipe Laporan": "Anonim"}), "Budi"])
    rows = table_rows(Sp4nSource.model_validate(SP4N), body)
    assert len(list(rows)) == 1
    assert [found.subject for found in rows.findings.take()] == ["Petugas"]


def test_an_export_without_the_configured_type_column_is_refused():
    with pytest.raises(FeedError, match="no column Sifat"):
        check_file(make_export(make_row(**SECRET)), **OTHER_COLUMN)


@pytest.mark.parametrize("nothing", ["", " "])
def test_the_type_column_must_not_be_blank(nothing):
    with pytest.raises(ValidationError, match="type_column"):
        Sp4nSource.model_validate({**SP4N, "type_column": nothing})
