"""Messages are shown in the language of the context, wherever they were written down."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dash import html
from plotly.io.json import to_json_plotly

from dashboard.ui.format import span
from data.lib import translation
from data.lib.date_format import format_moment
from data.lib.translation import gettext, languages, lazy_gettext, ngettext, use_language

MOMENT = datetime(2026, 8, 24, 4, 40, tzinfo=UTC)
PSEUDO = """msgid ""
msgstr ""
"Language: xx\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Track a report"
msgstr "[Ŧrâck â rëpørt ···]"

msgid "{count} day"
msgid_plural "{count} days"
msgstr[0] "[{count} dåy]"
msgstr[1] "[{count} dåys]"
"""


@pytest.fixture
def third_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A city's own catalogue: one file more."""
    (tmp_path / "xx.po").write_text(PSEUDO, encoding="utf-8")
    monkeypatch.setattr(translation, "CATALOGUES", tmp_path)
    _forget_catalogues()
    yield "xx"
    _forget_catalogues()


def _forget_catalogues() -> None:
    translation.languages.cache_clear()
    translation._translations.cache_clear()


def test_indonesian_is_the_default_and_comes_first() -> None:
    assert languages()[:2] == ("id", "en")
    assert gettext("Track a report") == "Lacak laporan"


def test_the_messages_of_the_code_are_english() -> None:
    with use_language("en"):
        assert gettext("Track a report") == "Track a report"
    assert gettext("Track a report") == "Lacak laporan"


def test_a_constant_follows_the_reader() -> None:
    title = lazy_gettext("Track a report")
    assert str(title) == "Lacak laporan"
    with use_language("en"):
        assert f"{title}!" == "Track a report!"


def test_dash_sends_a_constant_in_the_language_of_the_request() -> None:
    heading = html.H1(lazy_gettext("Track a report"))
    with use_language("en"):
        assert json.loads(to_json_plotly(heading))["props"]["children"] == "Track a report"


def test_plural_forms_are_the_languages_own() -> None:
    assert span(25) == "1 hari 1 jam"
    assert span(48.5) == "2 hari"
    with use_language("en"):
        assert span(25) == "1 day 1 hour"
        assert span(50.2) == "2 days 2 hours"


def test_moments_have_the_words_of_the_language_and_the_numerals_of_the_country() -> None:
    zone = ZoneInfo("Asia/Makassar")
    assert format_moment(MOMENT, zone) == "24 Agustus 2026 pukul 12.40 WITA"
    with use_language("en"):
        assert format_moment(MOMENT, zone) == "24 August 2026 at 12.40 WITA"


def test_a_third_language_is_one_file(third_language: str) -> None:
    assert languages() == ("en", "xx")
    with use_language(third_language):
        assert gettext("Track a report") == "[Ŧrâck â rëpørt ···]"
        assert ngettext("{count} day", "{count} days", 2) == "[2 dåys]"
        assert gettext("Not in its catalogue") == "Not in its catalogue"
