"""The sections, queries and permissions of ``/tinjauan``."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from dashboard.app import create_app
from dashboard.pages.review import labels
from dashboard.pages.review.query import (
    InvalidReviewQueryError,
    ReviewParams,
    local_iso,
    parse_detail,
    parse_query,
    period_query,
)
from dashboard.pages.review.sections import drilldown, packs, page
from dashboard.pages.review.service import freeze_pack, resolve_review
from dashboard.pages.review.view import ReviewView
from dashboard.ui.format import signed_number
from dashboard.web.authorization import CURRENT_PRINCIPAL, PermissionDeniedError
from dashboard.web.context import WebContext
from data.core.access import ANONYMOUS, Permission, Principal, Role
from data.core.review.metric_key import Metric, MetricKey
from data.core.review.pack import Difference, as_json
from tests.builders import city
from tests.dashboard.office_pages import get_as, open_city_at_work, web_context_of
from tests.dashboard.review_html import figure_html, section_html
from tests.event_histories import build_history
from tests.personas import BARAT, CAMAT_BARAT, CEMPAKA, DEPUTY_MAYOR, TIMUR, ZONE, local_time
from tests.review_reports import build_review_analysis, with_deadlines

SINCE, UNTIL = local_time("2026-11-23 00:00"), local_time("2026-11-24 00:00")  # the whole Monday
NOW = local_time("2026-11-25 08:00")  # Wednesday
EVENTS = [
    ("1", "received", "2026-11-22 20:00"),
    ("2", "received", "2026-11-23 10:00", {"area_code": CEMPAKA}),
    ("1", "closed", "2026-11-23 11:00"),
    ("3", "received", "2026-11-23 12:00", {"area_code": CEMPAKA}),
]
RATE_CHANGE = {
    "before": 0.5, "now": 0.75, "mix": 0.1, "city": 0.1, "own": 0.05, "n_before": 4, "n_now": 8,
    "categories": [{"service_code": "sampah", "effect": 0.1, "n_before": 4, "n_now": 8}],
}  # fmt: skip


def build_test_view(*, today: dict[str, Any] | None = None) -> ReviewView:
    review_report = as_json(build_review_analysis(with_deadlines(build_history(EVENTS)), SINCE, UNTIL).report)
    return ReviewView(review_report, city(), period_query(SINCE, UNTIL, ZONE), today)


def params_of(search: str) -> ReviewParams:
    """Return the parameters of an address's query."""
    return ReviewParams(**dict(parse_qsl(search.lstrip("?"))))


def test_every_flow_row_balances_and_says_so() -> None:
    section = section_html("flow", build_test_view())
    assert section.text.count("seimbang") == 4
    assert "TIDAK SEIMBANG" not in section.text
    figures = {link.attributes["data-cell"]: link.text for link in section.find_all("a", "figure")}
    assert figures[f"new@{TIMUR}"] == "2"


def test_a_row_that_does_not_balance_is_marked() -> None:
    broken = build_test_view()
    broken.review_report["flows"][0]["balances"] = False
    assert "TIDAK SEIMBANG" in section_html("flow", broken).text


def test_a_number_links_to_its_reports_and_a_zero_has_no_link() -> None:
    test_view = build_test_view()
    link = figure_html(test_view.figure_link(Metric.CLOSING, TIMUR))
    assert link.attributes["href"] == f"?{test_view.query}&rinci=closing@{TIMUR}"
    zero = figure_html(test_view.figure_link(Metric.CLOSING, BARAT))
    assert (zero.tag, zero.text) == ("span", "0")


def test_the_headline_states_the_backlog_change_and_the_bands() -> None:
    text = section_html("headline", build_test_view()).text
    assert "Tunggakan kota naik 1 laporan, dari 1 menjadi 2. Paling banyak bertambah: Timur (+2)." in text
    assert "Jelas di bawah kota: tidak ada" in text
    assert "Belum cukup laporan: Barat, Timur" in text


def test_a_year_without_known_joint_leave_gives_a_warning() -> None:
    test_view = build_test_view()
    assert "Cuti bersama" not in section_html("headline", test_view).text
    test_view.review_report["unknown_years"] = [2028]
    text = section_html("headline", test_view).text
    assert "Cuti bersama 2028 belum diketahui" in text


