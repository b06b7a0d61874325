"""The sections of ``/kecamatan/<kode>``: the wall's figures, no hidden failures, no reporter names."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from dashboard.pages.kecamatan import ids, view
from dashboard.pages.kecamatan.callbacks import code_from_path, require_access
from dashboard.pages.kecamatan.sections import recap
from dashboard.pages.report.routes import show
from dashboard.ui.urls import whatsapp_url
from dashboard.web.authorization import PermissionDeniedError
from dashboard.web.context import WebContext
from data.core.access import ANONYMOUS, Principal, Role
from data.services.backlog import KecamatanBacklog
from tests.dashboard.backlogs import (
    CAMAT_BARAT,
    FIRST_FIVE,
    OPERATOR,
    REPORTER_TEXT,
    backlog_context,
    with_principal,
)
from tests.dashboard.components import visible_text, walk
from tests.dashboard.web_contexts import NOWHERE, feed_row
from tests.personas import BARAT, MARIA, TIMUR, YOHANIS


@pytest.fixture
def web_context(tmp_path: Path) -> WebContext:
    """Return the test city's web context with an operator as principal."""
    return backlog_context(tmp_path)


@pytest.fixture
def live_backlog(web_context: WebContext) -> KecamatanBacklog:
    live_backlog = web_context.live_board.backlogs.get(BARAT)
    assert live_backlog is not None
    return live_backlog


def list_update(web_context: WebContext, **filters: Any) -> dict[str, Any]:
    return view.list_update(web_context, BARAT, {"code": BARAT, **filters}, None)


def test_the_first_five_are_in_the_order_checked_by_hand(live_backlog: KecamatanBacklog) -> None:
    assert live_backlog.backlog.next_up["service_request_id"].tolist() == FIRST_FIVE


def test_page_counts_match_the_wall(web_context: WebContext, live_backlog: KecamatanBacklog) -> None:
    kecamatan_snapshot, live_snapshot = (
        web_context.live_board.area_snapshot(BARAT),
        web_context.live_board.current(),
    )
    assert kecamatan_snapshot and live_snapshot
    tiles = visible_text(view.page_updates(web_context, BARAT, None)[ids.TILES])
    assert (
        kecamatan_snapshot.totals["open"]
        == 7
        == sum(a["open"] for a in live_snapshot.snapshot.areas if a["parent"] == BARAT)
    )
    assert tiles.startswith(
        f"{kecamatan_snapshot.totals['open']} belum selesai {kecamatan_snapshot.totals['overdue']} terlambat"
    )
    assert f"{kecamatan_snapshot.totals['approaching']} mendekati batas" in tiles


def test_both_recaps_state_the_page_counts(web_context: WebContext, live_backlog: KecamatanBacklog) -> None:
    kecamatan_snapshot = web_context.live_board.area_snapshot(BARAT)
    assert kecamatan_snapshot
    for message in (
        recap.morning_recap(live_backlog, web_context.city.zone),
        recap.review_recap(live_backlog, web_context.city.zone),
    ):
        lines = message.splitlines()
        assert f"Belum selesai: {kecamatan_snapshot.totals['open']}" in lines
        assert f"Terlambat: {kecamatan_snapshot.totals['overdue']}" in lines
        assert f"Mendekati batas: {kecamatan_snapshot.totals['approaching']}" in lines


def test_the_morning_recap_names_the_first_five_in_order(
    web_context: WebContext, live_backlog: KecamatanBacklog
) -> None:
    message = recap.morning_recap(live_backlog, web_context.city.zone)
    first = [
        line.rsplit("No. ")[-1] for line in message.splitlines() if line[:2] in ("1.", "2.", "3.", "4.", "5.")
    ]
    assert first == FIRST_FIVE
    assert "1. Banjir, Anggrek: batas hari ini 13.00 WITA. Kecamatan. No. 11" in message
    assert "3. Banjir, Barito: terlambat 1 hari 4 jam. Kecamatan. No. 2" in message


