"""The commands' help and errors are in the language of the environment, English where it names no other."""

import argparse
from collections.abc import Callable, Iterator

import pytest

import dashboard.__main__
import data.__main__
import jobs.__main__
from data.lib.command_language import environment_language, parse_arguments
from data.lib.translation import current_language

INDONESIAN = {"LANG": "id_ID.UTF-8"}
SAME_IN_BOTH = (jobs.__main__.__doc__, argparse.SUPPRESS)  # names of commands alone, and no text
PARSERS = pytest.mark.parametrize(
    "build", [data.__main__._build_parser, jobs.__main__._build_parser, dashboard.__main__._build_parser]
)
Builder = Callable[[], argparse.ArgumentParser]


def all_words(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield the words of a parser and of all commands below it, in their order."""
    yield from filter(None, (parser.description, *(group.title for group in parser._action_groups)))
    for action in parser._actions:
        yield action.help or ""
        if isinstance(action, argparse._SubParsersAction):
            yield from (choice.help or "" for choice in action._choices_actions)
            for command in dict.fromkeys(action.choices.values()):
                yield from all_words(command)


def words_in(build: Builder, environ: dict[str, str]) -> list[str]:
    words: list[str] = []

    def build_and_read() -> argparse.ArgumentParser:
        words.extend(all_words(build()))
        return argparse.ArgumentParser()

    parse_arguments(build_and_read, [], environ)
    return words


class TestLanguageOfTheEnvironment:
    @pytest.mark.parametrize(
        ("environ", "language"),
        [
            ({}, "en"),
            ({"LANG": "C"}, "en"),
            ({"LANG": "C.UTF-8"}, "en"),
            ({"LC_ALL": "POSIX", "LANG": "id_ID.UTF-8"}, "en"),
            ({"LANG": "de_DE.UTF-8"}, "en"),
            ({"LANG": "id_ID.UTF-8"}, "id"),
            ({"LANG": "id"}, "id"),
            ({"LC_MESSAGES": "id_ID@euro", "LANG": "en_US.UTF-8"}, "id"),
            ({"LC_ALL": "en_US.UTF-8", "LC_MESSAGES": "id_ID"}, "en"),
            ({"LANGUAGE": "id:en", "LC_ALL": "en_US.UTF-8"}, "id"),
            ({"LANGUAGE": "de:id", "LANG": "en_US.UTF-8"}, "id"),
            ({"LANGUAGE": "en:id"}, "en"),
            ({"LANGUAGE": "", "LANG": "id_ID"}, "id"),
            ({"LANG": "../locale/id"}, "en"),
        ],
    )
    def test_the_first_variable_that_is_set_decides(self, environ: dict[str, str], language: str) -> None:
        assert environment_language(environ) == language


class TestHelp:
    @PARSERS
    def test_every_text_is_translated(self, build: Builder) -> None:
        pairs = list(zip(words_in(build, {}), words_in(build, INDONESIAN), strict=True))
        same = {english for english, indonesian in pairs if english and english == indonesian}
        assert len(pairs) > 20
        assert {text for text in same if text not in SAME_IN_BOTH and "camat.wenang" not in text} == set()

    def test_argparse_says_its_own_words_in_the_language(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            parse_arguments(data.__main__._build_parser, ["review", "--help"], INDONESIAN)
        shown = capsys.readouterr().out
        assert shown.startswith("penggunaan: python -m data review [-h]")
        assert "opsi:" in shown
        assert "tampilkan bantuan ini" in shown

    @pytest.mark.parametrize(
        ("arguments", "problem"),
        [
            (["review"], "galat: argumen berikut wajib diisi: --since, --until"),
            (["snapshot", "--as-of", "kemarin"], "'kemarin' bukan waktu seperti 2026-11-24T08:00"),
            (["nothing"], "pilihan tidak sah: 'nothing'"),
            (["recap", "--since"], "perlu satu nilai"),
            (["recap", "--since", "today"], "nilai fromisoformat tidak sah: 'today'"),
            (["check", "--all"], "argumen tidak dikenal: --all"),
        ],
    )
    def test_errors_are_in_the_language(
        self, arguments: list[str], problem: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as stopped:
            parse_arguments(data.__main__._build_parser, arguments, INDONESIAN)
        assert stopped.value.code == 2
        assert problem in capsys.readouterr().err

    def test_the_language_ends_with_the_parsing(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            parse_arguments(data.__main__._build_parser, ["--help"], INDONESIAN)
        with pytest.raises(SystemExit):
            parse_arguments(data.__main__._build_parser, ["--help"], {"LANG": "C"})
        assert "\nusage: python -m data" in capsys.readouterr().out
        assert current_language() == "id"  # what pages and jobs go on showing
