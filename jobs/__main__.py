"""``python -m jobs run``, ``pull``, ``import FILE [--inspect]``, ``rejected``, ``reimport``, ``relocate``."""

import argparse
import sys
from pathlib import Path

from data.lib.command_language import gettext, parse_arguments


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0, or 1 if a pull failed, 2 for wrong use or configuration."""
    options = parse_arguments(_build_parser, arguments)
    from jobs.commands import run

    return run(options)


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m jobs", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help=gettext("the schedule, until told to stop"))
    pull_parser = commands.add_parser(
        "pull", help=gettext("one pull now, of all scheduled sources or of one")
    )
    pull_parser.add_argument("source", nargs="?")
    _add_accept(pull_parser)
    import_parser = commands.add_parser("import", help=gettext("files, once"))
    import_parser.add_argument("file", nargs="+", type=Path)
    import_parser.add_argument(
        "--source", help=gettext("the source of the city's file that describes these files")
    )
    import_parser.add_argument(
        "--inspect", action="store_true", help=gettext("show what a table would become; store nothing")
    )
    import_parser.add_argument(
        "--strict",
        action="store_true",
        help=gettext("store nothing of a file of which something is hardly true"),
    )
    _add_accept(import_parser)
    rejected_parser = commands.add_parser("rejected", help=gettext("the rows in quarantine, as JSON lines"))
    rejected_parser.add_argument("source", nargs="?")
    reimport_parser = commands.add_parser(
        "reimport", help=gettext("rows of quarantine again, after a repair")
    )
    rows_group = reimport_parser.add_mutually_exclusive_group(required=True)
    rows_group.add_argument(
        "file", nargs="?", type=Path, help=gettext("lines of `rejected`, with raw or fields repaired")
    )
    rows_group.add_argument(
        "--source", help=gettext("all rows of this source, after a repair of the city's file")
    )
    commands.add_parser(
        "relocate", help=gettext("stored reports again, by the areas and points of the city's file")
    )
    return parser


def _add_accept(parser: argparse.ArgumentParser) -> None:
    help_text = gettext("believe what is much shorter or older than the last, after a look at it")
    parser.add_argument("--accept", action="store_true", help=help_text)


if __name__ == "__main__":
    sys.exit(main())
