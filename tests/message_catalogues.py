"""``python -m tests.message_catalogues``: bring the words of code and templates into ``data/locale/*.po``.

New messages come in empty, those that nothing uses go out, and translations stay.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from data.lib.translation import CATALOGUES
from tests.pulls import ROOT

PACKAGES = ("dashboard", "data", "jobs")
METHODS = [
    ("static/build/**", "ignore"),
    ("**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("**/static/**.js", "javascript"),
]
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
OPTIONS = {"templates/**.html": {"silent": "false"}}  # a template that cannot be read is an error
LEFT_OUT = tuple(
    f'"{name}: '.encode()
    for name in (
        "Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date",
        "Last-Translator", "Language-Team", "MIME-Version", "Generated-By",
    )
)  # fmt: skip
HEADER = "# Pantau Manado. `make messages` brings new messages in; see docs/languages.md."


def main() -> int:
    """Update every catalogue; tell how many messages wait for a translation."""
    for path in sorted(CATALOGUES.glob("*.po")):
        catalog = updated_catalog(path)
        path.write_bytes(file_content(catalog))
        waiting = sum(not is_translated(message) for message in messages_of(catalog))
        sys.stdout.write(f"{path.name}: {len(catalog)} messages, {waiting} without a translation\n")
    return 0


def updated_catalog(path: Path) -> Catalog:
    """Return the catalogue of a file with exactly the messages that are in use."""
    with path.open("rb") as file:
        catalog = read_po(file)
    catalog.update(extracted_catalog(), no_fuzzy_matching=True)
    catalog.header_comment = HEADER
    return catalog


def file_content(catalog: Catalog) -> bytes:
    """Return a catalogue as its file holds it: without moments and names, which git knows better."""
    written = BytesIO()
    write_po(written, catalog, width=0, sort_output=True, ignore_obsolete=True)
    lines = written.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(LEFT_OUT))


def extracted_catalog() -> Catalog:
    """Return what is marked as a message, with the file of each, but no line: lines move."""
    catalog = Catalog()
    for package in PACKAGES:
        for name, _line, message, _comments, context in extract_from_dir(
            ROOT / package, METHODS, OPTIONS, KEYWORDS
        ):
            catalog.add(message, locations=[(f"{package}/{name}", 0)], context=context)
    return catalog


def messages_of(catalog: Catalog) -> Iterator[Message]:
    """Yield the messages without the header."""
    return (message for message in catalog if message.id)


def is_translated(message: Message) -> bool:
    """Return whether a message has its translation, in each of its plural forms."""
    texts = message.string if isinstance(message.string, list | tuple) else [message.string]
    return bool(texts) and all(texts)


if __name__ == "__main__":
    sys.exit(main())
