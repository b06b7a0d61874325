"""SP4N-LAPOR's export: areas by name, states by rule, secret reports secret."""

import pytest
from pydantic import ValidationError

from data.core.config.city import Sp4nSource
from data.core.report.change import Kind
from data.core.report.record import Rejection
from data.services.integrity import check_store
from data.services.live_board import snapshot_now
from data.sources.base import FeedError
from data.sources.tables import table_rows
from data.store.schema import event, rejected_row, service_request
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import feed_of
from jobs.pull import pull
from tests.builders import open_town
from tests.personas import ANGGREK, BARAT, MARIA, MONDAY_NOON, local
from tests.pulls import at, kinds, named, reports, rows_of
from tests.tables import checked, excel

HEADER = [
    "Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Nama Pelapor", "Klasifikasi Laporan",
    "Kategori", "Judul Laporan", "Isi Laporan Awal", "Isi Laporan Akhir", "Tipe Laporan",
    "Instansi Terdisposisi", "Status Laporan", "Alasan Tunda/Arsip", "Kecamatan", "Kelurahan", "Rating",
]  # fmt: skip
ABOVE = [["Laporan SP4N-LAPOR!"], ["Instansi", "Pemerintah Kota Uji"], ["Dibuat", "23 Nov 2026"], []] + [
    []
] * 6
SP4N = {"name": "sp4n", "kind": "sp4n"}
SECRET_WORDS = ("narkotika", "Lorong", "Anggrek")


def row(**changed):
    usual = {
        "Tracking ID": "9001", "Tanggal Laporan Masuk": "3 Nov 2026", "Waktu Laporan Masuk": "09:15",
        "Nama Pelapor": MARIA.name, "Kategori": "Sampah", "Judul Laporan": "Sampah menumpuk",
        "Isi Laporan Awal": "penuh sejak Senin", "Tipe Laporan": "", "Instansi Terdisposisi": "DLH",
        "Status Laporan": "Terverifikasi", "Kecamatan": "BARAT", "Kelurahan": "KEL. ANGGREK",
    }  # fmt: skip
    values = {**usual, **changed}
    return [values.get(name) for name in HEADER]


SECRET = {
    "Tipe Laporan": "Rahasia",
    "Judul Laporan": "Peredaran narkotika",
    "Isi Laporan Awal": "di Lorong 3",
}


def export(*rows):
    return excel(HEADER, *rows, above=ABOVE)


def read(*rows, **changed):
    return checked(export(*rows), **SP4N, **changed)


@pytest.fixture
def town(tmp_path):
    world = open_town(tmp_path, source=[SP4N])
    sync_layer(world)
    return world


def imported(town, body, moment=MONDAY_NOON):
    """One import of an export at a moment."""
    path = town.settings.var / "ekspor.xlsx"
    path.write_bytes(body)
    world, source = at(town, moment), named(town, "sp4n")
    line = pull(world, source, feed_of(source, world, path))
    assert line["error"] is None
    return line


def test_a_report_in_our_names():
    (found,) = read(row())
    assert (found.service_request_id, found.service_code) == ("9001", "sampah")
    assert found.requested_datetime == local("2026-11-03 09:15")  # a Tuesday
    assert found.description == "Sampah menumpuk\npenuh sejak Senin"
    assert (found.area_name, found.parent_name, found.agency_responsible) == ("KEL. ANGGREK", "BARAT", "DLH")
    assert found.reporter == f"hash of {len(MARIA.name)}"


def test_the_final_text_goes_before_the_first():
    (found,) = read(row(**{"Isi Laporan Akhir": "penuh, sudah difoto"}))
    assert found.description == "Sampah menumpuk\npenuh, sudah difoto"


@pytest.mark.parametrize("written", ["3 Mei 2026", "3 May 2026"])
def test_months_are_read_in_both_languages(written):
    (found,) = read(row(**{"Tanggal Laporan Masuk": written}))
    assert found.requested_datetime == local("2026-05-03 09:15")  # a Sunday


