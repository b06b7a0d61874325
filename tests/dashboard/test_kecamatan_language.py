"""The kecamatan page is in the language of each request, also right after one in another language."""

import re
from pathlib import Path
from typing import Any

import pytest
from plotly.io.json import to_json_plotly

from dashboard.pages.kecamatan import ids, layout, view
from dashboard.pages.kecamatan.sections import recap
from dashboard.pages.kecamatan.sections.grid import backlog_grid
from dashboard.web.context import WebContext
from data.lib.translation import use_language
from tests.dashboard.backlogs import backlog_context
from tests.dashboard.components import visible_text
from tests.personas import BARAT

INDONESIAN = re.compile(
    r"\b(laporan|terlambat|tepat|belum|selesai|batas|waktu|yang|dari|sudah|saringan|keadaan|pemegang|tunggakan"
    r"|pertama|hari|jam|umur|urutan|semua|masuk|memuat|kolom|baris|rekap|teks)\b",
    re.IGNORECASE,
)


@pytest.fixture
def web_context(tmp_path: Path) -> WebContext:
    return backlog_context(tmp_path)


def in_english(shown: Any) -> list[str]:
    """Return the Indonesian words of a part of the page when it is read in English."""
    with use_language("en"):
        text = to_json_plotly(shown)
    return INDONESIAN.findall(re.sub(r'"(href|id|className|data-\w+|anchor|of|part)": ?"[^"]*"', "", text))


def test_the_layout_is_made_once_and_read_in_two_languages() -> None:
    page = layout.layout()
    assert "Lima pertama hari ini" in visible_text(page)
    assert in_english(page) == []
    assert "Lima pertama hari ini" in visible_text(page)


def test_the_grid_names_its_columns_and_menus_in_english(web_context: WebContext) -> None:
    with use_language("en"):
        made = to_json_plotly(backlog_grid(BARAT, web_context.city.areas))
    assert "Press Enter to sort" in made
    assert in_english(backlog_grid(BARAT, web_context.city.areas)) == []


def test_a_browser_that_changes_its_language_gets_all_sections_anew(web_context: WebContext) -> None:
    before = view.page_updates(web_context, BARAT, None)
    with use_language("en"):
        after = view.page_updates(web_context, BARAT, before[ids.SHOWN_DIGESTS])
    assert "belum selesai" in visible_text(before[ids.TILES])
    assert "unresolved" in visible_text(after[ids.TILES])
    assert "Of 7 reports: " in visible_text(after[ids.FIVE_NOTE])


def test_a_list_that_is_shown_is_sent_again_in_another_language(web_context: WebContext) -> None:
    filters = {"code": BARAT}
    shown = view.list_update(web_context, BARAT, filters, None)
    again = view.list_update(web_context, BARAT, filters, shown[ids.LIST_STATE])
    with use_language("en"):
        changed = view.list_update(web_context, BARAT, filters, shown[ids.LIST_STATE])
    assert "Menampilkan 7 dari 7" in visible_text(shown[ids.COUNT])
    assert not isinstance(again[ids.COUNT], list)
    assert "Showing 7 of 7" in visible_text(changed[ids.COUNT])


def test_the_recaps_are_in_english(web_context: WebContext) -> None:
    live_backlog = web_context.live_board.backlogs.get(BARAT)
    assert live_backlog is not None
    with use_language("en"):
        messages = [
            recap.morning_recap(live_backlog, web_context.city.zone),
            recap.review_recap(live_backlog, web_context.city.zone),
        ]
    assert "Unresolved: 7" in messages[0].splitlines()
    assert [INDONESIAN.findall(message) for message in messages] == [[], []]
