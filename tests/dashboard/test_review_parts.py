"""The review's parts from values: what they say, where their numbers lead, and who may have them."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from dash import html

from dashboard.app import create_app
from dashboard.pages.review import callbacks, labels
from dashboard.pages.review.query import AskedError, asked, detail, local, period_query
from dashboard.pages.review.sections import drilldown, flow, headline, packs, ranking, trends
from dashboard.pages.review.view import View, signed
from dashboard.ui.render_html import markup
from dashboard.web.authorization import ASKING, RefusedError
from dashboard.web.context import Site
from data.core.access import NOBODY, Act, Role, Who
from data.core.review.metric_key import Cell, Figure
from data.core.review.pack import Difference, as_json
from tests.builders import city
from tests.dashboard.components import walk
from tests.dashboard.components import words as said
from tests.dashboard.office_pages import asked as ask
from tests.dashboard.office_pages import site_of, town_at_work
from tests.event_histories import told
from tests.personas import BARAT, CAMAT_BARAT, CEMPAKA, DEPUTY_MAYOR, TIMUR, ZONE
from tests.personas import local as here
from tests.review_reports import due, reading

SINCE, UNTIL = here("2026-11-23 00:00"), here("2026-11-24 00:00")  # the whole Monday
NOW = here("2026-11-25 08:00")  # Wednesday
STORY = [
    ("1", "received", "2026-11-22 20:00"),
    ("2", "received", "2026-11-23 10:00", {"area_code": CEMPAKA}),
    ("1", "closed", "2026-11-23 11:00"),
    ("3", "received", "2026-11-23 12:00", {"area_code": CEMPAKA}),
]


def view(*, today: dict[str, Any] | None = None) -> View:
    sheet = as_json(reading(due(told(STORY)), SINCE, UNTIL).sheet)
    return View(sheet, city(), period_query(SINCE, UNTIL, ZONE), today)


def links(part: Any) -> dict[str, str]:
    """Cell to the number that stands on it."""
    return {
        getattr(item, "data-cell"): said(item) for item in walk(part)
        if isinstance(item, html.A) and getattr(item, "data-cell", None)
    }  # fmt: skip


def test_every_line_of_the_flow_adds_up_and_says_so() -> None:
    text = said(flow.flow(view()))
    assert text.count("seimbang") == 4
    assert "TIDAK SEIMBANG" not in text
    assert links(flow.flow(view()))[f"new@{TIMUR}"] == "2"


def test_a_line_that_does_not_add_up_cries_out() -> None:
    broken = view()
    broken.sheet["flows"][0]["balances"] = False
    assert "TIDAK SEIMBANG" in said(flow.flow(broken))


def test_a_number_leads_to_its_reports_and_a_zero_leads_nowhere() -> None:
    shown = view()
    link = shown.figure(Figure.CLOSING, TIMUR)
    assert link.href == f"?{shown.query}&rinci=closing@{TIMUR}"
    zero = shown.figure(Figure.CLOSING, BARAT)
    assert (type(zero), said(zero)) == (html.Span, "0")


def test_the_headline_says_how_the_stock_moved_and_who_cannot_be_told_apart() -> None:
    text = said(headline.headline(view()))
    assert "Tunggakan kota naik 1 laporan, dari 1 menjadi 2. Paling banyak bertambah: Timur (+2)." in text
    assert "Jelas di bawah kota:  tidak ada" in text
    assert "Belum cukup laporan:  Barat, Timur" in text


def test_a_year_without_known_joint_leave_is_named() -> None:
    shown = view()
    assert "Cuti bersama" not in said(headline.headline(shown))
    shown.sheet["unknown_years"] = [2028]
    assert "Cuti bersama 2028 belum diketahui" in said(headline.headline(shown))


def test_too_few_reports_have_no_rate_and_no_rank() -> None:
    text = said(ranking.ranks(view()))
    assert "belum cukup laporan" in text
    assert "100 %" not in text


def test_weeks_before_the_first_report_are_unknown_and_no_zeros() -> None:
    text = said(trends.trends(view()))
    assert text.count(labels.UNKNOWN) == 3 * 11  # the city and two kecamatan, all weeks but the last


def test_a_frozen_number_that_differs_today_says_what_it_is_now() -> None:
    today = as_json(reading(due(told([*STORY, ("3", "closed", "2026-11-23 13:00")])), SINCE, UNTIL).sheet)
    shown = view(today=today)
    assert said(shown.figure(Figure.CLOSING)) == "2 kini 1"
    assert said(shown.figure(Figure.NEW)) == "2"


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("closing", "Belum selesai pada akhir periode · Seluruh kota"),
        (f"new@{TIMUR}:sampah", "Laporan masuk · Sampah · Timur"),
        ("age@:0", "Belum selesai pada akhir periode, menurut umur · ≤ 1 hari · Tanpa kecamatan"),
        (
            "judged:overdue",
            "Dasar persentase tepat waktu pada akhir periode · belum selesai, terlambat · Seluruh kota",
        ),
        ("week_new:11", "Laporan masuk dalam satu minggu · minggu sampai 24 November 2026 · Seluruh kota"),
        ("held_city:BNN Kota", "Dipegang selama periode · BNN Kota · Seluruh kota"),
        ("age:x", "Belum selesai pada akhir periode, menurut umur · x · Seluruh kota"),
        ("week_new:99", "Laporan masuk dalam satu minggu · 99 · Seluruh kota"),
    ],
)
def test_a_number_has_a_name_in_words(cell: str, name: str) -> None:
    assert drilldown.name_of(view(), _cell(cell)) == name


def _cell(text: str) -> Cell:
    found = detail(f"?rinci={text}")
    assert found is not None
    return found[0]


def test_every_figure_has_a_name_and_a_formula() -> None:
    assert labels.FIGURES.keys() == labels.ANCHORS.keys() == set(Figure)


def test_differences_of_a_pack_are_named_in_words() -> None:
    found = [Difference(f"counts/closing@{TIMUR}", 2, 1), Difference("ranking/x/on_time", 0.5, 0.6)]
    text = said(packs._differences(found, view()))
    assert "1 jumlah berbeda" in text
    assert "Nilai lain yang berbeda: 1" in text
    assert "Belum selesai pada akhir periode · Timur 2 1" in text


@pytest.mark.parametrize(("value", "text"), [(3, "+3"), (-2.04, "\N{MINUS SIGN}2"), (0, "0"), (0.4, "0")])
def test_a_change_has_its_sign(value: float, text: str) -> None:
    assert signed(value) == text


@pytest.mark.parametrize(
    ("search", "since", "until"),
    [
        ("", "2026-11-16 00:00", "2026-11-23 00:00"),
        ("?dari=2026-11-20T08:00&sampai=2026-11-21", "2026-11-20 08:00", "2026-11-21 00:00"),
        ("?dari=2026-11-20T00:00Z&sampai=2026-11-21", "2026-11-20 08:00", "2026-11-21 00:00"),
    ],
)
def test_an_address_names_two_moments_on_the_citys_clock(search: str, since: str, until: str) -> None:
    found = asked(search, NOW, ZONE)
    assert (found.since, found.until) == (here(since), here(until))
    again = asked(f"?{period_query(found.since, found.until, ZONE)}", NOW, ZONE)
    assert again == found


@pytest.mark.parametrize(
    ("search", "reason"),
    [
        ("?dari=2026-11-21&sampai=2026-11-20", "lebih awal"),
        ("?dari=2026-11-20&sampai=2026-11-26", "belum terjadi"),
        ("?dari=2026-11-20", "“sampai” harus berupa waktu"),
        ("?dari=kemarin&sampai=2026-11-20", "“dari” harus berupa waktu"),
        ("?dari=0001-01-01&sampai=2026-11-20", "“dari” harus berupa waktu"),
        ("?paket=satu", "Paket “satu” tidak ada"),
    ],
)
def test_a_wrong_address_is_told_in_words(search: str, reason: str) -> None:
    with pytest.raises(AskedError, match=reason):
        asked(search, NOW, ZONE)


def test_a_number_that_is_none_is_refused() -> None:
    assert detail("?dari=x") is None
    with pytest.raises(AskedError):
        detail("?rinci=rahasia")


def test_seconds_are_kept_where_there_are_any() -> None:
    assert local(datetime(2026, 11, 23, 4, 0, tzinfo=ZONE), ZONE) == "2026-11-23T04:00"
    assert local(datetime(2026, 11, 23, 4, 0, 5, tzinfo=ZONE), ZONE) == "2026-11-23T04:00:05"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The town at Monday noon: six reports, two of them closed."""
    return site_of(town_at_work(tmp_path))


