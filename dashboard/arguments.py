"""The command line of ``python -m dashboard``, which its commands are not loaded for."""

import argparse
from pathlib import Path

from data.lib.command_language import gettext
from data.services.auth.office_names import ASSIGNABLE_ROLES


def build_parser(description: str | None) -> argparse.ArgumentParser:
    """Return the parser of all arguments."""
    parser = argparse.ArgumentParser(prog="python -m dashboard", description=description)
    parser.add_argument(
        "--with-jobs", action="store_true", help=gettext("run the schedule in this process too")
    )
    _add_commands(parser.add_subparsers(dest="command"))
    return parser


def _add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands and their arguments to the parser."""
    accounts = commands.add_parser(
        "accounts", help=gettext("accounts of offices: make, reset, close, list, import")
    )
    subcommands = accounts.add_subparsers(dest="what", required=True)
    add_parser = subcommands.add_parser("add", help=gettext("one account; prints its first password once"))
    add_parser.add_argument(
        "name", help=gettext("such as camat.wenang, pelaksana.wenang.1, operator.1, wakil.walikota")
    )
    add_parser.add_argument(
        "--role",
        default="",
        help=gettext("if the name does not say it: {roles}").format(roles=", ".join(ASSIGNABLE_ROLES)),
    )
    add_parser.add_argument(
        "--kecamatan", default="", help=gettext("code or name, if the name does not say it")
    )
    subcommands.add_parser("reset", help=gettext("a new first password; every session ends")).add_argument(
        "name"
    )
    subcommands.add_parser("disable", help=gettext("no sign-in any more")).add_argument("name")
    subcommands.add_parser("list", help=gettext("all accounts"))
    import_parser = subcommands.add_parser(
        "import", help=gettext("many accounts from a CSV: name[, role, kecamatan]")
    )
    import_parser.add_argument("file", type=Path)
    import_parser.add_argument(
        "--passwords", type=Path, help=gettext("write the first passwords into this new file instead")
    )
    keys = commands.add_parser("keys", help=gettext("keys of programs that file reports: make, list, revoke"))
    subcommands = keys.add_subparsers(dest="what", required=True)
    subcommands.add_parser("add", help=gettext("prints the key, once")).add_argument("name")
    subcommands.add_parser("revoke", help=gettext("takes the key back")).add_argument("name")
    subcommands.add_parser("list", help=gettext("all keys"))
    displays = commands.add_parser("displays", help=gettext("wall screens: make, list, revoke their tokens"))
    subcommands = displays.add_subparsers(dest="what", required=True)
    subcommands.add_parser("add", help=gettext("prints the address with its token, once")).add_argument(
        "name"
    )
    subcommands.add_parser("revoke", help=gettext("takes its token back")).add_argument("name")
    subcommands.add_parser("list", help=gettext("all screens"))
