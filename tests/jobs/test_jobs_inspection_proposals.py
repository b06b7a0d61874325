"""What ``--inspect`` proposes is accepted by the loader as it stands, and reads the file it came from."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from bootstrap import open_city_layer
from data.config.city_loader import read_city
from data.core.config.city import City, TableSource, TabularSource
from data.core.report.record import RejectedRow, ServiceRequest
from data.sources.tables import table_rows
from data.sources.validator import RowValidator
from jobs.category_proposal import propose_categories
from jobs.inspection import PreviewContext, file_groups, inspect_file, proposed_toml
from jobs.source_proposal import ProposalFacts, city_toml
from jobs.status_guess import guess_status
from tests.builders import CITY, city, write_city
from tests.builders import settings as city_settings
from tests.example_limits import limited_examples
from tests.personas import MONDAY_NOON
from tests.table_files import delimited


@dataclass(frozen=True)
class Proposal:
    """What was proposed for some files: the text, and the city with it in its file."""

    toml: str
    city: City
    context: PreviewContext

    @property
    def source(self) -> TabularSource:
        source = self.city.source[-1]
        assert isinstance(source, TabularSource)
        return source

    def rows(self, path: Path) -> list[ServiceRequest | RejectedRow]:
        """Return the file's rows as an import by this proposal would store them."""
        validator = RowValidator(self.city, self.source, len, None)  # type: ignore[arg-type]
        rows = validator.mark_days(table_rows(self.source, path))
        return [validator.check(row, MONDAY_NOON) for row in rows]

    def records(self, path: Path) -> list[ServiceRequest]:
        """Return the file's rows, none of which may be rejected."""
        rows = self.rows(path)
        assert [row for row in rows if isinstance(row, RejectedRow)] == []
        return [row for row in rows if isinstance(row, ServiceRequest)]


def propose(city_file: Path, *files: Path) -> Proposal:
    """Inspect files for a city, and put what is proposed into the city's file."""
    before = read_city(city_file)
    layer = open_city_layer(city_settings(city_file.parent, PANTAU_CITY=str(city_file)), before)
    context = PreviewContext.build(before, layer)
    (group,) = file_groups(context, files, None)
    inspections = [inspect_file(context, file, None, MONDAY_NOON, group) for file in group.files]
    toml = proposed_toml(before, inspections)
    proposed_file = city_file.with_name("proposed.toml")
    proposed_file.write_text(f"{city_file.read_text(encoding='utf-8')}\n{toml}", encoding="utf-8")
    return Proposal(toml, read_city(proposed_file), context)


@pytest.fixture
def city_file(tmp_path: Path) -> Path:
    return write_city(tmp_path)


def one_level_city(folder: Path, names: Sequence[str]) -> Path:
    """Write a city of one level, whose areas have nothing but names."""
    boxes = [shapely.box(number, 0, number + 1, 1) for number in range(len(names))]
    shapes = gpd.GeoDataFrame({"name": list(names)}, geometry=boxes, crs="EPSG:4326")
    shapes.to_file(folder / "areas.geojson", driver="GeoJSON")
    path = folder / "city.toml"
    path.write_text(
        'code = "sp"\nname = "Springfield"\ntimezone = "America/Chicago"\n'
        '[areas]\nlevels = 1\nlevel = "Neighborhood"\nfile = "areas.geojson"\n',
        encoding="utf-8",
    )
    return path


def write(folder: Path, name: str, body: bytes) -> Path:
    (folder / name).write_bytes(body)
    return folder / name


PORTAL = [
    ["ServiceRequestNum", "CreatedDate", "DueDate", "CloseDate", "SRStatus", "SRType", "Neighborhood"],
    ["26-1", "11/15/2026 03:16:00 AM", "11/18/2026 03:16:00 AM", "11/17/2026 12:48:16 PM", "Closed",
     "SW-Dirty Alley", "Old Hills"],
    ["26-2", "11/16/2026 01:00:00 PM", "11/20/2026 01:00:00 PM", "", "In Progress", "SW-Dirty Alley",
     "New Village"],
    ["26-3", "11/19/2026 02:38:00 PM", "12/03/2026 02:38:00 PM", "", "New", "RP-Trees", "Old Hills"],
]  # fmt: skip