@pytest.fixture
def asking_deputy() -> Any:
    """The deputy mayor asks, as long as the test runs."""
    token = ASKING.set(DEPUTY_MAYOR)
    yield DEPUTY_MAYOR
    ASKING.reset(token)


SEARCH = "?dari=2026-11-22&sampai=2026-11-23T12:00"


def test_the_layout_carries_no_figure(site: Site) -> None:
    """Dash sends it to any browser."""
    assert "href" not in markup(callbacks.layout()[callbacks.BODY])
    assert callbacks.layout()[callbacks.BODY].children is None


def test_what_is_frozen_opens_as_it_was_shown(site: Site, asking_deputy: Who) -> None:
    shown = callbacks.figures(site, SEARCH)
    number = callbacks.freeze(site, shown[callbacks.SHOWN], "Rapat")
    again = callbacks.figures(site, f"?paket={number}")
    assert "Tunggakan kota naik 4 laporan" in shown[callbacks.FIGURES]
    assert (
        "Perhitungan hari ini untuk kedua waktu yang sama memberi angka yang sama."
        in again[callbacks.FIGURES]
    )
    with pytest.raises(AskedError, match="sudah merupakan paket"):
        callbacks.freeze(site, again[callbacks.SHOWN], "Rapat")


def test_a_pack_that_is_none_is_told(site: Site) -> None:
    with pytest.raises(AskedError, match="Paket 7 tidak ada"):
        callbacks.figures(site, "?paket=7")


