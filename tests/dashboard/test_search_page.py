"""The search page: what an account finds, and that all of it is in the address."""

import pytest
from dash import Dash

from data.core.access import ANONYMOUS, Principal
from data.services.saved_views import MOST_VIEWS
from tests.dashboard.html_pages import parse_html
from tests.dashboard.office_pages import get_as
from tests.dashboard.sign_in import request_as
from tests.personas import ANGGREK, BARAT, CAMAT_BARAT, DEPUTY_MAYOR, OPERATOR, WALL_DISPLAY


def numbers(app: Dash, query: str, principal: Principal = OPERATOR) -> list[str]:
    """Return the numbers of the reports that a query lists."""
    answer = get_as(app, f"/cari?{query}", principal)
    assert answer.status_code == 200
    return [link.text for link in parse_html(answer.text).find_all("a", "report")]


def test_all_reports_are_listed_the_newest_first(shared_app: Dash) -> None:
    assert numbers(shared_app, "") == ["5", "6", "2", "1", "3", "4"]
    assert numbers(shared_app, "urut=filed&menurun=0") == ["4", "3", "1", "2", "6", "5"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("cari=banjir", ["2", "1"]),
        ("cari=banjir+cempaka", ["2"]),
        ("cari=barat&keadaan=open", ["1", "3"]),
        ("kategori=sampah&keadaan=open", ["3", "4"]),
        ("waktu=late", ["1"]),
        ("waktu=approaching", ["2"]),
        (f"wilayah={ANGGREK}", ["6", "1"]),
        ("umur_min=1", ["3", "4"]),
        ("umur_maks=0", ["5", "6", "2", "1"]),
        ("keadaan=resolved&keadaan=withdrawn", ["5", "6"]),
    ],
)
def test_words_and_filters_select(shared_app: Dash, query: str, found: list[str]) -> None:
    assert numbers(shared_app, query) == found


def test_a_camat_finds_the_reports_of_the_own_kecamatan(shared_app: Dash) -> None:
    assert numbers(shared_app, "", CAMAT_BARAT) == ["5", "6", "1", "3"]
    assert numbers(shared_app, "cari=cempaka", CAMAT_BARAT) == []
    assert "Cempaka" not in get_as(shared_app, "/cari", CAMAT_BARAT).text


@pytest.mark.parametrize("principal", [ANONYMOUS, WALL_DISPLAY])
def test_who_may_read_no_reports_finds_none(shared_app: Dash, principal: Principal) -> None:
    assert request_as(shared_app, "GET", "/cari", principal).status_code in (302, 303, 401, 403)


def test_a_number_leads_to_its_report(shared_app: Dash) -> None:
    answer = request_as(shared_app, "GET", "/cari?cari=3", OPERATOR)
    assert (answer.status_code, answer.headers["location"]) == (303, "/laporan/qlue/3")
    assert (
        request_as(shared_app, "GET", "/cari?cari=2", CAMAT_BARAT).status_code == 200
    )  # of another kecamatan


@pytest.mark.parametrize("query", ["keadaan=buka", "halaman=0", "bintang=9", "umur_min=x", "urut=%22"])
def test_a_wrong_value_is_said_and_nothing_is_listed(shared_app: Dash, query: str) -> None:
    answer = request_as(shared_app, "GET", f"/cari?{query}", OPERATOR)
    assert answer.status_code == 422
    assert query.partition("=")[0] in answer.text
    assert parse_html(answer.text).find_all("a", "report") == []


def test_what_is_chosen_stays_chosen(shared_app: Dash) -> None:
    page = parse_html(
        get_as(shared_app, "/cari?kategori=banjir&umur_min=3&cari=%22a%3Cb%22", DEPUTY_MAYOR).text
    )
    checked = [one.attributes["value"] for one in page.find_all("input") if "checked" in one.attributes]
    assert checked == ["banjir"]
    values = {one.attributes.get("name"): one.attributes.get("value") for one in page.find_all("input")}
    assert (values["umur_min"], values["cari"]) == ("3", '"a<b"')


