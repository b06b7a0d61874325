"""Who may have which recap, and what a wrong address is told."""

from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import replace

import pytest
from dash import Dash

from dashboard.app import create_app
from dashboard.pages.recap.callbacks import chosen, figures
from dashboard.pages.recap.routes import FILES
from dashboard.pages.recap.service import Desk, NothingYetError
from dashboard.web.authorization import ASKING, RefusedError
from dashboard.web.context import Site
from data.core.access import NOBODY, Who
from data.core.recap.groups import By
from data.services.live_board import LiveBoard
from tests.dashboard.components import words
from tests.dashboard.office_pages import asked
from tests.dashboard.recaps import csv_rows
from tests.personas import ANGGREK, BARAT, CAMAT_BARAT, CEMPAKA, DEPUTY_MAYOR, SCREEN, TIMUR


@pytest.fixture
def asking() -> Iterator[ContextVar[Who]]:
    """Who asks, to be set by the test."""
    before = ASKING.set(DEPUTY_MAYOR)
    yield ASKING
    ASKING.reset(before)


@pytest.mark.parametrize(
    ("who", "area"),
    [(NOBODY, ""), (SCREEN, ""), (CAMAT_BARAT, TIMUR), (CAMAT_BARAT, CEMPAKA), (CAMAT_BARAT, "99.99")],
)
def test_no_file_leaves_for_somebody_who_may_not_have_it(
    still: Dash, still_site: Site, who: Who, area: str
) -> None:
    """And each refusal is written down."""
    for path in FILES:
        found = asked(still, f"{path}?wilayah={area}", who)
        assert found.status_code == (401 if who == NOBODY else 403)
        assert found.json()["detail"]
    refused = {
        line.object
        for line in still_site.accounts.audit(1000)
        if (line.who, line.outcome) == (who.name, "ditolak")
    }
    assert {f"{path} {area}".strip() for path in FILES} <= refused


@pytest.mark.parametrize("path", FILES)
def test_every_file_leaves_for_the_deputy_mayor_under_its_name(
    still: Dash, still_site: Site, path: str
) -> None:
    """And the audit log says so."""
    found = asked(still, f"{path}?periode=hari", DEPUTY_MAYOR)
    assert found.status_code == 200
    (line,) = still_site.accounts.audit(1)
    assert (line.who, line.act, line.outcome) == (DEPUTY_MAYOR.name, "unduh", "berhasil")
    assert line.object.startswith(f"{path}?menurut=kecamatan")
    assert found.content
    named = found.headers["content-disposition"]
    assert f"31.01-kecamatan-2026-11-23-2026-11-23.{path.rpartition('.')[2]}" in named
    assert found.headers["cache-control"] == "no-store"


def test_a_camat_who_names_no_area_gets_his_own(still: Dash) -> None:
    """By kelurahan; and his kelurahan each by category."""
    assert [row[0] for row in csv_rows(asked(still, "/rekap.csv", CAMAT_BARAT).content)] == [
        "Kelurahan", "Anggrek", "Barito", "Jumlah",
    ]  # fmt: skip
    assert csv_rows(asked(still, f"/rekap.csv?wilayah={ANGGREK}", CAMAT_BARAT).content)[0][0] == "Kategori"
    rows = csv_rows(asked(still, "/rekap/laporan.csv", CAMAT_BARAT).content)
    assert {row[4] for row in rows[1:]} == {"Barat"}


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("periode=tahun", "periode = 'tahun': pilih salah satu dari hari, minggu, bulan, sendiri"),
        ("menurut=bintang", "menurut = 'bintang'"),
        ("dari=kemarin", "dari = 'kemarin': harus berupa tanggal"),
        ("dari=9999-12-31", "harus berupa tanggal"),
        ("periode=hari&dari=2026-11-24", "belum dimulai"),
        ("periode=sendiri&dari=2026-11-20&sampai=2026-11-19", "tidak boleh sesudah"),
        ("periode=sendiri&dari=2026-01-01&menurut=hari", "Terlalu banyak baris"),
        ("wilayah=99.99", "Wilayah itu tidak ada"),
    ],
)
def test_a_wrong_address_is_told_what_is_wrong(still: Dash, query: str, detail: str) -> None:
    for path in ("/rekap.csv", "/rekap/laporan.xlsx"):
        found = asked(still, f"{path}?{query}")
        assert found.status_code == 422
        assert detail in found.json()["detail"]


def test_before_the_first_snapshot_there_is_nothing_to_recap(
    still_site: Site, asking: ContextVar[Who]
) -> None:
    """Which is not a recap of zeros."""
    empty = replace(
        still_site, live=LiveBoard(still_site.live._engine, still_site.city, still_site.live.clock)
    )
    assert asked(create_app(empty), "/rekap.csv").status_code == 503
    with pytest.raises(NothingYetError):
        Desk(empty).take({})
    assert figures(Desk(empty), "")["recap-standing"] == "Belum ada data"


def test_the_page_offers_what_one_may_see(still_site: Site, asking: ContextVar[Who]) -> None:
    """The city to the deputy mayor, his kecamatan to the camat."""
    said = " ".join(words(part) for part in chosen(Desk(still_site), "?wilayah=" + BARAT))
    assert all(name in said for name in ("Seluruh kota", "Kecamatan Barat", "Kecamatan Timur", "Cempaka"))
    asking.set(CAMAT_BARAT)
    said = " ".join(words(part) for part in chosen(Desk(still_site), ""))
    assert "Kecamatan Barat" in said
    assert not any(name in said for name in ("Seluruh kota", "Timur", "Cempaka"))
    with pytest.raises(RefusedError):
        figures(Desk(still_site), f"?wilayah={TIMUR}")


def test_the_page_says_what_is_wrong_with_its_address(still_site: Site, asking: ContextVar[Who]) -> None:
    found = figures(Desk(still_site), "?periode=tahun")
    assert "pilih salah satu" in words(found["recap-standing"])
    assert found["recap-figures"] == []
    assert chosen(Desk(still_site), "?periode=tahun")


def test_an_address_asks_for_the_same_again(still_site: Site, asking: ContextVar[Who]) -> None:
    """Whatever day it is by then."""
    desk = Desk(still_site)
    ask = desk.take({"wilayah": BARAT, "menurut": "hari", "periode": "minggu"}).ask
    assert ask.query() == f"wilayah={BARAT}&menurut=hari&periode=minggu&dari=2026-11-23"
    assert desk.take(dict(part.split("=") for part in ask.query().split("&"))).ask == ask
    assert (ask.by, ask.days.last.isoformat()) == (By.DAY, "2026-11-29")