@pytest.mark.parametrize("role", [Role.DISPLAY, Role.NOBODY, Role.CAMAT])
def test_only_who_may_freeze_freezes(site: Site, role: Role) -> None:
    shown = callbacks.figures(site, SEARCH)
    token = ASKING.set(Who("x", role, BARAT))
    with pytest.raises(RefusedError):
        callbacks.freeze(site, shown[callbacks.SHOWN], "Rapat")
    ASKING.reset(token)
    assert site.live.reviews.packs() == []


def test_the_replay_door_answers_the_deputy_mayor_and_refuses_nobody(site: Site) -> None:
    address = "/api/v1/replay?since=2026-11-22T20:00&until=2026-11-23T12:00&steps=4"
    found = ask(create_app(site), address, DEPUTY_MAYOR)
    steps = found.json()["steps"]
    assert [len(steps), steps[-1]["open"], steps[-1]["overdue"]] == [5, 4, 1]
    assert ask(create_app(site), address, NOBODY).status_code in (401, 403)
    assert ask(create_app(site), address, CAMAT_BARAT).status_code == 403


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "“dari” harus berupa waktu"),
        ("since=x&until=2026-11-22", "“dari” harus berupa waktu"),
        ("since=2026-11-22&until=2026-11-21", "lebih awal"),
        ("since=2026-11-21&until=2026-11-22&steps=0", "1 sampai 96"),
        ("since=2026-11-21&until=2026-11-22&steps=5000", "1 sampai 96"),
    ],
)
def test_a_wrong_replay_is_told_in_words(site: Site, query: str, reason: str) -> None:
    found = ask(create_app(site), f"/api/v1/replay?{query}")
    assert found.status_code == 422
    assert reason in found.json()["detail"]


def test_the_page_asks_for_the_right_to_review(site: Site) -> None:
    """As every callback does; nobody is not shown anything."""
    assert Act.REVIEW == "tinjau"
    token = ASKING.set(NOBODY)
    with pytest.raises(RefusedError):
        site.gate.require(Act.REVIEW)
    ASKING.reset(token)