def test_the_list_counts_what_the_wall_counts(shared_app: Dash) -> None:
    page = get_as(shared_app, f"/cari?keadaan=open&wilayah={BARAT}", DEPUTY_MAYOR)
    assert "2 laporan" in page.text


def view_links(app: Dash, principal: Principal) -> dict[str, str]:
    """Return the saved views that a page offers, by name."""
    page = parse_html(get_as(app, "/cari", principal).text)
    spans = page.find_all("span", "saved-view")
    return {span.find_all("a")[0].text: span.find_all("a")[0].attributes["href"] for span in spans}


def post_view(app: Dash, principal: Principal, path: str = "/cari/tampilan", **values: str) -> str:
    """Send the form of a view; return where it leads."""
    answer = request_as(app, "POST", path, principal, data=values)
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_a_view_is_saved_for_its_account_and_deleted(shared_app: Dash) -> None:
    assert post_view(
        shared_app, CAMAT_BARAT, nama="Sampah lama", saringan="kategori=sampah&umur_min=3&x=1"
    ) == ("/cari?umur_min=3&kategori=sampah")
    assert view_links(shared_app, CAMAT_BARAT) == {"Sampah lama": "/cari?umur_min=3&kategori=sampah"}
    assert view_links(shared_app, OPERATOR) == {}
    post_view(shared_app, CAMAT_BARAT, "/cari/tampilan/hapus", nama="Sampah lama")
    assert view_links(shared_app, CAMAT_BARAT) == {}


def test_who_sees_the_city_shares_a_view_with_all(shared_app: Dash) -> None:
    post_view(shared_app, OPERATOR, nama="Terlambat", saringan="waktu=late", bersama="1")
    post_view(shared_app, CAMAT_BARAT, nama="Milik saya", saringan="waktu=late", bersama="1")
    assert view_links(shared_app, CAMAT_BARAT).keys() == {"Terlambat", "Milik saya"}
    assert view_links(shared_app, DEPUTY_MAYOR).keys() == {"Terlambat"}
    post_view(shared_app, CAMAT_BARAT, "/cari/tampilan/hapus", nama="Terlambat", bersama="1")
    assert view_links(shared_app, DEPUTY_MAYOR).keys() == {"Terlambat"}
    post_view(shared_app, OPERATOR, "/cari/tampilan/hapus", nama="Terlambat", bersama="1")
    post_view(shared_app, CAMAT_BARAT, "/cari/tampilan/hapus", nama="Milik saya")


@pytest.mark.parametrize("values", [{"nama": ""}, {"nama": "n" * 81}, {"nama": "a", "saringan": "bintang=9"}])
def test_a_view_that_cannot_be_used_is_not_saved(shared_app: Dash, values: dict[str, str]) -> None:
    assert post_view(shared_app, OPERATOR, **values) == "/cari?tampilan=ditolak"
    assert view_links(shared_app, OPERATOR) == {}


def test_an_account_has_only_so_many_views(shared_app: Dash) -> None:
    for number in range(MOST_VIEWS):
        post_view(shared_app, DEPUTY_MAYOR, nama=f"v{number}", saringan="waktu=late")
    assert "tampilan=penuh" in post_view(shared_app, DEPUTY_MAYOR, nama="satu lagi", saringan="waktu=late")
    assert "50 tampilan" in get_as(shared_app, "/cari?tampilan=penuh", DEPUTY_MAYOR).text
    assert len(view_links(shared_app, DEPUTY_MAYOR)) == MOST_VIEWS


def test_each_filter_in_use_can_be_removed_by_itself(shared_app: Dash) -> None:
    page = parse_html(get_as(shared_app, "/cari?kategori=banjir&kategori=sampah&umur_min=3", OPERATOR).text)
    (chips,) = page.find_all("p", "chips")
    assert {chip.text[:-2]: chip.attributes["href"] for chip in chips.find_all("a")} == {
        "Banjir": "/cari?umur_min=3&kategori=sampah",
        "Sampah": "/cari?umur_min=3&kategori=banjir",
        "mulai 3 hari": "/cari?kategori=banjir&kategori=sampah",
    }
