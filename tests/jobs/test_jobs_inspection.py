"""``import FILE --inspect`` tells what a file is and would become, and writes nothing."""

import tomllib
from pathlib import Path

import pytest

from data.core.config.city import TableSource
from tests.builders import write_city
from tests.personas import MARIA
from tests.pulls import environ, run
from tests.tables import checked, delimited, excel

HEADER = ["No Tiket", "Tgl Lapor", "Kategori", "Status", "Uraian", "Nama Pelapor", "Kelurahan", "Kecamatan"]
ROW = ["T-1", "13/11/2026 08.00", "Sampah", "Ditangani", "menumpuk", MARIA.name, "KEL. ANGGREK", "BARAT"]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    write_city(tmp_path)
    return tmp_path


def inspected(here: Path, body: bytes, *more: str, name: str = "Rekap 112.csv"):
    """What the command says of a file, which must leave no store behind."""
    (here / name).write_bytes(body)
    done = run(["jobs", "import", str(here / name), "--inspect", *more], environ(here))
    assert list(here.rglob("*.db")) == []
    return done


def block(shown: str) -> dict:
    """The source of the TOML block that was shown."""
    return tomllib.loads(shown[shown.index("[[source]]") :])["source"][0]


def test_it_says_what_the_file_is(here):
    shown = inspected(here, delimited(["Rekap"], HEADER, ROW, separator=";", encoding="utf-8-sig")).stdout
    for words in ("csv", "utf-8-sig", "semicolon", "row 2", "1, of which 0 would be rejected"):
        assert words in shown
    assert "day/month/year, proved by the file" in shown


def test_it_shows_rows_as_they_would_be_stored(here):
    shown = inspected(here, delimited(HEADER, ROW)).stdout
    for words in ("T-1", "13 Nov 2026 08:00", "sampah", "Anggrek (named)", "menumpuk"):
        assert words in shown


def test_the_block_it_proposes_reads_the_file(here):
    body = delimited(HEADER, ROW, ["T-2", "01/02/2026", *ROW[2:]])
    source = TableSource.model_validate(block(inspected(here, body).stdout))
    assert (source.name, source.date_order) == ("rekap-112", "dmy")
    first, second = checked(body, **source.model_dump(exclude_none=True))
    assert (first.area_name, first.parent_name, first.description) == ("KEL. ANGGREK", "BARAT", "menumpuk")
    assert second.requested_datetime.month == 1  # 31 January 2026 in UTC: the first of February here


def test_an_ambiguous_order_is_asked(here):
    shown = inspected(here, delimited(HEADER, ["T-1", "04/02/2026", *ROW[2:]])).stdout
    assert "can be read in more than one way" in shown
    assert '# date_order = "dmy"' in shown
    assert '# date_order = "mdy"' in shown
    assert "date_order" not in block(shown)


def test_words_that_mean_nothing_yet_are_named(here):
    shown = inspected(here, delimited(HEADER, ROW, ["T-2", ROW[1], "Entah apa", "Selesai", *ROW[4:]])).stdout
    assert '# status_words: what is "Ditangani"?' in shown
    assert "Entah apa" in shown
    assert "not mapped: lainnya" in shown


def test_a_reporter_is_not_named(here):
    shown = inspected(here, delimited(HEADER, ROW)).stdout
    assert "Rumengan" not in shown
    assert "(not shown)" in shown


def test_an_export_of_sp4n_is_known_and_its_secret_texts_are_not_shown(here):
    header = ["Tracking ID", "Tanggal Laporan Masuk", "Judul Laporan", "Tipe Laporan", "Status Laporan"]
    body = excel(header, ["9001", "3 Nov 2026", "soal narkotika", "Rahasia", "Terverifikasi"])
    shown = inspected(here, body, name="ekspor.xlsx").stdout
    assert block(shown) == {"name": "ekspor", "kind": "sp4n"}
    assert "narkotika" not in shown
    assert "koordinasi" in shown


def test_a_source_of_the_city_can_be_asked_how_it_reads(here):
    fields = {
        "service_request_id": "No Tiket",
        "requested_datetime": "Tgl Lapor",
        "status_description": "Status",
    }
    source = {"name": "rekap", "kind": "csv", "fields": fields, "status_words": {"Ditangani": "proses"}}
    write_city(here, source=[source])
    shown = inspected(here, delimited(HEADER, ROW), "--source", "rekap").stdout
    assert "proses" in shown
    assert "what is" not in shown


@pytest.mark.parametrize(
    ("body", "more", "code", "words"),
    [
        (b"<html>Sign in</html>", (), 1, "anyone with the link"),
        (delimited(["a", "b"], ["1", "2"]), (), 1, "no column is known by its name"),
        (delimited(HEADER, ROW), ("--source", "tiada"), 2, "--source = 'tiada'"),
    ],
)
def test_what_cannot_be_shown_is_said(here, body, more, code, words):
    done = inspected(here, body, *more)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
