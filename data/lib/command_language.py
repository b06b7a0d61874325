"""Words of the command line in the language of its environment; English is shown without any catalogue.

argparse looks up its own words by ``_`` in its module: no other place lets another language in.
"""

import argparse
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from data.lib.catalogues import CATALOGUES, SOURCE_LANGUAGE

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides, as in gettext
LANGUAGE_LIST_SEPARATOR = ":"

COMMAND_LANGUAGE: ContextVar[str] = ContextVar("command_language", default=SOURCE_LANGUAGE)


def N_(message: str) -> str:  # noqa: N802 - the name by which every extractor knows it
    """Mark a message that another module looks up."""
    return message


ARGPARSE_MESSAGES = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("unrecognized arguments: %s"),
    N_("not allowed with argument %s"),
    N_("ignored explicit argument %r"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("invalid %(type)s value: %(value)r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
)


def gettext(message: str) -> str:
    """Return a message in the language of the command."""
    language = COMMAND_LANGUAGE.get()
    if language == SOURCE_LANGUAGE:
        return message
    from data.lib import translation  # loads Babel, which English needs not

    with translation.use_language(language):
        return translation.gettext(message)


def environment_language(environ: Mapping[str, str]) -> str:
    """Return the first language of the environment that there are words in, else English."""
    value = next((environ[name] for name in VARIABLES if environ.get(name)), "")
    codes = map(_language_code, value.split(LANGUAGE_LIST_SEPARATOR))
    return next((code for code in codes if _has_words(code)), SOURCE_LANGUAGE)


def _language_code(locale: str) -> str:
    """Return the language of a locale such as ``id_ID.UTF-8``."""
    for separator in (".", "@", "_", "-"):
        locale = locale.partition(separator)[0]
    return locale.lower()


def _has_words(language: str) -> bool:
    if language == SOURCE_LANGUAGE:
        return True
    return language.isalpha() and (CATALOGUES / f"{language}.po").is_file()


def parse_arguments(
    build_parser: Callable[[], argparse.ArgumentParser],
    arguments: Sequence[str] | None,
    environ: Mapping[str, str] = os.environ,
) -> argparse.Namespace:
    """Parse the arguments of a command; its help and errors are in the language of the environment."""
    with _command_language(environment_language(environ)):
        return build_parser().parse_args(arguments)


@contextmanager
def _command_language(language: str) -> Iterator[None]:
    """Show the words of commands and of argparse in a language for as long as the context lasts."""
    token, names = COMMAND_LANGUAGE.set(language), vars(argparse)
    original, names["_"] = names["_"], gettext
    try:
        yield
    finally:
        names["_"] = original
        COMMAND_LANGUAGE.reset(token)
