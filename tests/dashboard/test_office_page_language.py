"""In English, the pages of reports, notifications, displays and training have no word of their Indonesian."""

import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from babel.messages.pofile import read_po
from dash import Dash

from dashboard.app import create_app
from dashboard.pages.inbox.sections.faults import channel_label, fault_items, reason_text
from dashboard.ui import form_labels
from dashboard.web.context import WebContext
from data.config.clock import start_clock
from data.core.access import ANONYMOUS, Principal
from data.core.faults import Fault, FaultKind
from data.lib.translation import CATALOGUES, use_language
from data.services.training import TrainingService
from tests.dashboard.html_pages import parse_html
from tests.dashboard.office_pages import open_city_at_work, web_context_of
from tests.dashboard.sign_in import request_as, with_changes
from tests.dashboard.test_pseudo_language import DATA_WORDS, shown_texts
from tests.personas import CAMAT_BARAT, MONDAY_NOON, OPERATOR, ZONE

OWN_FILES = re.compile(
    r"^dashboard/(pages|templates)/(displays|follow_up|inbox|pwa|report_form|training)/|^dashboard/ui/(form|report)_labels"
)
PAGES = [
    ("/lapor", ANONYMOUS, "Take or choose a photo"),
    ("/tindak/qlue/1", CAMAT_BARAT, "The reporter reads this note"),
    ("/tindak/qlue/tidak-ada", OPERATOR, "This report does not exist"),
    ("/pemberitahuan", CAMAT_BARAT, "Tell me on this device"),
    ("/meja?terkirim=2", OPERATOR, "2 messages were queued again."),
    ("/layar/semua", OPERATOR, "All displays at once"),
    ("/luring", ANONYMOUS, "No network"),
    ("/latihan", CAMAT_BARAT, "of 7 exercises are done."),
    ("/pelatih", OPERATOR, "Restart the class: all kecamatan"),
    ("/pelatih/lembar", OPERATOR, "Sign in with the account name and password of this sheet."),
]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    app_context = open_city_at_work(tmp_path_factory.mktemp("store"))
    context: WebContext = web_context_of(app_context)
    context.app.faults.note(FaultKind.JOB, "pull qlue", OSError("x"), "")
    training = TrainingService(app_context.engine, context.accounts, start_clock(1))
    return create_app(with_changes(context, training=training))


@pytest.fixture(scope="module")
def indonesian_texts() -> set[str]:
    """Return the Indonesian of these pages' messages, as far as no English message says the same."""
    with (CATALOGUES / "id.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    english = {_first(message.id) for message in messages}
    texts = {
        _first(message.string)
        for message in messages
        if any(OWN_FILES.match(str(path)) for path, _line in message.locations)
    }
    parts = {part.strip(" .,:()·") for text in texts - english for part in re.split(r"\{\w+\}", text)}
    return {part for part in parts if len(part) > 3} - DATA_WORDS - {"latihan"}  # of an address


def _first(forms: str | Sequence[str] | None) -> str:
    """Return the text of a message, or the first of its plural forms."""
    return forms if isinstance(forms, str) else (forms or ("",))[0]


def in_english(app: Dash, method: str, path: str, principal: Principal, **content: object) -> str:
    """Return what a reader of the English page sees, its navigation and language names left out."""
    url = f"{path}{'&' if '?' in path else '?'}bahasa=en"
    root = parse_html(request_as(app, method, url, principal, **content).text)
    return " ".join(" ".join(shown_texts(main)) for main in root.find_all("main"))


@pytest.mark.parametrize(("path", "principal", "sentence"), PAGES, ids=[page[0] for page in PAGES])
def test_a_page_in_english_has_no_indonesian(
    app: Dash, indonesian_texts: set[str], path: str, principal: Principal, sentence: str
) -> None:
    text = in_english(app, "GET", path, principal)
    assert sentence in text
    assert {part for part in indonesian_texts if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text)} == set()


def test_a_refused_report_says_in_english_what_is_missing(app: Dash) -> None:
    fields = {"submission": "laporan-bahasa-inggris", "description": "bau"}
    text = in_english(app, "POST", "/lapor", ANONYMOUS, data=fields, files={"leer": b""})
    assert "Mark the point on the map, or choose the kelurahan." in text
    assert "Choose a category." in text


def test_a_refused_action_says_in_english_what_is_missing(app: Dash) -> None:
    text = in_english(app, "POST", "/tindak/qlue/1", CAMAT_BARAT, data={"move": "x"}, files={"leer": b""})
    assert "What was sent cannot be read." in text


@pytest.mark.parametrize("kind", FaultKind)
def test_each_fault_is_told_in_the_language_of_its_reader(kind: FaultKind) -> None:
    fault = Fault(kind, "saluran:surel", MONDAY_NOON, MONDAY_NOON, 3, "TypeError", MONDAY_NOON)
    with use_language("en"):
        (english,) = fault_items([fault], MONDAY_NOON - timedelta(hours=1), ZONE)
    (indonesian,) = fault_items([fault], MONDAY_NOON - timedelta(hours=1), ZONE)
    assert english.subject != indonesian.subject
    assert english.reason != indonesian.reason
    assert english.since.startswith("Since ")
    assert indonesian.since.startswith("Sejak ")


def test_reasons_and_channels_are_told_in_the_language_of_their_reader() -> None:
    with use_language("en"):
        assert reason_text("the channel did not take it") == "The channel did not take the message."
        assert (channel_label("dorong:7"), channel_label("saluran:surel")) == ("device", "channel surel")
    assert (channel_label("dorong:7"), channel_label("saluran:surel")) == ("perangkat", "saluran surel")


def test_messages_about_forms_follow_the_language() -> None:
    assert str(form_labels.INVALID_FIELD).startswith("Isian ini")
    with use_language("en"):
        assert str(form_labels.INVALID_FIELD).startswith("This field")


@pytest.mark.parametrize(("language", "shortcut"), [("en", "File a report"), ("id", "Buat laporan")])
def test_the_installed_app_is_named_in_the_language_of_the_browser(
    app: Dash, language: str, shortcut: str
) -> None:
    manifest = request_as(app, "GET", f"/manifest.webmanifest?bahasa={language}").json()
    assert (manifest["lang"], manifest["shortcuts"][0]["name"]) == (language, shortcut)
