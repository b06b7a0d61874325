"""Every word of a page is a message, or data: shown by a language made for that."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import product

import pytest
from dash import Dash

from dashboard.web.routes import Route
from data.core.access import ANONYMOUS
from tests.dashboard.html_pages import HtmlElement, parse_html
from tests.dashboard.sign_in import request_as
from tests.dashboard.test_access_every_route import route_url, routes_of
from tests.personas import BARAT, CAMAT_BARAT, DEPUTY_MAYOR, EXECUTOR_BARAT, OPERATOR
from tests.pseudo_language import plain_words

PAGES = (
    "akun", "cara-hitung", "cari", "docs", "kecamatan", "lacak", "lapor", "laporan", "layar", "masuk", "meja",
    "pemberitahuan", "rekap", "sumber", "tindak", "tinjauan",
)  # fmt: skip
PRINCIPALS = (ANONYMOUS, OPERATOR, DEPUTY_MAYOR, CAMAT_BARAT, EXECUTOR_BARAT)
READ_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt", "label")
UNREAD_TAGS = {"script", "style", "template", "code"}
# Data of the test city, and names that are the same in every language.
DATA_WORDS = {
    *("Kota", "Uji", "Barat", "Timur", "Anggrek", "Barito", "Cempaka", "Delima"),
    *("Sampah", "Banjir", "Narkoba", "Usul", "Camat", "DLH", "Pantau", "Manado", "Qlue", "qlue"),
    *("Laporan", "Warga", "Kecamatan", "kecamatan", "Kelurahan", "kelurahan", "kel", "kec"),
    *("since", "width", "height", "streaming", "mood", "tab", "version", "view"),  # what programs send
    *("CSV", "Excel", "PDF", "WhatsApp"),
    *("operator", "wakil", "walikota", "camat", "pelaksana", "barat", "timur", "wenang"),
    *("menumpuk", "uji"),
}
# Babel knows no such language, and gives the names of days and months in Indonesian.
MOMENT_WORDS = re.compile(
    r"^(Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu|Sen|Sel|Rab|Kam|Jum|Sab|Min|WITA|WIB|GMT"
    r"|Jan|Feb|Mar|Apr|Mei|Jun|Jul|Agu|Sep|Okt|Nov|Des|Januari|Februari|Maret|April|Juni|Juli|Agustus"
    r"|September|Oktober|November|Desember)$"
)


def shown_texts(element: HtmlElement) -> Iterator[str]:
    """Yield what a reader sees or hears of an element: its texts, and the attributes that are read out."""
    if element.tag in UNREAD_TAGS or element.attributes.get("lang"):
        return
    yield from (element.attributes[name] for name in READ_ATTRIBUTES if element.attributes.get(name))
    for child in element.children:
        if isinstance(child, HtmlElement):
            yield from shown_texts(child)
        else:
            yield child


def unmarked_words(html: str) -> dict[str, int]:
    """Return the plain words of a page that are no data, with how often each occurs."""
    root = parse_html(html.replace('<html lang="zxx"', "<html"))
    words = Counter(word for text in shown_texts(root) for word in plain_words(text))
    return {
        word: count
        for word, count in words.items()
        if word not in DATA_WORDS and not MOMENT_WORDS.match(word)
    }


def in_language(url: str, language: str) -> str:
    """Return an address that names the language of its page."""
    return f"{url}{'&' if '?' in url else '?'}bahasa={language}"


def page_name(route: Route) -> str:
    """Return what a page's addresses begin with; routes for programs answer with the pages of errors."""
    first = route.path.strip("/").split("/")[0]
    return first if first in PAGES else "errors"


@pytest.fixture(scope="module")
def unmarked_by_page(shared_app: Dash, pseudo_language: str) -> dict[str, dict[str, dict[str, int]]]:
    """Return the unmarked words of each page, by the address and whoever opens it."""
    found: dict[str, dict[str, dict[str, int]]] = {name: {} for name in (*PAGES, "errors")}
    for route, principal in product(routes_of(shared_app), PRINCIPALS):
        url = in_language(route_url(route, BARAT), pseudo_language)
        answer = request_as(shared_app, route.method, url, principal, headers={"accept": "text/html"})
        if answer.headers.get("content-type", "").startswith("text/html"):
            page = found[page_name(route)]
            page[f"{route.method} {route.path} {principal.name or 'nobody'}"] = unmarked_words(answer.text)
    return found


@pytest.mark.parametrize("page", [*PAGES, "errors"])
def test_every_word_is_a_message(unmarked_by_page: dict[str, dict[str, dict[str, int]]], page: str) -> None:
    answers = unmarked_by_page[page]
    assert answers
    assert {address: words for address, words in answers.items() if words} == {}
