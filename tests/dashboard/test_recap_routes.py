"""The routes of the recap: permissions, and messages for invalid queries."""

from collections.abc import Iterator
from contextvars import ContextVar

import pytest
from dash import Dash

from dashboard.app import create_app
from dashboard.pages.recap.callbacks import page_content, page_controls
from dashboard.pages.recap.routes import FILES
from dashboard.pages.recap.service import NoSnapshotError, RecapService
from dashboard.web.authorization import CURRENT_PRINCIPAL, PermissionDeniedError
from dashboard.web.context import WebContext
from data.core.access import ANONYMOUS, Principal
from data.core.recap.groups import GroupBy
from data.services.live_board import LiveBoard
from tests.dashboard.components import visible_text
from tests.dashboard.office_pages import get_as
from tests.dashboard.recaps import csv_rows
from tests.dashboard.sign_in import with_changes
from tests.personas import ANGGREK, BARAT, CAMAT_BARAT, CEMPAKA, DEPUTY_MAYOR, TIMUR, WALL_DISPLAY


@pytest.fixture
def current_principal() -> Iterator[ContextVar[Principal]]:
    """Yield the principal of the requests, for the test to set."""
    token = CURRENT_PRINCIPAL.set(DEPUTY_MAYOR)
    yield CURRENT_PRINCIPAL
    CURRENT_PRINCIPAL.reset(token)


@pytest.mark.parametrize(
    ("who", "area"),
    [
        (ANONYMOUS, ""),
        (WALL_DISPLAY, ""),
        (CAMAT_BARAT, TIMUR),
        (CAMAT_BARAT, CEMPAKA),
        (CAMAT_BARAT, "99.99"),
    ],
)
def test_a_download_is_denied_without_permission(
    shared_app: Dash, shared_context: WebContext, who: Principal, area: str
) -> None:
    """Each denial is in the audit log."""
    for path in FILES:
        response = get_as(shared_app, f"{path}?wilayah={area}", who)
        assert response.status_code == (401 if who == ANONYMOUS else 403)
        assert response.json()["detail"]
    denied = {
        line.object
        for line in shared_context.accounts.list_audit(1000)
        if (line.who, line.outcome) == (who.name, "ditolak")
    }
    assert {f"{path} {area}".strip() for path in FILES} <= denied


@pytest.mark.parametrize("path", FILES)
def test_the_deputy_mayor_downloads_every_file_under_its_name(
    shared_app: Dash, shared_context: WebContext, path: str
) -> None:
    """Each download is in the audit log."""
    response = get_as(shared_app, f"{path}?periode=hari", DEPUTY_MAYOR)
    assert response.status_code == 200
    (line,) = shared_context.accounts.list_audit(1)
    assert (line.who, line.act, line.outcome) == (DEPUTY_MAYOR.name, "unduh", "berhasil")
    assert line.object.startswith(f"{path}?menurut=kecamatan")
    assert response.content
    content_disposition = response.headers["content-disposition"]
    assert f"31.01-kecamatan-2026-11-23-2026-11-23.{path.rpartition('.')[2]}" in content_disposition
    assert response.headers["cache-control"] == "no-store"


def test_a_camat_without_an_area_gets_their_own_kecamatan(shared_app: Dash) -> None:
    """It is grouped by kelurahan, and a kelurahan by category."""
    assert [row[0] for row in csv_rows(get_as(shared_app, "/rekap.csv", CAMAT_BARAT).content)] == [
        "Kelurahan", "Anggrek", "Barito", "Jumlah",
    ]  # fmt: skip
    assert (
        csv_rows(get_as(shared_app, f"/rekap.csv?wilayah={ANGGREK}", CAMAT_BARAT).content)[0][0] == "Kategori"
    )
    rows = csv_rows(get_as(shared_app, "/rekap/laporan.csv", CAMAT_BARAT).content)
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
def test_an_invalid_query_is_rejected_with_a_reason(shared_app: Dash, query: str, detail: str) -> None:
    for path in ("/rekap.csv", "/rekap/laporan.xlsx"):
        response = get_as(shared_app, f"{path}?{query}")
        assert response.status_code == 422
        assert detail in response.json()["detail"]


def test_before_the_first_snapshot_there_is_nothing_to_recap(
    shared_context: WebContext, current_principal: ContextVar[Principal]
) -> None:
    """The response is 503, not a recap of zeros."""
    empty = with_changes(
        shared_context,
        live_board=LiveBoard(
            shared_context.live_board._engine, shared_context.city, shared_context.live_board.clock
        ),
    )
    assert get_as(create_app(empty), "/rekap.csv").status_code == 503
    with pytest.raises(NoSnapshotError):
        RecapService(empty).resolve_request({})
    assert page_content(RecapService(empty), "")["recap-standing"] == "Belum ada data"


def test_the_page_offers_only_permitted_areas(
    shared_context: WebContext, current_principal: ContextVar[Principal]
) -> None:
    """The deputy mayor gets the city, the camat their kecamatan."""
    page_text = " ".join(
        visible_text(part) for part in page_controls(RecapService(shared_context), "?wilayah=" + BARAT)
    )
    assert all(
        name in page_text for name in ("Seluruh kota", "Kecamatan Barat", "Kecamatan Timur", "Cempaka")
    )
    current_principal.set(CAMAT_BARAT)
    page_text = " ".join(visible_text(part) for part in page_controls(RecapService(shared_context), ""))
    assert "Kecamatan Barat" in page_text
    assert not any(name in page_text for name in ("Seluruh kota", "Timur", "Cempaka"))
    with pytest.raises(PermissionDeniedError):
        page_content(RecapService(shared_context), f"?wilayah={TIMUR}")


def test_the_page_explains_an_invalid_query(
    shared_context: WebContext, current_principal: ContextVar[Principal]
) -> None:
    content = page_content(RecapService(shared_context), "?periode=tahun")
    assert "pilih salah satu" in visible_text(content["recap-standing"])
    assert content["recap-figures"] == []
    assert page_controls(RecapService(shared_context), "?periode=tahun")


def test_a_query_string_reproduces_its_query(
    shared_context: WebContext, current_principal: ContextVar[Principal]
) -> None:
    """It means the same on a later day."""
    service = RecapService(shared_context)
    page_query = service.resolve_request(
        {"wilayah": BARAT, "menurut": "hari", "periode": "minggu"}
    ).page_query
    assert page_query.query_string() == f"wilayah={BARAT}&menurut=hari&periode=minggu&dari=2026-11-23"
    assert (
        service.resolve_request(
            dict(part.split("=") for part in page_query.query_string().split("&"))
        ).page_query
        == page_query
    )
    assert (page_query.by, page_query.days.last.isoformat()) == (GroupBy.DAY, "2026-11-29")
