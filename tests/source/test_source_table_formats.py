"""The same reports from any format are the same reports."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs.area_reassignment import sync_layer
from jobs.feed_factory import feed_of
from jobs.pull import pull
from tests.builders import open_town
from tests.pulls import adds_up, named, reports
from tests.tables import FORMATS, HEADER, SOURCE, checked, delimited, excel, one

ROWS = [
    ["A-1", "2026-11-02 08:00:00", "2026-11-04 08:00:00", "2026-11-03 09:30:00", "closed", "Sampah", "penuh",
     "1.405", "124.805"],
    ["A-2", "2026-11-02 09:00:00", "", "", "open", "Banjir", 'air, "naik"\nke jalan', "1.415", "124.815"],
    ["A-3", "2026-11-03 09:00:00", "NULL", "-", "open", "Entah", "Jl. Café №5 🔥", "", ""],
]  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_records(name):
    assert checked(FORMATS[name](HEADER, *ROWS)) == checked(delimited(HEADER, *ROWS))


def test_the_records_are_what_the_rows_say():
    first, second, third = checked(delimited(HEADER, *ROWS))
    assert (first.status_description, first.service_code, first.lat) == ("selesai", "sampah", 1.405)
    assert second.description == 'air, "naik"\nke jalan'
    assert (third.expected_datetime, third.closed_datetime, third.service_code) == (None, None, "lainnya")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_under_which_the_columns_are_there(separator):
    assert one(delimited(HEADER, ROWS[1], separator=separator)).service_request_id == "A-2"


@pytest.mark.parametrize(
    ("encoding", "configured"),
    [("utf-8", None), ("utf-8-sig", None), ("utf-16", None), ("utf-16-le", None), ("cp1252", None),
     ("cp1252", "cp1252"), ("latin-1", "latin-1")],
)  # fmt: skip
def test_the_encoding_is_found_by_one_rule(encoding, configured):
    row = [*ROWS[0][:6], "Jalan Café", *ROWS[0][7:]]
    assert one(delimited(HEADER, row, encoding=encoding), encoding=configured).description == "Jalan Café"


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
files_of_them = st.lists(
    st.tuples(st.sampled_from(sorted(FORMATS)), st.integers(0, 9)), min_size=1, max_size=4
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=reports_of_a_city, one_way=files_of_them, other_way=files_of_them)
def test_any_files_of_the_same_reports_end_in_the_same_store(tmp_path_factory, rows, one_way, other_way):
    table = [[str(n), at, "", "", state, kind, text, "", ""] for n, at, state, kind, text in rows]
    assert stored(tmp_path_factory, table, one_way) == stored(tmp_path_factory, table, other_way)


def stored(factory: pytest.TempPathFactory, table: list[list[str]], files: list[tuple[str, int]]) -> object:
    """What the store holds after the files, each the same rows in an order of its own."""
    folder = factory.mktemp("kota")
    town = open_town(folder, source=[SOURCE])
    sync_layer(town)
    source = named(town, "rekap")
    for name, seed in files:
        rows = random.Random(seed).sample(table, len(table))
        path = folder / "berkas"
        path.write_bytes(FORMATS[name](HEADER, *rows))
        line = pull(town, source, feed_of(source, town, path))
        assert line["error"] is None and adds_up(line) and line["read"] == len(table)
    kept = reports(town.engine)
    town.engine.dispose()
    return {key: {k: v for k, v in row.items() if k != "change"} for key, row in kept.items()}


def test_the_id_that_excel_made_a_float_is_the_id():
    row = [12345.0, "2026-11-02 08:00:00", None, None, "open", "Sampah", 7.0, 1.405, 124.805]
    found = one(excel(HEADER, row))
    assert (found.service_request_id, found.description) == ("12345", "7")
