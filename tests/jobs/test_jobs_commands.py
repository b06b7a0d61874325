"""``python -m jobs``: a line of JSON for each pull, and the exit codes."""

import json
import signal
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import structlog

from data.store.engine import open_engine
from data.store.schema import pull, service_request
from jobs.__main__ import main
from tests.builders import qlue_row, write_city
from tests.pulls import (
    LAPOR,
    LEDGER_COLUMNS,
    TWO_SOURCES,
    csv_body,
    http_source,
    process_environment,
    rows_of,
    run_module,
    start_module,
    wait_until,
)
from tests.servers import free_port

LONG_AGO = {"post_date": "2025-03-03 09:00:00"}  # a Monday; child processes use the real time
ROWS = json.dumps([qlue_row(1, **LONG_AGO), qlue_row(2, loc_lat=0, loc_lng=0, **LONG_AGO), {}]).encode()
FILE_SOURCE = {
    "name": "rekap", "kind": "csv",
    "fields": {"service_request_id": "Nomor", "requested_datetime": "Tanggal"},
}  # fmt: skip


@pytest.fixture
def city_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder with the city's files, which the settings of this process name."""
    for name, value in process_environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    yield tmp_path
    structlog.reset_defaults()  # a command configures the log of its process


def parse_json_lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def open_store(folder: Path):
    return open_engine(f"sqlite:///{folder / 'var' / '31.01.db'}")


def test_pull_prints_one_line_with_the_ledger(city_folder, feed):
    feed.body = ROWS
    write_city(city_folder, source=[http_source(feed.url)])
    process = run_module(["jobs", "pull"], process_environment(city_folder))
    (line,) = parse_json_lines(process.stdout)
    assert process.returncode == 0
    assert {name: line[name] for name in LEDGER_COLUMNS} == {
        "read": 3, "new": 2, "changed": 0, "unchanged": 0, "rejected": 1,
        "located": 1, "outside": 0, "no_location": 1,
    }  # fmt: skip
    assert (line["source"], line["error"]) == ("qlue", None)


def test_pull_of_all_sources_prints_a_line_for_each_and_fails_if_one_fails(city_folder, feed):
    feed.body = ROWS
    write_city(city_folder, source=[http_source(feed.url), {**LAPOR, "file": "tiada.json"}])
    process = run_module(["jobs", "pull"], process_environment(city_folder))
    good, bad = parse_json_lines(process.stdout)
    assert (good["source"], good["new"], good["error"]) == ("qlue", 2, None)
    assert bad["source"] == "lapor"
    assert "tiada.json" in bad["error"]
    assert set(LEDGER_COLUMNS) <= set(bad)
    assert process.returncode == 1


def test_import_prints_one_line_for_each_file(city_folder):
    write_city(city_folder, source=[FILE_SOURCE])
    for name, number in (("satu.csv", "1"), ("dua.csv", "2")):
        (city_folder / name).write_bytes(csv_body(["Nomor", "Tanggal"], [number, "2025-03-03T09:00:00"]))
    process = run_module(
        [
            "jobs",
            "import",
            str(city_folder / "satu.csv"),
            str(city_folder / "dua.csv"),
            str(city_folder / "satu.csv"),
        ],
        process_environment(city_folder),
    )
    lines = parse_json_lines(process.stdout)
    assert [(line["file"], line["new"], line["unchanged"]) for line in lines] == [
        ("satu.csv", 1, 0),
        ("dua.csv", 1, 0),
        ("satu.csv", 0, 1),
    ]
    assert all(set(LEDGER_COLUMNS) <= set(line) for line in lines)
    assert process.returncode == 0


def test_run_prints_one_line_per_pull_and_finishes_a_running_pull_on_sigterm(city_folder, feed):
    requested, release = threading.Event(), threading.Event()

    def slow_answer(request: BaseHTTPRequestHandler) -> None:
        requested.set()
        release.wait()
        request.send_response(200)
        request.end_headers()
        request.wfile.write(ROWS)

    feed.answer = slow_answer
    write_city(city_folder, source=[http_source(feed.url, timeout_seconds=60)])
    with start_module(["jobs", "run"], process_environment(city_folder)) as process:
        assert requested.wait(60)
        process.send_signal(signal.SIGTERM)
        assert [
            row["outcome"] for row in rows_of(open_store(city_folder), pull) if row["source"] == "qlue"
        ] == ["running"]
        release.set()
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    (line,) = parse_json_lines(out)
    assert (line["source"], line["read"], line["new"], line["error"]) == ("qlue", 3, 2, None)
    assert len(rows_of(open_store(city_folder), service_request)) == 2
    assert [row["outcome"] for row in rows_of(open_store(city_folder), pull) if row["source"] == "qlue"] == [
        "ok"
    ]


