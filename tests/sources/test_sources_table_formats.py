"""Equal reports from every format."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.area_reassignment import sync_layer
from jobs.feed_factory import open_feed
from jobs.pull import pull
from tests.builders import open_test_context
from tests.example_limits import limited_examples
from tests.pulls import find_source, ledger_balances, reports
from tests.table_files import FORMATS, HEADER, SOURCE, check_file, check_single, delimited, excel

ROWS = [
    ["A-1", "2026-11-02 08:00:00", "2026-11-04 08:00:00", "2026-11-03 09:30:00", "closed", "Sampah", "penuh",
     "1.405", "124.805"],
    ["A-2", "2026-11-02 09:00:00", "", "", "open", "Banjir", 'air, "naik"\nke jalan', "1.415", "124.815"],
    ["A-3", "2026-11-03 09:00:00", "NULL", "-", "open", "Entah", "Jl. Café №5 🔥", "", ""],
]  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_records(name):
    assert check_file(FORMATS[name](HEADER, *ROWS)) == check_file(delimited(HEADER, *ROWS))


def test_records_have_the_values_of_their_rows():
    first, second, third = check_file(delimited(HEADER, *ROWS))
    assert (first.status_description, first.service_code, first.lat) == ("selesai", "sampah", 1.405)
    assert second.description == 'air, "naik"\nke jalan'
    assert (third.expected_datetime, third.closed_datetime, third.service_code) == (None, None, "lainnya")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_detected_by_the_column_names(separator):
    assert check_single(delimited(HEADER, ROWS[1], separator=separator)).service_request_id == "A-2"


@pytest.mark.parametrize(
    ("encoding", "configured"),
    [("utf-8", None), ("utf-8-sig", None), ("utf-16", None), ("utf-16-le", None), ("cp1252", None),
     ("cp1252", "cp1252"), ("latin-1", "latin-1")],
)  # fmt: skip
def test_the_encoding_is_detected_or_configured(encoding, configured):
    row = [*ROWS[0][:6], "Jalan Café", *ROWS[0][7:]]
    assert (
        check_single(delimited(HEADER, row, encoding=encoding), encoding=configured).description
        == "Jalan Café"
    )


reports_of_a_city = st.lists(
    st.tuples(
        st.integers(1, 30),
        st.sampled_from(["2026-11-02 08:00:00", "2026-10-30 10:15:00", "kapan-kapan"]),
        st.sampled_from(["open", "closed", "entah", ""]),
        st.sampled_from(["Sampah", "Banjir", "?"]),
        st.text(alphabet="ab \"',;\t|\né🔥", max_size=12).map(str.strip),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row[0],
)
format_sequences = st.lists(
    st.tuples(st.sampled_from(sorted(FORMATS)), st.integers(0, 9)), min_size=1, max_size=4
)


@limited_examples(25)
@given(rows=reports_of_a_city, one_way=format_sequences, other_way=format_sequences)
def test_any_files_of_the_same_reports_give_the_same_store(tmp_path_factory, rows, one_way, other_way):
    table = [[str(n), at, "", "", state, kind, text, "", ""] for n, at, state, kind, text in rows]
    assert import_files(tmp_path_factory, table, one_way) == import_files(tmp_path_factory, table, other_way)


def import_files(
    factory: pytest.TempPathFactory, table: list[list[str]], files: list[tuple[str, int]]
) -> object:
    """Return the content of the store after importing the same rows in each format, in any order."""
    folder = factory.mktemp("kota")
    context = open_test_context(folder, source=[SOURCE])
    sync_layer(context)
    source = find_source(context, "rekap")
    for name, seed in files:
        rows = random.Random(seed).sample(table, len(table))
        path = folder / "berkas"
        path.write_bytes(FORMATS[name](HEADER, *rows))
        line = pull(context, source, open_feed(source, context, path))
        assert line["error"] is None and ledger_balances(line) and line["read"] == len(table)
    reports_by_id = reports(context.engine)
    context.engine.dispose()
    return {key: {k: v for k, v in row.items() if k != "change"} for key, row in reports_by_id.items()}


def test_an_id_that_excel_made_a_float_is_corrected():
    row = [12345.0, "2026-11-02 08:00:00", None, None, "open", "Sampah", 7.0, 1.405, 124.805]
    record = check_single(excel(HEADER, row))
    assert (record.service_request_id, record.description) == ("12345", "7")
