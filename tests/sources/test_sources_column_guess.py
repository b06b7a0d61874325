"""Columns are known by their words, however offices and portals spell them and over how many columns."""

import pytest

from data.sources.tables.column_guess import count_known, guess_fields
from data.sources.tables.header import column_names

# Header and the fields that must be guessed from it, each as no dictionary of whole names had it.
PORTALS = [
    (
        "ServiceRequestNum,CreatedDate,DueDate,CloseDate,SRStatus,SRType,Agency,Neighborhood,Latitude,Longitude",
        {
            "service_request_id": "ServiceRequestNum", "requested_datetime": "CreatedDate",
            "expected_datetime": "DueDate", "closed_datetime": "CloseDate", "status_description": "SRStatus",
            "service_name": "SRType", "agency_responsible": "Agency", "area_name": "Neighborhood",
            "lat": "Latitude", "long": "Longitude",
        },
    ),
    (
        "TICKETID,CREATEDDATE,CLOSEDDATE,SRSTATUS,BOROUGH,COMPLAINTTYPE",
        {
            "service_request_id": "TICKETID", "requested_datetime": "CREATEDDATE",
            "closed_datetime": "CLOSEDDATE", "status_description": "SRSTATUS", "parent_name": "BOROUGH",
            "service_name": "COMPLAINTTYPE",
        },
    ),
    (
        "SRNumber,DateOpened,TimeOpened,DateClosed,TimeClosed,CurrentStatus,Ward,District",
        {
            "service_request_id": "SRNumber", "requested_datetime": ("DateOpened", "TimeOpened"),
            "closed_datetime": ("DateClosed", "TimeClosed"), "status_description": "CurrentStatus",
            "area_name": "Ward", "parent_name": "District",
        },
    ),
    (
        "No,nomor_pengaduan,tgl_pengaduan,jam_pengaduan,tgl_selesai,jam_selesai,tgl_batas,jam_batas,"
        "jenis_pengaduan,nama_kelurahan,nama_kecamatan,status_pengaduan,opd_terkait",
        {
            "service_request_id": "nomor_pengaduan", "requested_datetime": ("tgl_pengaduan", "jam_pengaduan"),
            "closed_datetime": ("tgl_selesai", "jam_selesai"),
            "expected_datetime": ("tgl_batas", "jam_batas"),
            "service_name": "jenis_pengaduan", "area_name": "nama_kelurahan", "parent_name": "nama_kecamatan",
            "status_description": "status_pengaduan", "agency_responsible": "opd_terkait",
        },
    ),
    (
        "No Aduan,Tanggal,Bulan,Tahun,Jam,Tgl Selesai,Bln Selesai,Thn Selesai,Hari",
        {
            "service_request_id": "No Aduan", "requested_datetime": ("Tanggal", "Bulan", "Tahun", "Jam"),
            "closed_datetime": ("Tgl Selesai", "Bln Selesai", "Thn Selesai"),
        },
    ),
    (
        "case_id,year_filed,month_filed,day_filed,due_day,due_month,due_year,suburb",
        {
            "service_request_id": "case_id", "requested_datetime": ("day_filed", "month_filed", "year_filed"),
            "expected_datetime": ("due_day", "due_month", "due_year"), "area_name": "suburb",
        },
    ),
    (
        "Nomor,Tanggal Masuk,Jam,Tanggal Selesai,Jam,Keterangan",
        {
            "service_request_id": "Nomor", "requested_datetime": ("Tanggal Masuk", "Jam#1"),
            "closed_datetime": ("Tanggal Selesai", "Jam#2"), "description": "Keterangan",
        },
    ),
    (
        "Tanggal,Tanggal Pengaduan,Tanggal Target Selesai,Tanggal Penyelesaian,Tanggal Update Terakhir",
        {
            "requested_datetime": "Tanggal Pengaduan", "expected_datetime": "Tanggal Target Selesai",
            "closed_datetime": "Tanggal Penyelesaian", "updated_datetime": "Tanggal Update Terakhir",
        },
    ),
]  # fmt: skip


@pytest.mark.parametrize(("header", "fields"), PORTALS, ids=[header[:20] for header, _ in PORTALS])
def test_every_column_that_can_be_known_is_guessed_and_no_other(header, fields):
    assert guess_fields(column_names(header.split(","))) == fields


def test_the_names_of_the_citys_own_levels_come_first():
    guesses = guess_fields(["id", "date", "Wijk", "Stadsdeel", "ward"], ["Wijk", "Stadsdeel"])
    assert (guesses["area_name"], guesses["parent_name"]) == ("Wijk", "Stadsdeel")


@pytest.mark.parametrize(
    "column", ["Tipe Laporan", "State", "No", "Location Type", "Telepon", "X" * 200, "Hari", "Total", ""]
)
def test_a_column_that_says_something_else_is_no_field(column):
    assert guess_fields([column]) == {}


def test_a_header_in_camel_case_is_known_among_rows():
    assert count_known(["SRNumber", "CreatedDate", "Neighborhood"]) == 3
    assert count_known(["26-000000", "11/15/2026 03:16:00 AM", "Old Hills"]) == 0
