"""``import FILE --inspect`` shows what a file would become, and writes nothing."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from data.core.config.city import TableSource
from tests.builders import write_city
from tests.jobs.conftest import RunJobs
from tests.personas import MARIA
from tests.pulls import process_environment
from tests.table_files import check_file, delimited, excel

HEADER = ["No Tiket", "Tgl Lapor", "Kategori", "Status", "Uraian", "Nama Pelapor", "Kelurahan", "Kecamatan"]
RunInspect = Callable[..., CompletedProcess[str]]
ROW = ["T-1", "13/11/2026 08.00", "Sampah", "Ditangani", "menumpuk", MARIA.name, "KEL. ANGGREK", "BARAT"]


@pytest.fixture
def city_folder(tmp_path: Path) -> Path:
    write_city(tmp_path)
    return tmp_path


@pytest.fixture
def run_inspect(city_folder: Path, run_jobs: RunJobs) -> RunInspect:
    """Return a function that inspects a file, which must leave no store behind."""

    def run(body: bytes, *arguments: str, name: str = "Rekap 112.csv") -> CompletedProcess[str]:
        (city_folder / name).write_bytes(body)
        command = ["import", str(city_folder / name), "--inspect", *arguments]
        completed = run_jobs(command, process_environment(city_folder))
        assert list(city_folder.rglob("*.db")) == []
        return completed

    return run


def proposed_source(output: str) -> dict:
    """Return the source of the TOML block in the output."""
    return tomllib.loads(output[output.index("[[source]]") :])["source"][0]


def test_the_file_format_is_reported(run_inspect):
    output = run_inspect(delimited(["Rekap"], HEADER, ROW, separator=";", encoding="utf-8-sig")).stdout
    for expected in ("csv", "utf-8-sig", "semicolon", "row 2", "1, of which 0 would be rejected"):
        assert expected in output
    assert "day/month/year, proved by the file" in output


def test_sample_rows_are_shown_as_they_would_be_stored(run_inspect):
    output = run_inspect(delimited(HEADER, ROW)).stdout
    for expected in ("T-1", "13 Nov 2026 08:00", "sampah", "Anggrek (named)", "menumpuk"):
        assert expected in output


def test_the_proposed_source_reads_the_file(run_inspect):
    body = delimited(HEADER, ROW, ["T-2", "01/02/2026", *ROW[2:]])
    source = TableSource.model_validate(proposed_source(run_inspect(body).stdout))
    assert (source.name, source.date_order) == ("rekap-112", "dmy")
    first, second = check_file(body, **source.model_dump(exclude_none=True))
    assert (first.area_name, first.parent_name, first.description) == ("KEL. ANGGREK", "BARAT", "menumpuk")
    assert second.requested_datetime.month == 1  # 31 January 2026 in UTC is 1 February here


def test_an_ambiguous_date_order_is_left_to_the_user(run_inspect):
    output = run_inspect(delimited(HEADER, ["T-1", "04/02/2026", *ROW[2:]])).stdout
    assert "can be read in more than one way" in output
    assert '# date_order = "dmy"' in output
    assert '# date_order = "mdy"' in output
    assert "date_order" not in proposed_source(output)


def test_unmapped_status_and_category_words_are_listed(run_inspect):
    output = run_inspect(delimited(HEADER, ROW, ["T-2", ROW[1], "Entah apa", "Selesai", *ROW[4:]])).stdout
    assert '# status_words: what is "Ditangani"?' in output
    assert "Entah apa" in output
    assert "not mapped: lainnya" in output


def test_a_reporter_is_not_named(run_inspect):
    output = run_inspect(delimited(HEADER, ROW)).stdout
    assert "Rumengan" not in output
    assert "(not shown)" in output


def test_an_sp4n_export_is_recognised_and_its_confidential_texts_are_hidden(run_inspect):
    header = ["Tracking ID", "Tanggal Laporan Masuk", "Judul Laporan", "Tipe Laporan", "Status Laporan"]
    body = excel(header, ["9001", "3 Nov 2026", "soal narkotika", "Rahasia", "Terverifikasi"])
    output = run_inspect(body, name="ekspor.xlsx").stdout
    assert proposed_source(output) == {"name": "ekspor", "kind": "sp4n"}
    assert "narkotika" not in output
    assert "koordinasi" in output


def test_a_configured_source_can_be_used_for_the_inspection(city_folder, run_inspect):
    fields = {
        "service_request_id": "No Tiket",
        "requested_datetime": "Tgl Lapor",
        "status_description": "Status",
    }
    source = {"name": "rekap", "kind": "csv", "fields": fields, "status_words": {"Ditangani": "proses"}}
    write_city(city_folder, source=[source])
    output = run_inspect(delimited(HEADER, ROW), "--source", "rekap").stdout
    assert "proses" in output
    assert "what is" not in output


@pytest.mark.parametrize(
    ("body", "more", "code", "words"),
    [
        (b"<html>Sign in</html>", (), 1, "anyone with the link"),
        (delimited(["a", "b"], ["1", "2"]), (), 1, "no column is known by its name"),
        (delimited(HEADER, ROW), ("--source", "tiada"), 2, "--source = 'tiada'"),
    ],
)
def test_a_file_that_cannot_be_inspected_is_refused_with_a_reason(run_inspect, body, more, code, words):
    process = run_inspect(body, *more)
    assert process.returncode == code
    assert words in process.stderr
    assert "Traceback" not in process.stderr
