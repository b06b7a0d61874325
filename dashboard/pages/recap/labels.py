"""Labels of ``/rekap``, in formal Bahasa Indonesia: columns with their definitions, rows, values."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from data.core.config.area_levels import AreaLevels
from data.core.recap.groups import NO_LOCATION, OUTSIDE_CITY, UNKNOWN_AREA, GroupBy

CATALOGUE_PATH = Path(__file__).parent / "labels.toml"
OUTCOME, FLOW = "Capaian", "Arus"  # the two groups of columns

TITLE = "Rekapitulasi Laporan"
LEAD = "Laporan masuk dan selesai dalam satu periode: di layar, sebagai berkas, dan untuk WhatsApp."
LOADING = "Memuat …"
WHOLE_CITY = "Seluruh kota"
TOTAL = "Jumlah"
NOT_BEGUN = "Periode itu belum dimulai."
NO_AREA = "Wilayah itu tidak ada."
TOO_MANY = "Terlalu banyak baris: persingkat periodenya, atau pilih per minggu atau per bulan."


@dataclass(frozen=True)
class RecapColumn:
    """One figure of a row: its key in the recap, its heading, its group, and its definition."""

    key: str
    heading: str
    group: str
    anchor: str  # of /cara-hitung
    definition: str
    kind: Literal["count", "share", "change"] = "count"

    @property
    def full_heading(self) -> str:
        """Return the heading where groups are not shown above it."""
        return f"{self.group}: {self.heading}" if self.group == FLOW else self.heading


@cache
def catalogue() -> dict[str, Any]:
    """Return everything in ``labels.toml``."""
    return tomllib.loads(CATALOGUE_PATH.read_text(encoding="utf-8"))


@cache
def columns() -> tuple[RecapColumn, ...]:
    """Return the figures of a row, in order."""
    return tuple(RecapColumn(**entry) for entry in catalogue()["column"])


GROUPING_CODES = {
    GroupBy.PARENT: "kecamatan",
    GroupBy.AREA: "kelurahan",
    GroupBy.CATEGORY: "kategori",
    GroupBy.HOLDER: "pemegang",
    GroupBy.DAY: "hari",
    GroupBy.WEEK: "minggu",
    GroupBy.MONTH: "bulan",
}
_OTHER_GROUPING_LABELS = {
    GroupBy.CATEGORY: "Kategori",
    GroupBy.HOLDER: "Perangkat daerah",
    GroupBy.DAY: "Hari",
    GroupBy.WEEK: "Minggu",
    GroupBy.MONTH: "Bulan",
}


def grouping_labels(levels: AreaLevels) -> dict[GroupBy, str]:
    """Return what each grouping is called in a city."""
    return {GroupBy.PARENT: levels.parent_level, GroupBy.AREA: levels.level, **_OTHER_GROUPING_LABELS}


def offered_groupings(levels: AreaLevels) -> dict[GroupBy, str]:
    """Return the groupings to choose from: those by area are one where there is one level."""
    redundant = {GroupBy.AREA} if levels.levels == 1 else set()
    return {by: label for by, label in grouping_labels(levels).items() if by not in redundant}


def row_labels(levels: AreaLevels) -> dict[str, str]:
    """Return the labels of rows that are neither area nor category, by key."""
    return {
        NO_LOCATION: "Tanpa lokasi", OUTSIDE_CITY: "Di luar batas",
        UNKNOWN_AREA: f"{levels.level} tidak dikenal", "kecamatan": f"{levels.parent_level} (camat)",
        "instansi luar": "Instansi di luar kota", "pelapor": "Menunggu pelapor",
    }  # fmt: skip


def list_heading(name: str, levels: AreaLevels) -> str:
    """Return the heading of a column of the list of reports; no two are alike, even with one level."""
    parent = f"{levels.parent_level} (induk)" if levels.levels == 1 else levels.parent_level
    return {**_LIST_HEADINGS, "parent_name": parent, "area_name": levels.level}[name]


_LIST_HEADINGS = {
    "source": "Sumber", "service_request_id": "Nomor", "service_name": "Kategori", "description": "Uraian",
    "placement": "Lokasi",
    "status_description": "Status", "agency_responsible": "Perangkat daerah",
    "requested_datetime": "Dilaporkan", "received_at": "Diterima", "responded_at": "Respons pertama",
    "expected_datetime": "Batas waktu", "expected_basis": "Dasar batas waktu",
    "provisional": "Batas waktu perkiraan", "closed_datetime": "Waktu selesai", "verdict": "Penilaian",
    "state": "Keadaan", "reopened": "Dibuka kembali (kali)", "evidence": "Bukti tindak lanjut",
    "lat": "Lintang", "long": "Bujur", "received_in_period": "Masuk dalam periode",
    "resolved_in_period": "Selesai dalam periode", "open_at_end": "Belum selesai pada akhir periode",
}  # fmt: skip
MOMENT_COLUMNS = ("requested_datetime", "received_at", "responded_at", "expected_datetime", "closed_datetime")
LIST_VALUE_LABELS = {
    "placement": {
        "point": "titik", "named": "menurut nama", "outside": "di luar batas", "none": "tanpa lokasi",
    },
    "expected_basis": {"source": "sumber", "policy": "kebijakan kota"},
    "verdict": {
        "no_target": "tanpa batas waktu", "closed_on_time": "tepat waktu", "closed_late": "terlambat",
        "closed_unknown": "waktu selesai tidak diketahui",
    },
    "state": {
        "no_target": "tanpa batas waktu", "on_time": "dalam batas waktu",
        "approaching": "mendekati batas waktu", "late": "terlambat", "very_late": "sangat terlambat",
    },
}  # fmt: skip