def test_a_portal_in_camel_case_is_read_as_it_is_proposed(tmp_path):
    """Kind: a first city. No column was guessed, and the file was refused."""
    file = write(tmp_path, "requests.csv", delimited(*PORTAL))
    proposal = propose(one_level_city(tmp_path, ["Old Hills", "New Village"]), file)
    records = proposal.records(file)
    assert [record.service_code for record in records] == ["sw_dirty_alley", "sw_dirty_alley", "rp_trees"]
    assert [record.status_description for record in records] == ["selesai", "proses", "menunggu"]
    assert [record.service_request_id for record in records] == ["26-1", "26-2", "26-3"]
    assert records[0].closed_datetime is not None
    placed = proposal.context.geocoder(proposal.source.name).place(records)
    assert [each.place.area_code for each in placed] == ["old-hills", "new-village", "old-hills"]
    assert proposal.source.date_order == "mdy"


@pytest.mark.parametrize("column", ["District", "Borough", "Ward", "NeighbourhoodName", "Council District"])
def test_a_single_kind_of_area_is_the_citys_own(tmp_path, column):
    rows = [["SRNumber", "DateOpened", "SRStatus", column], ["1", "2026-11-20 08:00", "Open", "Old Hills"]]
    file = write(tmp_path, "requests.csv", delimited(*rows))
    proposal = propose(one_level_city(tmp_path, ["Old Hills"]), file)
    assert proposal.source.fields["area_name"] == column
    assert "parent_name" not in proposal.source.fields


def test_a_division_that_is_not_the_citys_is_no_parent(tmp_path):
    rows = [["SRNumber", "DateOpened", "SRStatus", "Neighborhood", "Ward"],
            ["1", "2026-11-20 08:00", "Open", "Old Hills", "Ward 8"]]  # fmt: skip
    file = write(tmp_path, "requests.csv", delimited(*rows))
    fields = propose(one_level_city(tmp_path, ["Old Hills"]), file).source.fields
    assert (fields["area_name"], "parent_name" in fields) == ("Neighborhood", False)


def test_dates_in_three_columns_are_proposed_for_every_time(tmp_path, city_file):
    header = ["No Aduan", "Tanggal", "Bulan", "Tahun", "Jam", "Tgl Selesai", "Bln Selesai", "Thn Selesai",
              "Tgl Batas", "Jam Batas", "Status"]  # fmt: skip
    rows = [["A-1", "3", "November", "2026", "08:30", "4", "11", "2026", "05/11/2026", "16:00", "Tuntas"],
            ["A-2", "13", "November", "2026", "9:05", "", "", "", "25/11/2026", "16:00", "Ditangani"],
            ]  # fmt: skip
    file = write(tmp_path, "aduan.csv", delimited(header, *rows))
    proposal = propose(city_file, file)
    first, second = proposal.records(file)
    assert first.requested_datetime.isoformat() == "2026-11-03T00:30:00+00:00"
    assert (first.status_description, second.status_description) == ("selesai", "proses")
    assert first.expected_datetime is not None
    assert first.expected_datetime.isoformat() == "2026-11-05T08:00:00+00:00"
    assert "closed_datetime" in first.date_only


def test_columns_that_repeat_the_month_are_not_proposed(tmp_path, city_file):
    rows = [["No Aduan", "Tanggal", "Bulan", "Tahun", "Status"], ["A-1", "23/11/2026", "11", "2026", "Baru"]]
    file = write(tmp_path, "aduan.csv", delimited(*rows))
    assert propose(city_file, file).source.fields["requested_datetime"] == "Tanggal"


def test_a_clock_beside_a_whole_moment_is_not_proposed(tmp_path, city_file):
    rows = [["Ticket ID", "Created Date", "Created Time", "Status"],
            ["1", "2026-11-20 08:00", "08:00", "open"]]  # fmt: skip
    file = write(tmp_path, "aduan.csv", delimited(*rows))
    assert propose(city_file, file).source.fields["requested_datetime"] == "Created Date"


EARLY = [["No Aduan", "Tanggal", "Jam", "Jenis Aduan", "Status"],
         ["A-1", "23/11/2025", "08:30", "Sampah", "Tuntas"],
         ["A-2", "24/11/2025", "09:30", "Lampu", "Baru"]]  # fmt: skip
LATE = [["Nomor Tiket", "Waktu Lapor", "Kategori", "Status", "Penilaian"],
        ["B-1", "13/11/2026 08:30", "lampu", "Ditangani", "4"]]  # fmt: skip


def test_files_of_several_years_are_read_by_one_proposal(tmp_path, city_file):
    """Kind: a first city. Each year's file needed a source of its own, whose ids then stood apart."""
    files = [write(tmp_path, name, delimited(*rows)) for name, rows in
             (("aduan-2025.csv", EARLY), ("aduan-2026.csv", LATE))]  # fmt: skip
    proposal = propose(city_file, *files)
    assert proposal.source.name == "aduan"
    assert [len(proposal.records(file)) for file in files] == [2, 1]
    assert [category.code for category in proposal.city.category if category.code == "lampu"] == ["lampu"]