def test_the_shared_link_carries_the_whole_text(
    web_context: WebContext, live_backlog: KecamatanBacklog
) -> None:
    message = recap.morning_recap(live_backlog, web_context.city.zone)
    address = whatsapp_url(message)
    assert address.startswith("https://wa.me/?text=")
    assert unquote(address.partition("text=")[2]) == message


@pytest.mark.parametrize("hidden", [MARIA.name, YOHANIS.name, REPORTER_TEXT, "rumah kuning"])
def test_recaps_contain_no_reporter_name_and_no_description(
    web_context: WebContext, live_backlog: KecamatanBacklog, hidden: str
) -> None:
    for message in (
        recap.morning_recap(live_backlog, web_context.city.zone),
        recap.review_recap(live_backlog, web_context.city.zone),
    ):
        assert hidden not in message


def report_page(web_context: WebContext, number: str) -> str:
    """Return the page of one of Qlue's reports, as the context's principal is shown it."""
    return bytes(show(web_context, f"qlue/{number}").body).decode()


def test_the_page_contains_no_reporter_name_and_no_sensitive_details(web_context: WebContext) -> None:
    page = {**view.page_updates(web_context, BARAT, None), **list_update(web_context, view="list")}
    page_text = repr(page)
    assert YOHANIS.name not in page_text
    assert "rumah kuning" not in page_text
    file = report_page(web_context, "14")
    assert ("rumah kuning" in file, YOHANIS.name in file, "Barito" in file) == (False, False, True)
    assert "google.com" not in file


def test_an_unchanged_section_is_not_sent_again(web_context: WebContext) -> None:
    first = view.page_updates(web_context, BARAT, None)
    again = view.page_updates(web_context, BARAT, first[ids.SHOWN_DIGESTS])
    assert {name: type(again[name]).__name__ for name in view.SECTION_IDS} == dict.fromkeys(
        view.SECTION_IDS, "NoUpdate"
    )


def test_an_empty_backlog_is_stated_in_words(tmp_path: Path) -> None:
    web_context = backlog_context(tmp_path, [feed_row(1, 5, "Sampah", NOWHERE)])
    page = view.page_updates(web_context, BARAT, None)
    assert visible_text(page[ids.TILES]).startswith("0 belum selesai 0 terlambat")
    assert page[ids.FIVE_NOTE] == "Tidak ada laporan terbuka."
    assert visible_text(list_update(web_context, view="list")[ids.COUNT]) == "Tidak ada laporan terbuka."


def test_an_empty_filter_result_states_the_unfiltered_count(web_context: WebContext) -> None:
    count_text = visible_text(
        list_update(web_context, view="list", category="usul", state="overdue")[ids.COUNT]
    )
    assert count_text == "Tidak ada laporan dengan saringan ini (7 laporan tanpa saringan). Hapus saringan"


def test_before_the_first_data_no_count_is_shown(tmp_path: Path) -> None:
    web_context = backlog_context(tmp_path, [])
    page = view.page_updates(web_context, BARAT, None)
    assert not any(character.isdigit() for character in visible_text(page[ids.TILES]).replace("24 jam", ""))
    assert page[ids.FIVE_NOTE] == "Belum ada data"
    assert visible_text(list_update(web_context, view="list")[ids.COUNT]) == "Belum ada data"
    live_backlog = web_context.live_board.backlogs.get(BARAT)
    assert live_backlog
    assert "Belum ada data." in recap.morning_recap(live_backlog, web_context.city.zone)


def test_a_truncated_list_states_the_total_and_offers_all(tmp_path: Path) -> None:
    many = [feed_row(100 + i, i + 1, "Usul", (1.405, 124.805)) for i in range(31)]
    web_context = backlog_context(tmp_path, many)
    first_page, full_list = (
        list_update(web_context, view="list"),
        list_update(web_context, view="list", limit=view.MAX_CARDS),
    )
    assert (len(first_page[ids.LIST]), visible_text(first_page[ids.COUNT])) == (
        20,
        "Menampilkan 20 dari 31 Tampilkan semua",
    )
    assert (len(full_list[ids.LIST]), visible_text(full_list[ids.COUNT])) == (31, "Menampilkan 31 dari 31")


