"""Whatever says *Rahasia* in a row, in every kind of source: no byte of its texts is kept or shown."""

import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from sqlalchemy import select

from bootstrap import AppContext
from data.core.config.city import CONFIDENTIAL
from data.services.live_board import snapshot_now, to_json
from data.services.rejected_rows_sheet import to_csv
from data.sources.base import FeedError
from data.store.rejected_rows import list_quarantined
from data.store.schema import metadata
from jobs.area_reassignment import sync_layer
from jobs.inspection import PreviewContext, inspect_file
from jobs.preview_output import print_inspection
from jobs.rejected_rows import reimport, reimport_file, rejected_lines
from tests.builders import open_test_context
from tests.confidential_rows import (
    COLUMNS,
    CONFIG,
    KINDS,
    MARKER,
    NESTED,
    NESTED_KINDS,
    SAYINGS,
    TABLE,
    TEXT_COLUMNS,
    Row,
    as_csv,
    make_row,
    public_row,
    with_sp4n_names,
)
from tests.example_limits import limited_examples
from tests.personas import MONDAY_NOON
from tests.pulls import clear_store, csv_body, find_source, pull_body, reports


@pytest.fixture
def context(tmp_path: Path, store_url: str, monkeypatch: pytest.MonkeyPatch) -> AppContext:
    """Return a city with a source of every kind, once on each kind of database."""
    monkeypatch.setenv("ADUAN_URL", f"sqlite:///{tmp_path / 'aduan.db'}")
    app_context = open_test_context(tmp_path, store_url, **CONFIG)
    sync_layer(app_context)
    return app_context


def all_outputs(context: AppContext) -> str:
    """Return all that the store holds, and what screens and exports make of it."""
    with context.engine.connect() as connection:
        tables = [
            [tuple(row) for row in connection.execute(select(table))] for table in metadata.sorted_tables
        ]
        sheet = to_csv(list_quarantined(connection))
    rejected = list(rejected_lines(context, None))
    snapshot = to_json(snapshot_now(context.engine, context.city, MONDAY_NOON))
    return f"{tables} {sheet!r} {rejected} {snapshot!r}"


@limited_examples(20)
@given(data=st.data())
def test_no_byte_of_a_confidential_row_is_stored_shown_or_logged(
    context: AppContext, data: st.DataObject
) -> None:
    clear_store(context.engine)
    kind = data.draw(st.sampled_from(list(KINDS)))
    sayings = [*SAYINGS, *(NESTED if kind in NESTED_KINDS else [])]
    chosen = data.draw(st.lists(st.sampled_from(sayings), min_size=1, max_size=3))
    dates = data.draw(st.lists(st.sampled_from(["2026-11-23", "kemarin", ""]), min_size=3, max_size=3))
    rows = [
        make_row(number, **{**saying, "Tanggal": date})
        for number, (saying, date) in enumerate(zip(chosen, dates, strict=False))
    ]
    rows.append(make_row(9, Tanggal="2026-11-23", Rahasia="Ya"))  # a table needs a row that can be read
    log = StringIO()
    with redirect_stdout(log), redirect_stderr(log):
        line = KINDS[kind](context, rows)
        reimport(context, find_source(context, str(line["source"])))
    assert line["error"] is None
    assert line["read"] == len(rows)
    for text in (all_outputs(context), log.getvalue(), str(line)):
        assert MARKER not in text
    assert {report["service_code"] for report in reports(context.engine).values()} == {CONFIDENTIAL}


@pytest.mark.parametrize("kind", list(KINDS))
def test_an_anonymous_row_keeps_its_text_and_loses_its_reporter(
    tmp_path: Path, kind: str, monkeypatch
) -> None:
    monkeypatch.setenv("ADUAN_URL", f"sqlite:///{tmp_path / 'aduan.db'}")
    context = open_test_context(tmp_path, **CONFIG)
    sync_layer(context)
    rows = [make_row(1, Lain="Anonim", Rahasia="Tidak"), make_row(2, Rahasia="Tidak")]
    assert KINDS[kind](context, rows)["new"] == 2
    anonymous, public = (reports(context.engine)[f"T-{number}"] for number in (1, 2))
    assert (anonymous["reporter"], public["reporter"] is None) == (None, False)
    for report in (anonymous, public):
        assert MARKER in report["details"]["description"]


