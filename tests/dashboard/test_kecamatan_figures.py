"""What the camat's page says: the wall's figures, in words that hide no failure and name no reporter."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from dashboard.pages.kecamatan import ids, view
from dashboard.pages.kecamatan.callbacks import _require, code_of
from dashboard.pages.kecamatan.sections import recap
from dashboard.pages.report import callbacks as report
from dashboard.web.authorization import RefusedError
from dashboard.web.context import Site
from data.core.access import NOBODY, Role, Who
from data.services.backlog import OnDesk
from tests.dashboard.backlogs import CAMAT_BARAT, FIRST_FIVE, OPERATOR, SAID, desk_site, seen_by
from tests.dashboard.components import walk, words
from tests.dashboard.web_contexts import NOWHERE, filed
from tests.personas import BARAT, MARIA, TIMUR, YOHANIS


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The town's board as an operator is answered."""
    return desk_site(tmp_path)


@pytest.fixture
def desk(site: Site) -> OnDesk:
    found = site.live.desk.backlog(BARAT)
    assert found is not None
    return found


def listed(site: Site, **said: Any) -> dict[str, Any]:
    return view.listed(site, BARAT, {"code": BARAT, **said}, None)


def test_the_first_five_are_in_the_order_checked_by_hand(desk: OnDesk) -> None:
    assert desk.backlog.first["service_request_id"].tolist() == FIRST_FIVE


def test_every_count_on_the_page_is_the_walls(site: Site, desk: OnDesk) -> None:
    here, whole = site.live.area(BARAT), site.live.current()
    assert here and whole
    tiles = words(view.filled(site, BARAT, None)[ids.TILES])
    assert here.totals["open"] == 7 == sum(a["open"] for a in whole.snapshot.areas if a["parent"] == BARAT)
    assert tiles.startswith(f"{here.totals['open']} belum selesai {here.totals['overdue']} terlambat")
    assert f"{here.totals['approaching']} mendekati batas" in tiles


def test_both_recaps_tell_the_pages_figures(site: Site, desk: OnDesk) -> None:
    here = site.live.area(BARAT)
    assert here
    for said in (recap.morning(desk, site.city.zone), recap.before_review(desk, site.city.zone)):
        lines = said.splitlines()
        assert f"Belum selesai: {here.totals['open']}" in lines
        assert f"Terlambat: {here.totals['overdue']}" in lines
        assert f"Mendekati batas: {here.totals['approaching']}" in lines


def test_the_morning_recap_names_the_first_five_in_order(site: Site, desk: OnDesk) -> None:
    said = recap.morning(desk, site.city.zone)
    first = [
        line.rsplit("No. ")[-1] for line in said.splitlines() if line[:2] in ("1.", "2.", "3.", "4.", "5.")
    ]
    assert first == FIRST_FIVE
    assert "1. Banjir, Anggrek: batas hari ini 13.00 WITA. Kecamatan. No. 11" in said
    assert "3. Banjir, Barito: terlambat 1 hari 4 jam. Kecamatan. No. 2" in said


def test_the_shared_link_carries_the_whole_text(site: Site, desk: OnDesk) -> None:
    said = recap.morning(desk, site.city.zone)
    address = recap.share_address(said)
    assert address.startswith("https://wa.me/?text=")
    assert unquote(address.partition("text=")[2]) == said


@pytest.mark.parametrize("hidden", [MARIA.name, YOHANIS.name, SAID, "rumah kuning"])
def test_no_recap_passes_on_what_a_reporter_is_or_said(site: Site, desk: OnDesk, hidden: str) -> None:
    for said in (recap.morning(desk, site.city.zone), recap.before_review(desk, site.city.zone)):
        assert hidden not in said


def test_no_part_names_a_reporter_or_tells_of_a_sensitive_report(site: Site) -> None:
    page = {**view.filled(site, BARAT, None), **listed(site, view="list")}
    told = repr(page)
    assert YOHANIS.name not in told
    assert "rumah kuning" not in told
    file = repr(report.filled(site, "/laporan/qlue/14", None))
    assert ("rumah kuning" in file, YOHANIS.name in file, "Barito" in file) == (False, False, True)
    assert "google.com" not in file


def test_a_part_that_did_not_change_is_not_sent_again(site: Site) -> None:
    first = view.filled(site, BARAT, None)
    again = view.filled(site, BARAT, first[ids.SHOWN])
    assert {name: type(again[name]).__name__ for name in view.CHILDREN} == dict.fromkeys(
        view.CHILDREN, "NoUpdate"
    )


def test_a_true_zero_is_said_in_words(tmp_path: Path) -> None:
    site = desk_site(tmp_path, [filed(1, 5, "Sampah", NOWHERE)])
    page = view.filled(site, BARAT, None)
    assert words(page[ids.TILES]).startswith("0 belum selesai 0 terlambat")
    assert page[ids.FIVE_NOTE] == "Tidak ada laporan terbuka."
    assert words(listed(site, view="list")[ids.COUNT]) == "Tidak ada laporan terbuka."