def test_too_few_reports_have_no_rate_and_no_rank() -> None:
    text = section_html("ranking", build_test_view()).text
    assert "belum cukup laporan" in text
    assert "100 %" not in text


def test_weeks_before_the_first_report_are_unknown_and_no_zeros() -> None:
    text = section_html("trends", build_test_view()).text
    assert text.count("tidak diketahui") == 3 * 11  # the city and two kecamatan, all weeks but the last


def test_a_frozen_number_shows_its_present_value_when_it_differs() -> None:
    today = as_json(
        build_review_analysis(
            with_deadlines(build_history([*EVENTS, ("3", "closed", "2026-11-23 13:00")])), SINCE, UNTIL
        ).report
    )
    test_view = build_test_view(today=today)
    assert figure_html(test_view.figure_link(Metric.CLOSING)).text == "2 kini 1"
    assert figure_html(test_view.figure_link(Metric.NEW)).text == "2"


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
def test_a_metric_has_a_label(cell: str, name: str) -> None:
    assert drilldown.metric_label(build_test_view(), _metric_key(cell)) == name


def _metric_key(text: str) -> MetricKey:
    parsed_detail = parse_detail(ReviewParams(rinci=text))
    assert parsed_detail is not None
    return parsed_detail[0]


def test_every_figure_has_a_name_and_a_formula() -> None:
    assert labels.FIGURES.keys() == labels.FORMULA_ANCHORS.keys() == set(Metric)


def test_pack_differences_have_labels() -> None:
    pack_differences = [
        Difference(f"counts/closing@{TIMUR}", 2, 1),
        Difference("ranking/x/on_time", 0.5, 0.6),
    ]
    differences = packs.pack_differences(pack_differences, build_test_view())
    text = section_html("differences", build_test_view(), section=differences).text
    assert "1 jumlah berbeda" in text
    assert "Nilai lain yang berbeda: 1" in text
    assert "Belum selesai pada akhir periode · Timur 2 1" in text


@pytest.mark.parametrize(("value", "text"), [(3, "+3"), (-2.04, "\N{MINUS SIGN}2"), (0, "0"), (0.4, "0")])
def test_a_change_has_its_sign(value: float, text: str) -> None:
    assert signed_number(value) == text


@pytest.mark.parametrize(
    ("search", "since", "until"),
    [
        ("", "2026-11-16 00:00", "2026-11-23 00:00"),
        ("?dari=2026-11-20T08:00&sampai=2026-11-21", "2026-11-20 08:00", "2026-11-21 00:00"),
        ("?dari=2026-11-20T00:00Z&sampai=2026-11-21", "2026-11-20 08:00", "2026-11-21 00:00"),
    ],
)
def test_a_query_names_two_moments_in_the_city_time_zone(search: str, since: str, until: str) -> None:
    query = parse_query(params_of(search), NOW, ZONE)
    assert (query.since, query.until) == (local_time(since), local_time(until))
    parsed_again = parse_query(params_of(period_query(query.since, query.until, ZONE)), NOW, ZONE)
    assert parsed_again == query


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
def test_an_invalid_query_is_rejected_with_a_reason(search: str, reason: str) -> None:
    with pytest.raises(InvalidReviewQueryError, match=reason):
        parse_query(params_of(search), NOW, ZONE)


def test_an_unknown_metric_is_rejected() -> None:
    assert parse_detail(params_of("?dari=x")) is None
    with pytest.raises(InvalidReviewQueryError):
        parse_detail(params_of("?rinci=rahasia"))


def test_seconds_are_kept_where_there_are_any() -> None:
    assert local_iso(datetime(2026, 11, 23, 4, 0, tzinfo=ZONE), ZONE) == "2026-11-23T04:00"
    assert local_iso(datetime(2026, 11, 23, 4, 0, 5, tzinfo=ZONE), ZONE) == "2026-11-23T04:00:05"


@pytest.fixture
def web_context(tmp_path: Path) -> WebContext:
    """Return the test city's web context at Monday noon: six reports, two of them closed."""
    return web_context_of(open_city_at_work(tmp_path))