TORN = f"""Nomor,Tanggal,Uraian,Kategori,Status
T-1,2026-11-23,{MARKER} satu,Sampah,proses
T-2,2026-11-23,{MARKER} dua
dan {MARKER} seterusnya,Rahasia,proses
"""


def test_a_torn_row_is_confidential_if_another_part_of_it_is(tmp_path: Path) -> None:
    """The first part of a text that was split over lines does not say so itself."""
    fields = {
        name: column
        for name, column in COLUMNS.items()
        if f"{column}," in TORN.replace("Status\n", "Status,")
    }
    context = open_test_context(tmp_path, source=[{**TABLE, "fields": fields}])
    sync_layer(context)
    line = pull_body(context, TORN.encode(), "lembar")
    assert (line["new"], line["rejected"]) == (1, 2)
    outputs = all_outputs(context)
    assert f"{MARKER} satu" in outputs
    assert f"{MARKER} dua" not in outputs
    assert f"{MARKER} seterusnya" not in outputs


@pytest.fixture
def repairable(tmp_path: Path) -> AppContext:
    """Return a city with a rejected row of which nobody knew that it is confidential."""
    context = open_test_context(tmp_path, **CONFIG)
    sync_layer(context)
    assert (
        pull_body(context, as_csv([public_row(1, Tanggal="kemarin"), public_row(2)]), "lembar")["rejected"]
        == 1
    )
    return context


def test_a_sheet_that_comes_back_makes_a_row_confidential(repairable: AppContext, tmp_path: Path) -> None:
    """A person adds a column to the sheet: the original text in quarantine is deleted too."""
    with repairable.engine.connect() as connection:
        (row,) = list_quarantined(connection)
    sheet = csv_body(
        ["rejected_id", "requested_datetime", "Rahasia"], [str(row.rejected_id), "2026-11-23", "Ya"]
    )
    (tmp_path / "kembali.csv").write_bytes(sheet)
    (line,) = reimport_file(repairable, tmp_path / "kembali.csv")
    assert line["new"] == 1
    assert reports(repairable.engine)["T-1"]["service_code"] == CONFIDENTIAL
    assert all_outputs(repairable).count(f"{MARKER} uraian") == 2  # of the public report, state and event


def test_a_raw_text_that_comes_back_makes_a_row_confidential(repairable: AppContext, tmp_path: Path) -> None:
    (line,) = rejected_lines(repairable, "lembar")
    raw = json.dumps({**json.loads(line["raw"]), "Tanggal": "2026-11-23", "Lain": "rahasia"})
    (tmp_path / "kembali.jsonl").write_text(json.dumps({**line, "raw": raw}, default=str))
    (result,) = reimport_file(repairable, tmp_path / "kembali.jsonl")
    assert result["new"] == 1
    assert all_outputs(repairable).count(f"{MARKER} uraian") == 2


def inspect(context: AppContext, path: Path) -> str:
    """Return what an inspection prints of a file."""
    console = Console(file=StringIO(), width=400)
    preview = PreviewContext.build(context.city, context.layer)
    inspection = inspect_file(preview, path, None, datetime.now(UTC))
    print_inspection(inspection, context.layer, context.city.zone, console)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue() + inspection.toml


@pytest.mark.parametrize("saying", SAYINGS, ids=str)
def test_an_inspection_shows_nothing_of_a_confidential_row(tmp_path: Path, saying: Row) -> None:
    context = open_test_context(tmp_path, **CONFIG)
    public = dict.fromkeys(TEXT_COLUMNS, "terang")
    (tmp_path / "rekap.csv").write_bytes(as_csv([make_row(1, **saying), make_row(2, **public)]))
    output = inspect(context, tmp_path / "rekap.csv")
    assert "terang" in output
    assert MARKER not in output


