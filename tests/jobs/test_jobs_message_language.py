"""A message is in the language of whoever gets it: of an account, of a reporter, else of the city."""

import pytest

from bootstrap import AppContext
from data.core.notifications import MessageBatch, NotificationTemplate, StoredNotice
from data.lib.translation import use_language
from data.services.notifications.messages import MESSAGE_TEMPLATES, Message, MessageRenderer
from data.services.submission import NewReport
from data.store import preferences
from jobs.area_reassignment import sync_layer
from jobs.channel_adapters import ChannelAdapters
from tests.builders import open_test_context
from tests.personas import ANGGREK, IN_ANGGREK, MONDAY_NOON

DUE = "2026-11-24T04:00:00+00:00"


@pytest.fixture(scope="module")
def app_context(tmp_path_factory: pytest.TempPathFactory) -> AppContext:
    app_context = open_test_context(tmp_path_factory.mktemp("store"))
    sync_layer(app_context)
    return app_context


def notice(template: str = NotificationTemplate.LATE) -> StoredNotice:
    values = {"service_code": "sampah", "area_code": ANGGREK, "agency": None, "due": DUE}
    return StoredNotice(1, MONDAY_NOON, "operator", template, values, "pantau", "P1")


def batch(receiver: str, channel: str) -> MessageBatch:
    return MessageBatch("kiriman-1", receiver, channel, 1, (notice(),))


def sent_title(app_context: AppContext, monkeypatch: pytest.MonkeyPatch, sent: MessageBatch) -> str:
    """Return the title of a batch, as it leaves the adapters."""
    messages: list[Message] = []

    def keep(_self: ChannelAdapters, _batch: MessageBatch, message: Message) -> None:
        messages.append(message)

    monkeypatch.setattr(ChannelAdapters, "_send_push", keep)
    monkeypatch.setattr(ChannelAdapters, "_send_to_channel", keep)
    ChannelAdapters(app_context).send(sent)
    return messages[0].title


def prefer(app_context: AppContext, name: str, language: str) -> None:
    with app_context.engine.begin() as connection:
        preferences.save(connection, name, preferences.LANGUAGE, language)


@pytest.mark.parametrize(
    ("chosen", "title"),
    [("en", "Deadline passed"), ("id", "Melewati batas waktu"), ("zz", "Melewati batas waktu")],
)
def test_an_account_is_told_in_the_language_that_it_chose(
    app_context: AppContext, monkeypatch: pytest.MonkeyPatch, chosen: str, title: str
) -> None:
    prefer(app_context, "camat-barat", chosen)
    assert sent_title(app_context, monkeypatch, batch("camat-barat", "dorong:1")) == title


def test_an_office_is_told_in_the_citys_language_whatever_an_account_of_its_name_chose(
    app_context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefer(app_context, "operator", "en")
    title = sent_title(app_context, monkeypatch, batch("operator", "saluran:gerbang"))
    assert title == "Melewati batas waktu"


@pytest.mark.parametrize(
    ("filed_in", "title"), [("en", "Deadline passed"), ("", "Melewati batas waktu")], ids=["english", "city"]
)
def test_a_reporter_is_told_in_the_language_of_the_form(
    app_context: AppContext, monkeypatch: pytest.MonkeyPatch, filed_in: str, title: str
) -> None:
    lat, long = IN_ANGGREK
    report = NewReport(f"kirim-{filed_in}", "warga", "sampah", "bau", lat=lat, long=long, language=filed_in)
    receiver = f"pelapor:pantau/{app_context.submissions.submit(report).service_request_id}"
    assert sent_title(app_context, monkeypatch, batch(receiver, "saluran:surel")) == title


def test_a_message_of_many_notices_counts_and_dates_them_in_its_language(app_context: AppContext) -> None:
    renderer = MessageRenderer(app_context.city, app_context.layer.name_of)
    with use_language("en"):
        message = renderer.render_batch([notice()] * 12)
    assert message.title == "12 messages about reports"
    assert message.body.splitlines()[-1] == "- and 2 more"
    assert "Sampah, Anggrek, number P1. Due 24 November 2026" in message.body


@pytest.mark.parametrize("template", list(NotificationTemplate))
def test_each_notice_has_other_words_in_each_language(app_context: AppContext, template: str) -> None:
    renderer = MessageRenderer(app_context.city, app_context.layer.name_of)
    with use_language("en"):
        english = renderer.render(notice(template))
    indonesian = renderer.render(notice(template))
    assert english.title != indonesian.title
    assert "nomor" in indonesian.body
    assert "nomor" not in english.body
    assert str(MESSAGE_TEMPLATES[template][0]) == indonesian.title
