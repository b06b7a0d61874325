"""``python -m data``: what the store holds, as JSON, its check, and its backup."""

import argparse
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from data.core.recap.group_by import GroupBy
from data.lib.command_language import gettext, parse_arguments

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # argparse has no public name for it


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    :returns: the exit code: 0 when all is well, 1 for broken identities, 2 for wrong use
    """
    options = parse_arguments(_build_parser, arguments)
    from data.commands import run

    return run(options)


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m data",
        description=gettext("``python -m data``: what the store holds, as JSON, its check, and its backup."),
    )
    commands = parser.add_subparsers(dest="command", required=True)
    _add_figures(commands)
    _add_changes(commands)
    _add_backups(commands)
    return parser


def _add_figures(commands: "Commands") -> None:
    """Add the commands that only read."""
    snapshot = commands.add_parser(
        "snapshot", help=gettext("what the screens show, as JSON on standard output")
    )
    snapshot.add_argument(
        "--as-of", type=_parse_moment, metavar="ISO", help=gettext("a past moment, in the city's zone")
    )
    snapshot.add_argument("--area", metavar="CODE", help=gettext("one kecamatan or kelurahan only"))
    review = commands.add_parser("review", help=gettext("what happened between two moments, as JSON"))
    review.add_argument(
        "--since", type=_parse_moment, metavar="ISO", required=True, help=gettext("in the city's zone")
    )
    review.add_argument(
        "--until", type=_parse_moment, metavar="ISO", required=True, help=gettext("in the city's zone")
    )
    commands.add_parser(
        "packs", help=gettext("what review meetings saw: lists and verifies every frozen pack")
    )
    recap = commands.add_parser("recap", help=gettext("reports received and resolved in whole days, as JSON"))
    recap.add_argument(
        "--since", type=date.fromisoformat, metavar="DAY", required=True, help=gettext("the first day")
    )
    recap.add_argument(
        "--until", type=date.fromisoformat, metavar="DAY", required=True, help=gettext("the last day")
    )
    recap.add_argument("--area", metavar="CODE", help=gettext("one kecamatan or kelurahan only"))
    recap.add_argument(
        "--by", type=GroupBy, choices=list(GroupBy), default=GroupBy.PARENT, help=gettext("what the rows are")
    )
    commands.add_parser("check", help=gettext("prove the identities on the whole store"))
    verdicts = commands.add_parser(
        "verdicts", help=gettext("how all stored reports did against their deadlines")
    )
    verdicts.add_argument("--source", metavar="NAME", help=gettext("the reports of one source only"))
    verdicts.add_argument(
        "--as-of", type=_parse_moment, metavar="ISO", help=gettext("judge the open ones at this moment")
    )


def _add_changes(commands: "Commands") -> None:
    """Add the commands that change what is stored of reports."""
    redaction = commands.add_parser(
        "redact", help=gettext("make stored reports confidential, with all their texts")
    )
    redaction.add_argument("--source", metavar="NAME", help=gettext("the source of the reports"))
    redaction.add_argument("--id", action="append", default=[], metavar="ID", help=gettext("may be repeated"))
    redaction.add_argument("--ids", type=Path, metavar="FILE", help=gettext("one id a line"))
    redaction.add_argument(
        "--by-words",
        action="store_true",
        help=gettext("all that is marked by today's words, whatever the source"),
    )
    redaction.add_argument("--dry-run", action="store_true", help=gettext("only count"))
    renaming_help = {
        "rename-source": gettext("stored reports follow a source whose code in the city's file is another"),
        "rename-category": gettext(
            "stored reports follow a category whose code in the city's file is another"
        ),
    }
    for command, help_text in renaming_help.items():
        renamed = commands.add_parser(command, help=help_text)
        renamed.add_argument("old", help=gettext("the code that stored reports have"))
        renamed.add_argument("new", help=gettext("the code in the city's file"))


def _add_backups(commands: "Commands") -> None:
    """Add the commands that copy a whole board."""
    backup = commands.add_parser(
        "backup", help=gettext("copy store, keys, areas and city file, while the board runs")
    )
    backup.add_argument("folder", type=Path, metavar="FOLDER", help=gettext("a new or empty folder"))
    restored = commands.add_parser(
        "restore", help=gettext("put a backup back, once every file of it is verified")
    )
    restored.add_argument("folder", type=Path, metavar="FOLDER", help=gettext("what `backup` made"))
    restored.add_argument(
        "--replace",
        action="store_true",
        help=gettext("also where a filled store or another key is; it is kept aside"),
    )


def _parse_moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        problem = gettext("{value} is not a time such as 2026-11-24T08:00").format(value=repr(text))
        raise argparse.ArgumentTypeError(problem) from None


if __name__ == "__main__":
    sys.exit(main())