@pytest.mark.parametrize(
    "type_column",
    ["Tipe Laporan (Anonim/Rahasia)", "Jenis Laporan", "Klasifikasi", "Anonim/Rahasia", "Sifat"],
)
def test_an_export_of_sp4n_is_known_whatever_its_type_column_is_called(
    tmp_path: Path, type_column: str
) -> None:
    context = open_test_context(tmp_path, **CONFIG)
    sync_layer(context)
    row = {name: value for name, value in public_row(1).items() if name not in ("Lintang", "Bujur")}
    public = {name: str(value).replace(MARKER, "terang") for name, value in row.items()}
    body = as_csv(with_sp4n_names([
        {**row, type_column: "Rahasia"}, {**public, "Nomor": "T-2", type_column: "Anonim"},
        {**public, "Nomor": "T-3", type_column: ""},
    ]))  # fmt: skip
    (tmp_path / "ekspor.csv").write_bytes(body)
    output = inspect(context, tmp_path / "ekspor.csv")
    assert 'kind = "sp4n"' in output
    assert MARKER not in output
    assert pull_body(context, body, "sp4n")["new"] == 3
    stored = reports(context.engine)
    assert [stored[f"T-{n}"]["service_code"] == CONFIDENTIAL for n in (1, 2, 3)] == [True, False, False]
    assert [stored[f"T-{n}"]["reporter"] is None for n in (1, 2, 3)] == [True, True, False]


def test_a_headerless_export_is_refused_without_its_texts(tmp_path: Path) -> None:
    """The message names what the file has in place of columns: not if that is a row."""
    context = open_test_context(tmp_path, **CONFIG)
    sync_layer(context)
    line = pull_body(context, csv_body(["9001", "2026-11-23", f"{MARKER} rahasia", "Rahasia"]), "lembar")
    assert line["error"]
    assert MARKER not in line["error"] + all_outputs(context)
    (tmp_path / "tanpa.csv").write_bytes(csv_body(["9001", "2026-11-23", f"{MARKER} rahasia", "Rahasia"]))
    with pytest.raises(FeedError) as refused:
        inspect(context, tmp_path / "tanpa.csv")
    assert MARKER not in str(refused.value)


def test_what_was_confidential_once_stays_so(context: AppContext) -> None:
    """Neither an older export nor a later row that says nothing of it reveals the text again."""
    for rows in (
        [public_row(1)],
        [public_row(1, Rahasia="Ya")],
        [public_row(1)],
        [public_row(1, Uraian=f"{MARKER} baru")],
    ):
        pull_body(context, as_csv(rows), "lembar")
    assert MARKER not in all_outputs(context)
    (report,) = reports(context.engine).values()
    assert (report["service_code"], report["area_code"], report["lat"]) == (CONFIDENTIAL, "31.01.01", None)


def test_one_row_of_a_file_makes_all_rows_of_its_report_confidential(context: AppContext) -> None:
    rows = [public_row(1, Status="menunggu"), public_row(1, Rahasia="Ya"), public_row(1, Status="selesai")]
    pull_body(context, as_csv(rows), "lembar")
    assert MARKER not in all_outputs(context)


def test_a_new_word_of_the_city_is_applied_by_the_next_pull(context: AppContext) -> None:
    before = replace(
        context, city=context.city.model_copy(update={"confidential": type(context.city.confidential)()})
    )
    pull_body(before, as_csv([public_row(1, Lain="tertutup")]), "lembar")
    assert MARKER in all_outputs(context)
    pull_body(context, as_csv([public_row(1, Lain="tertutup")]), "lembar")
    assert MARKER not in all_outputs(context)


@pytest.mark.parametrize("times", [1, 2])
def test_a_rejected_row_of_a_confidential_report_keeps_no_text(context: AppContext, times: int) -> None:
    """The row does not say so itself, and its reason quotes it; the same row comes with every pull."""
    pull_body(context, as_csv([public_row(1, Rahasia="Ya")]), "lembar")
    rejected = public_row(1, Tanggal=f"{MARKER} kemarin")
    for _ in range(times):
        assert (
            pull_body(context, as_csv([rejected, public_row(2, Tanggal="lusa")]), "lembar")["rejected"] == 2
        )
    outputs = all_outputs(context)
    assert f"{MARKER} kemarin" not in outputs
    assert outputs.count(f"{MARKER} uraian") > 0, "the other row is kept as it came"