@pytest.mark.parametrize(
    ("word", "ours"),
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
def test_states_are_read_by_rule(word, ours):
    (found,) = read(row(**{"Status Laporan": word}))
    assert found.status_description == ours


def test_a_citys_own_rule_goes_before_ours():
    (found,) = read(
        row(**{"Status Laporan": "Diarsipkan oleh Admin"}), status_rules={"diarsipkan*": "selesai"}
    )
    assert found.status_description == "selesai"


def test_an_anonymous_report_has_no_reporter():
    (found,) = read(row(**{"Tipe Laporan": "Anonim"}))
    assert found.reporter is None
    assert found.description


def test_a_secret_report_keeps_its_number_time_state_agency_and_kecamatan_only():
    (found,) = read(row(**SECRET))
    kept = found.model_dump(exclude_defaults=True)
    assert kept == {
        "source": "sp4n", "service_request_id": "9001", "service_code": "rahasia",
        "description": "(dirahasiakan)", "status_description": "koordinasi", "agency_responsible": "DLH",
        "requested_datetime": local("2026-11-03 09:15"), "parent_name": "BARAT",
        "status_notes": "Terverifikasi",
    }  # fmt: skip


def test_an_export_that_does_not_say_which_reports_are_secret_is_refused():
    position = HEADER.index("Tipe Laporan")
    rows = [[cell for n, cell in enumerate(cells) if n != position] for cells in (HEADER, row())]
    with pytest.raises(FeedError, match="no column Tipe Laporan"):
        checked(excel(*rows), **SP4N)


def test_nothing_of_a_secret_report_is_stored_or_shown(town):
    imported(
        town, export(row(**SECRET), row(**{**SECRET, "Tracking ID": "9002", "Tanggal Laporan Masuk": "?"}))
    )
    stored = [rows_of(town.engine, table) for table in (service_request, event, rejected_row)]
    shown = str(snapshot_now(town.engine, town.city, MONDAY_NOON).as_dict())
    assert len(stored[2]) == 1
    for word in (*SECRET_WORDS[:2], "Rumengan", "ANGGREK"):
        assert word not in str(stored)
        assert word not in shown


def test_a_secret_report_counts_in_its_kecamatan_and_on_no_kelurahan(town):
    imported(town, export(row(**SECRET), row(**{"Tracking ID": "9002"})))
    found = reports(town.engine)
    assert [row["area_code"] for row in found.values()] == [BARAT, ANGGREK]
    snapshot = snapshot_now(town.engine, town.city, MONDAY_NOON)
    assert snapshot.totals["open"] == 2
    assert sum(area["open"] for area in snapshot.areas) == 1
    assert town.city.category_of("rahasia").sensitive


def test_a_report_that_turns_secret_loses_its_text(town):
    imported(town, export(row()))
    imported(town, export(row(**{"Tipe Laporan": "Rahasia"})))
    (found,) = reports(town.engine).values()
    assert found["service_code"] == "rahasia"
    assert found["details"]["description"] == "(dirahasiakan)"


def test_a_report_that_turns_secret_leaves_nothing_of_itself_in_the_history(town):
    imported(town, export(row(**{"Tanggal Laporan Masuk": "?"})))  # once it was rejected, with all it said
    imported(town, export(row()))
    imported(town, export(row(**{"Status Laporan": "Terdisposisi", "Isi Laporan Akhir": "di Lorong 3"})))
    imported(town, export(row(**{"Tipe Laporan": "Rahasia"})), local("2026-11-24 12:00"))
    found = rows_of(town.engine, event)
    assert [item["service_code"] for item in found][-1] == "rahasia"
    assert {item["area_code"] for item in found[:2]} == {ANGGREK}  # boards of the past count by it
    kept = str([rows_of(town.engine, table) for table in (service_request, event, rejected_row)])
    for word in ("penuh", "menumpuk", "Lorong", "KEL. ANGGREK"):
        assert word not in kept
    assert {item["reporter"] for item in found} == {None}
    assert check_store(town.engine, town.city, local("2026-11-24 12:00")) == []


def test_a_report_that_turned_secret_stays_so_and_is_no_change_again(town):
    secret = export(row(**{"Tipe Laporan": "Rahasia"}))
    imported(town, export(row()))
    imported(town, secret)
    assert imported(town, secret)["unchanged"] == 1


def test_a_closing_is_known_from_the_import_that_first_shows_it(town):
    imported(town, export(row()))
    imported(town, export(row(**{"Status Laporan": "Ditutup oleh Admin"})), local("2026-11-24 12:00"))
    (found,) = reports(town.engine).values()
    assert (found["closed_basis"], found["closed_datetime"]) == ("observed", local("2026-11-24 12:00"))
    assert kinds(town.engine, "9001")[-1] == Kind.CLOSED


def test_the_same_export_again_changes_nothing(town):
    body = export(row(), row(**SECRET | {"Tracking ID": "9002"}))
    imported(town, body)
    assert imported(town, body)["unchanged"] == 2


def test_a_row_that_cannot_be_read_may_be_a_secret_one_and_keeps_nothing_of_itself():
    rows = ",".join(HEADER) + "\n" + ",".join(["9001", "3 Nov 2026", "09:15", *["narkotika"] * 20]) + "\n"
    (found,) = table_rows(Sp4nSource(name="sp4n", kind="sp4n"), rows.encode())
    assert "narkotika" not in found.raw + str(found.fields)
    assert found.problem


def test_a_rejected_row_does_not_name_its_reporter():
    (found,) = read(row(**{"Tanggal Laporan Masuk": "kapan"}))
    assert isinstance(found, Rejection)
    assert MARIA.name not in found.raw


RENAMED = ["Sifat" if name == "Tipe Laporan" else name for name in HEADER]
OTHER_COLUMN = {**SP4N, "type_column": "Sifat"}


@pytest.mark.parametrize("spelt", ["Sifat", "SIFAT", " sifat: "])
def test_a_secret_report_stays_hidden_where_the_type_column_has_another_name(spelt):
    head = [spelt if name == "Sifat" else name for name in RENAMED]
    (found,) = checked(excel(head, row(**SECRET), above=ABOVE), **OTHER_COLUMN)
    assert (found.service_code, found.description) == ("rahasia", "(dirahasiakan)")
    assert (found.reporter, found.area_name) == (None, None)


def test_a_rejected_secret_report_shows_nothing_under_the_other_name_either():
    (found,) = checked(excel(RENAMED, row(**SECRET, **{"Tanggal Laporan Masuk": "?"})), **OTHER_COLUMN)
    assert isinstance(found, Rejection)
    for word in (*SECRET_WORDS, MARIA.name):
        assert word not in found.raw + str(found.fields)


YES_OR_NO = [("Ya", True), ("ya ", True), ("YES", True), ("1", True), ("x", True),
             ("Tidak", False), ("no", False), ("0", False), ("", False)]  # fmt: skip


@pytest.mark.parametrize(("answer", "secret"), YES_OR_NO)
def test_a_column_that_asks_for_secrecy_is_answered_by_anything_but_a_no(answer, secret):
    head = ["Rahasia?" if name == "Tipe Laporan" else name for name in HEADER]
    answered = row(**{**SECRET, "Tipe Laporan": answer})
    (found,) = checked(excel(head, answered, above=ABOVE), **{**SP4N, "type_column": "Rahasia?"})
    assert (found.service_code == "rahasia") is secret
    assert (found.description == "(dirahasiakan)") is secret


def test_an_export_without_the_column_of_the_other_name_is_refused():
    with pytest.raises(FeedError, match="no column Sifat"):
        checked(export(row(**SECRET)), **OTHER_COLUMN)


@pytest.mark.parametrize("nothing", ["", " "])
def test_the_type_column_cannot_be_a_column_without_a_name(nothing):
    with pytest.raises(ValidationError, match="type_column"):
        Sp4nSource.model_validate({**SP4N, "type_column": nothing})