@pytest.fixture
def deputy_mayor_signed_in() -> Any:
    """Sign in the deputy mayor for the test."""
    token = CURRENT_PRINCIPAL.set(DEPUTY_MAYOR)
    yield DEPUTY_MAYOR
    CURRENT_PRINCIPAL.reset(token)


SEARCH = "?dari=2026-11-22&sampai=2026-11-23T12:00"


def test_a_frozen_pack_opens_as_it_was_shown(
    web_context: WebContext, deputy_mayor_signed_in: Principal
) -> None:
    shown = page.render_body(web_context, params_of(SEARCH))
    pack_id = freeze_pack(web_context, params_of(SEARCH), "Rapat")
    pack = ReviewParams(paket=str(pack_id))
    assert "Tunggakan kota naik 4 laporan" in shown
    assert "Perhitungan hari ini untuk kedua waktu yang sama memberi angka yang sama." in page.render_body(
        web_context, pack
    )
    with pytest.raises(InvalidReviewQueryError, match="sudah merupakan paket"):
        freeze_pack(web_context, pack, "Rapat")


def test_an_unknown_pack_is_rejected(web_context: WebContext) -> None:
    with pytest.raises(InvalidReviewQueryError, match="Paket 7 tidak ada"):
        resolve_review(web_context, ReviewParams(paket="7"))
    assert "Paket 7 tidak ada" in page.render_body(web_context, ReviewParams(paket="7"))


@pytest.mark.parametrize("role", [Role.DISPLAY, Role.ANONYMOUS, Role.CAMAT])
def test_freezing_requires_permission(web_context: WebContext, role: Role) -> None:
    token = CURRENT_PRINCIPAL.set(Principal("x", role, BARAT))
    with pytest.raises(PermissionDeniedError):
        freeze_pack(web_context, params_of(SEARCH), "Rapat")
    CURRENT_PRINCIPAL.reset(token)
    assert web_context.live_board.reviews.list_packs() == []


def test_the_replay_route_requires_permission(web_context: WebContext) -> None:
    address = "/api/v1/replay?since=2026-11-22T20:00&until=2026-11-23T12:00&steps=4"
    response = get_as(create_app(web_context), address, DEPUTY_MAYOR)
    steps = response.json()["steps"]
    assert [len(steps), steps[-1]["open"], steps[-1]["overdue"]] == [5, 4, 1]
    assert get_as(create_app(web_context), address, ANONYMOUS).status_code in (401, 403)
    assert get_as(create_app(web_context), address, CAMAT_BARAT).status_code == 403


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
def test_an_invalid_replay_query_is_rejected_with_a_reason(
    web_context: WebContext, query: str, reason: str
) -> None:
    response = get_as(create_app(web_context), f"/api/v1/replay?{query}")
    assert response.status_code == 422
    assert reason in response.json()["detail"]


def test_the_page_requires_the_review_permission(web_context: WebContext) -> None:
    """Both routes do, so an anonymous principal sees nothing."""
    assert Permission.VIEW_REVIEW == "tinjau"
    app = create_app(web_context)
    for path in (page.PATH, page.DETAIL_PATH):
        assert get_as(app, f"{path}{SEARCH}", DEPUTY_MAYOR).status_code == 200
        assert "Tunggakan" not in get_as(app, f"{path}{SEARCH}", ANONYMOUS).text
        assert get_as(app, f"{path}{SEARCH}", CAMAT_BARAT).status_code == 403


def test_a_city_with_its_own_levels_shows_no_others() -> None:
    """Kind: another city. Captions and notes said "kecamatan"."""
    city_of_wards = city(areas={"file": "x.geojson", "levels": 1, "level": "Ward"})
    view = replace(build_test_view(), city=city_of_wards)
    view.review_report["why"] = {BARAT: RATE_CHANGE}
    sections = ("headline", "flow", "trends", "assignees", "categories", "ages", "ranking")
    shown = " ".join(
        [section_html(name, view).text for name in sections]
        + [drilldown.metric_label(view, MetricKey(metric, BARAT)) for metric in Metric]
        + [view.kecamatan_name("")]
    )
    assert "ecamatan" not in shown
    assert "{" not in shown
    assert "Arus dan tunggakan per ward" in shown
    assert "ward sendiri" in shown