def test_sheets_of_several_years_are_read_by_one_proposal(tmp_path, city_file):
    book = openpyxl.Workbook()
    for name, rows in (("2025", EARLY), ("2026", LATE)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(tmp_path / "aduan.xlsx")
    records = propose(city_file, tmp_path / "aduan.xlsx").records(tmp_path / "aduan.xlsx")
    assert [record.service_request_id for record in records] == ["A-1", "A-2", "B-1"]


def test_two_columns_of_one_file_that_take_turns_are_read_as_one(tmp_path, city_file):
    rows = [["Nomor Tiket", "Tanggal", "Kategori", "Jenis Aduan", "Status"],
            ["A-1", "23/11/2025", "", "Sampah", "Baru"],
            ["A-2", "23/11/2026", "Banjir", "", "Baru"]]  # fmt: skip
    file = write(tmp_path, "aduan.csv", delimited(*rows))
    records = propose(city_file, file).records(file)
    assert [record.service_code for record in records] == ["sampah", "banjir"]


def test_a_file_without_status_and_number_is_read_by_its_closing_and_its_content(tmp_path, city_file):
    rows = [["Tanggal Lapor", "Tanggal Selesai", "Kategori", "Alamat"],
            ["23/11/2025 08:00", "24/11/2025 08:00", "Sampah", "Jl. Satu"],
            ["23/11/2025 08:00", "", "Sampah", "Jl. Dua"]]  # fmt: skip
    file = write(tmp_path, "aduan.csv", delimited(*rows))
    proposal = propose(city_file, file)
    preview = inspect_file(proposal.context, file, None, MONDAY_NOON)
    assert (preview.row_count, preview.rejected_count) == (2, 0)
    first, second = proposal.records(file)
    assert (first.status_description, second.status_description) == ("selesai", "menunggu")
    assert first.service_request_id != second.service_request_id


def test_the_source_has_a_name_that_no_other_has(tmp_path):
    path = write_city(tmp_path)
    assert propose(path, write(tmp_path, "qlue.csv", delimited(*LATE))).source.name == "qlue-2"


@pytest.mark.parametrize(
    ("word", "code"),
    [("Belum selesai", "menunggu"), ("Closed - Duplicate", "duplikat"), ("IN PROGRESS", "proses"),
     ("Sudah ditindaklanjuti", "selesai"), ("Dialihkan ke PLN", "diteruskan"), ("???", None), ("Blau", None)],
)  # fmt: skip
def test_a_status_word_is_proposed_only_where_something_says_so(word, code):
    assert guess_status(word) == code


def test_categories_are_proposed_once_for_all_their_spellings():
    counts = {"Lampu Jalan": 5, "lampu-jalan": 2, "LAMPUJALAN": 1, "Sampáh": 3, "Pohon": 9}
    proposals = propose_categories(city(), counts)
    assert [(p.code, p.name, p.aliases, p.count) for p in proposals] == [
        ("pohon", "Pohon", (), 9),
        ("lampu_jalan", "Lampu Jalan", ("LAMPUJALAN",), 8),
    ]
    assert '# category "sampah": add the alias "Sampáh"' in city_toml(
        city(), propose_any_source(), ProposalFacts(unknown_categories=counts)
    )


def propose_any_source() -> TabularSource:
    fields = {"service_request_id": "id"}
    return TableSource.model_validate({"name": "rekap", "kind": "table", "fields": fields})


def test_many_categories_are_bounded_and_what_is_left_is_said():
    counts = {f"Jenis {number}": number for number in range(1, 101)}
    toml = city_toml(city(), propose_any_source(), ProposalFacts(unknown_categories=counts))
    assert (toml.count("[[category]]"), "and 60 more category names" in toml) == (40, True)
    assert toml.index("Jenis 100") < toml.index("Jenis 99")


TEXTS = st.text(min_size=1, max_size=12).map(str.strip).filter(bool)


@given(categories=st.dictionaries(TEXTS, st.integers(1, 99), max_size=8), words=st.sets(TEXTS, max_size=8))
@limited_examples(50)
def test_whatever_a_file_names_the_proposal_is_a_citys_file(categories, words):
    facts = ProposalFacts(unknown_categories=categories, unknown_words=words)
    table = tomllib.loads(city_toml(city(), propose_any_source(), facts))
    proposed = city(source=table["source"], category=[*CITY["category"], *table.get("category", [])])
    assert len(proposed.category) <= len(CITY["category"]) + len(categories)