def test_the_grid_returns_row_blocks_in_the_requested_order(web_context: WebContext) -> None:
    request = {"startRow": 0, "endRow": 3, "sortModel": [{"colId": "service_name", "sort": "desc"}]}
    answer = view.grid_rows(web_context, BARAT, {"code": BARAT}, request)
    assert answer["rowCount"] == 7
    assert [row["service_name"] for row in answer["rowData"]] == ["Usul", "Sampah", "Sampah"]
    assert not {"description", "address", "lat", "reporter"} & set(answer["rowData"][0])


@pytest.mark.parametrize(
    "request_", [{}, {"startRow": "x"}, {"startRow": -5, "endRow": 10**9}, {"sortModel": 3}]
)
def test_an_invalid_grid_request_returns_the_first_rows(
    web_context: WebContext, request_: dict[str, Any]
) -> None:
    assert len(view.grid_rows(web_context, BARAT, None, request_)["rowData"]) == 7


def test_selected_report_keys_are_looked_up_on_the_server(web_context: WebContext) -> None:
    effect_text = visible_text(view.what_if_effect(web_context, BARAT, ["qlue/11", "qlue/3", "x", 5, None]))
    assert "Belum selesai 7 6" in effect_text  # qlue/3 lies in Timur


def test_an_unknown_kecamatan_code_is_reported(web_context: WebContext) -> None:
    assert (
        view.page_updates(web_context, "31.01.99", None)[ids.STATUS_LINE]
        == "Tidak ada kecamatan dengan kode ini."
    )


def test_without_a_code_the_page_links_to_the_readable_kecamatan(web_context: WebContext) -> None:
    links = [
        part.href
        for part in walk(view.page_updates(web_context, "", None)[ids.FIVE_NOTE])
        if hasattr(part, "href")
    ]
    assert links == [f"/kecamatan/{BARAT}", f"/kecamatan/{TIMUR}"]
    camat_links = view.page_updates(with_principal(CAMAT_BARAT, web_context), "", None)[ids.FIVE_NOTE]
    assert [part.href for part in walk(camat_links) if hasattr(part, "href")] == [f"/kecamatan/{BARAT}"]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/kecamatan/31.01.01", "31.01.01"),
        ("/kecamatan/31.01.01/", "31.01.01"),
        ("/kecamatan/", ""),
        ("/layar", ""),
        (None, ""),
    ],
)
def test_the_address_names_the_kecamatan(address: str | None, code: str) -> None:
    assert code_from_path(address) == code


@pytest.mark.parametrize(
    ("asking", "address"),
    [
        (CAMAT_BARAT, f"/kecamatan/{TIMUR}"),
        (CAMAT_BARAT, "/kecamatan/99.99"),
        (ANONYMOUS, f"/kecamatan/{BARAT}"),
        (ANONYMOUS, "/kecamatan/"),
        (Principal("layar", Role.DISPLAY), f"/kecamatan/{BARAT}"),
    ],
)
def test_a_kecamatan_page_is_denied_without_permission(
    web_context: WebContext, asking: Principal, address: str
) -> None:
    with pytest.raises(PermissionDeniedError):
        require_access(with_principal(asking, web_context), address)


@pytest.mark.parametrize("number", ["3", "7", "8", "none such"])  # in Timur, nowhere, at sea, and not at all
def test_a_report_is_denied_to_a_camat_of_another_kecamatan(web_context: WebContext, number: str) -> None:
    with pytest.raises(PermissionDeniedError):
        report_page(with_principal(CAMAT_BARAT, web_context), number)


def test_a_camat_opens_their_own_kecamatan(web_context: WebContext) -> None:
    require_access(with_principal(CAMAT_BARAT, web_context), f"/kecamatan/{BARAT}")
    assert '<h1 id="casefile-name">Banjir</h1>' in report_page(web_context, "11")


def test_an_unknown_report_is_reported_as_missing(web_context: WebContext) -> None:
    page = report_page(with_principal(OPERATOR, web_context), "404")
    assert "Laporan ini tidak ada." in page
    assert "<section" not in page
