"""Words in the reader's language, by gettext catalogues.

Messages in the code are English. Each other language is one file, ``data/locale/<language>.po``, which is
read when it is first needed, so that no step of compilation can be forgotten. The language is a context
variable: a request sets it, and threads and templates see it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from io import BytesIO

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from babel.support import LazyProxy, NullTranslations, Translations

from data.lib.catalogues import CATALOGUES, SOURCE_LANGUAGE

COUNTRY = "ID"  # its numerals and clock times, in every language
DEFAULT_LANGUAGE = "id"
PLURAL_EXAMPLES = 200  # whole numbers, among which is one of each category

CURRENT_LANGUAGE: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


class LazyText(LazyProxy):
    """A message that is translated whenever it is shown: for constants, which outlive any language."""

    def __init__(self, message: str) -> None:
        super().__init__(gettext, message, enable_cache=False)

    def to_plotly_json(self) -> str:
        """Return the text; Dash's encoder calls this."""
        return str(self)


Text = str | LazyText  # what a page shows: a value, or a message in the language of whoever reads it


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Return the codes of all languages, the default first; catalogues are looked for once."""
    codes = {SOURCE_LANGUAGE, *(path.stem for path in CATALOGUES.glob("*.po"))}
    return tuple(sorted(codes, key=lambda code: (code != DEFAULT_LANGUAGE, code)))


def current_language() -> str:
    """Return the language of the present request or task."""
    return CURRENT_LANGUAGE.get()


def current_locale() -> Locale:
    """Return Babel's locale of the current language in Indonesia."""
    return _locale(current_language())


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    """Return the locale of a language; the default one's where Babel does not know it."""
    try:
        return Locale.parse(f"{language}_{COUNTRY}")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(f"{DEFAULT_LANGUAGE}_{COUNTRY}")


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Show everything in a language for as long as the context lasts."""
    token = CURRENT_LANGUAGE.set(language)
    try:
        yield
    finally:
        CURRENT_LANGUAGE.reset(token)


def gettext(message: str) -> str:
    """Return a message in the current language; in English where its catalogue lacks it."""
    return _translations(current_language()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return a message for a count, by the current language's plural forms, with ``{count}`` filled in."""
    text = _translations(current_language()).ngettext(singular, plural, count)
    return text.format(count=format_decimal(count, locale=current_locale()))


def plural_forms(singular: str, plural: str) -> dict[str, str]:
    """Return a message of a count by the plural categories of CLDR in the current language, not filled in."""
    rule, translations = current_locale().plural_form, _translations(current_language())
    examples = {rule(count): count for count in reversed(range(PLURAL_EXAMPLES))}
    return {category: translations.ngettext(singular, plural, count) for category, count in examples.items()}


def lazy_gettext(message: str) -> LazyText:
    """Return a message for a constant; it is translated when it is shown."""
    return LazyText(message)


@lru_cache(maxsize=16)
def _translations(language: str) -> NullTranslations:
    from babel.messages.mofile import write_mo  # commands that show no message need neither
    from babel.messages.pofile import read_po

    path = CATALOGUES / f"{language}.po"
    if language == SOURCE_LANGUAGE or not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return Translations(fp=compiled)