def test_nothing_under_a_choice_is_no_zero(site: Site) -> None:
    said = words(listed(site, view="list", category="usul", state="overdue")[ids.COUNT])
    assert said == "Tidak ada laporan dengan saringan ini (7 laporan tanpa saringan). Hapus saringan"


def test_before_any_data_no_figure_is_a_zero(tmp_path: Path) -> None:
    site = desk_site(tmp_path, [])
    page = view.filled(site, BARAT, None)
    assert not any(character.isdigit() for character in words(page[ids.TILES]).replace("24 jam", ""))
    assert page[ids.FIVE_NOTE] == "Belum ada data"
    assert words(listed(site, view="list")[ids.COUNT]) == "Belum ada data"
    desk = site.live.desk.backlog(BARAT)
    assert desk
    assert "Belum ada data." in recap.morning(desk, site.city.zone)


def test_a_cut_list_says_of_how_many_and_the_rest_can_be_had(tmp_path: Path) -> None:
    many = [filed(100 + i, i + 1, "Usul", (1.405, 124.805)) for i in range(31)]
    site = desk_site(tmp_path, many)
    cut, whole = listed(site, view="list"), listed(site, view="list", limit=view.MOST)
    assert (len(cut[ids.LIST]), words(cut[ids.COUNT])) == (20, "Menampilkan 20 dari 31 Tampilkan semua")
    assert (len(whole[ids.LIST]), words(whole[ids.COUNT])) == (31, "Menampilkan 31 dari 31")


def test_the_table_is_answered_block_by_block_in_the_order_asked_for(site: Site) -> None:
    request = {"startRow": 0, "endRow": 3, "sortModel": [{"colId": "service_name", "sort": "desc"}]}
    answer = view.grid_rows(site, BARAT, {"code": BARAT}, request)
    assert answer["rowCount"] == 7
    assert [row["service_name"] for row in answer["rowData"]] == ["Usul", "Sampah", "Sampah"]
    assert not {"description", "address", "lat", "reporter"} & set(answer["rowData"][0])


@pytest.mark.parametrize(
    "request_", [{}, {"startRow": "x"}, {"startRow": -5, "endRow": 10**9}, {"sortModel": 3}]
)
def test_a_strange_request_of_a_table_gets_the_first_rows(site: Site, request_: dict[str, Any]) -> None:
    assert len(view.grid_rows(site, BARAT, None, request_)["rowData"]) == 7


def test_what_is_chosen_to_be_finished_is_looked_up_and_never_believed(site: Site) -> None:
    said = words(view.effect_of(site, BARAT, ["qlue/11", "qlue/3", "x", 5, None]))
    assert "Belum selesai 7 6" in said  # qlue/3 lies in Timur


def test_an_unknown_kecamatan_is_named_as_such(site: Site) -> None:
    assert view.filled(site, "31.01.99", None)[ids.STANDING] == "Tidak ada kecamatan dengan kode ini."


def test_without_a_code_one_chooses_among_those_one_may_read(site: Site) -> None:
    links = [part.href for part in walk(view.filled(site, "", None)[ids.FIVE_NOTE]) if hasattr(part, "href")]
    assert links == [f"/kecamatan/{BARAT}", f"/kecamatan/{TIMUR}"]
    mine = view.filled(seen_by(CAMAT_BARAT, site), "", None)[ids.FIVE_NOTE]
    assert [part.href for part in walk(mine) if hasattr(part, "href")] == [f"/kecamatan/{BARAT}"]


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
    assert code_of(address) == code


@pytest.mark.parametrize(
    ("asking", "address"),
    [
        (CAMAT_BARAT, f"/kecamatan/{TIMUR}"),
        (CAMAT_BARAT, "/kecamatan/99.99"),
        (NOBODY, f"/kecamatan/{BARAT}"),
        (NOBODY, "/kecamatan/"),
        (Who("layar", Role.DISPLAY), f"/kecamatan/{BARAT}"),
    ],
)
def test_a_kecamatan_is_refused_to_those_it_is_not_for(site: Site, asking: Who, address: str) -> None:
    with pytest.raises(RefusedError):
        _require(seen_by(asking, site), address)


@pytest.mark.parametrize("number", ["3", "7", "8", "none such"])  # in Timur, nowhere, at sea, and not at all
def test_a_report_is_refused_to_a_camat_of_elsewhere(site: Site, number: str) -> None:
    with pytest.raises(RefusedError):
        report.filled(seen_by(CAMAT_BARAT, site), f"/laporan/qlue/{number}", None)


def test_a_camat_opens_his_own(site: Site) -> None:
    _require(seen_by(CAMAT_BARAT, site), f"/kecamatan/{BARAT}")
    assert report.filled(site, "/laporan/qlue/11", None)[report.NAME] == "Banjir"


def test_a_report_that_there_is_not_is_said_to_be_none(site: Site) -> None:
    assert (
        report.filled(seen_by(OPERATOR, site), "/laporan/qlue/404", None)[report.STANDING] == report.NONE_SUCH
    )