def test_run_continues_until_sigint(city_folder, feed):
    feed.body = ROWS
    write_city(city_folder, source=[http_source(feed.url, every_seconds=1)])
    with start_module(["jobs", "run"], process_environment(city_folder)) as process:
        wait_until(lambda: len(feed.requested_paths) >= 2)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert [line["new"] for line in parse_json_lines(out)][:2] == [2, 0]


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("PORT", "delapan", "PORT = 'delapan': allowed is a port number from 1 to 65535"),
        ("PANTAU_SPEED", "0", "PANTAU_SPEED = '0': allowed is a number from 1"),
        ("PANTAU_SIMULATION", "ramai", "PANTAU_SIMULATION = 'ramai': allowed is one of sibuk, tenang"),
        ("PANTAU_LOG_LEVEL", "keras", "PANTAU_LOG_LEVEL = 'keras': allowed is one of debug, info"),
        (
            "PANTAU_DATABASE_URL",
            "mysql://x",
            "PANTAU_DATABASE_URL = (not shown): allowed is a URL such as sqlite",
        ),
        ("PANTAU_CITY", "atlantis", "atlantis.toml; allowed is a path, or one of jakarta, manado"),
    ],
)
@pytest.mark.parametrize("command", ["run", "pull", "import x.csv"])
def test_a_wrong_setting_stops_the_start_and_is_named(
    city_folder, monkeypatch, capsys, command, setting, value, words
):
    write_city(city_folder)
    monkeypatch.setenv(setting, value)
    assert main(command.split()) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert words in printed.err
    assert len(printed.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["pull", "tiada"], "source = 'tiada': allowed is qlue, lapor"),
        (["import", "x.json", "--source", "tiada"], "--source = 'tiada': allowed is qlue, lapor"),
        (["import", "x.json"], "--source = None: allowed is qlue, lapor"),
    ],
)
def test_an_unknown_source_is_refused_with_the_configured_ones(city_folder, run_jobs, arguments, words):
    write_city(city_folder, source=TWO_SOURCES)
    process = run_jobs(arguments, process_environment(city_folder))
    assert (process.returncode, process.stdout) == (2, "")
    assert words in process.stderr


@pytest.mark.parametrize("arguments", [[], ["lari"], ["import"]])
def test_wrong_arguments_print_the_usage(city_folder, arguments, capsys):
    with pytest.raises(SystemExit) as error:
        main(arguments)
    assert error.value.code == 2
    assert "usage: python -m jobs" in capsys.readouterr().err


def test_a_missing_area_file_stops_the_start(city_folder, run_jobs):
    write_city(city_folder)
    process = run_jobs(
        ["pull"],
        process_environment(city_folder, PANTAU_AREA_FILE=str(city_folder / "tiada.geojson")),
    )
    assert process.returncode == 2
    assert "tiada.geojson" in process.stderr
    assert "Traceback" not in process.stderr


def test_a_database_that_does_not_answer_is_named_without_its_password(city_folder, run_jobs):
    write_city(city_folder)
    url = f"postgresql+psycopg://pantau:sandi@127.0.0.1:{free_port()}/pantau"
    process = run_jobs(["pull"], process_environment(city_folder, url))
    assert process.returncode == 1
    assert process.stderr.startswith("PANTAU_DATABASE_URL: the store cannot be opened")
    assert "sandi" not in process.stderr
    assert "Traceback" not in process.stderr


def test_a_file_that_cannot_be_read_is_a_failed_pull(city_folder):
    write_city(city_folder, source=[FILE_SOURCE])
    process = run_module(["jobs", "import", str(city_folder / "tiada.csv")], process_environment(city_folder))
    (line,) = parse_json_lines(process.stdout)
    assert "tiada.csv" in line["error"]
    assert process.returncode == 1
