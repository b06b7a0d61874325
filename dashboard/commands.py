"""``python -m dashboard accounts …``, ``displays …`` and ``keys …``."""

import argparse
import csv
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from data.core.access import NOBODY, Who
from data.services.auth.models import KnownError
from data.services.auth.office_names import PEOPLE, OfficeError, office
from data.services.auth.service import Accounts
from data.services.open311 import Published

HERE = "baris perintah"  # the audit log's address of who sits at the server
COLUMNS = ("name", "role", "kecamatan")


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands and their arguments."""
    accounts = commands.add_parser("accounts", help="accounts of offices: make, reset, close, list, import")
    what = accounts.add_subparsers(dest="what", required=True)
    add = what.add_parser("add", help="one account; prints its first password once")
    add.add_argument("name", help="such as camat.wenang, pelaksana.wenang.1, operator.1, wakil.walikota")
    add.add_argument("--role", default="", help=f"if the name does not say it: {', '.join(PEOPLE)}")
    add.add_argument("--kecamatan", default="", help="code or name, if the name does not say it")
    what.add_parser("reset", help="a new first password; every session ends").add_argument("name")
    what.add_parser("disable", help="no sign-in any more").add_argument("name")
    what.add_parser("list", help="all accounts")
    bulk = what.add_parser("import", help="many accounts from a CSV: name[, role, kecamatan]")
    bulk.add_argument("file", type=Path)
    bulk.add_argument("--passwords", type=Path, help="write the first passwords into this new file instead")
    keys = commands.add_parser("keys", help="keys of programs that file reports: make, list, revoke")
    what = keys.add_subparsers(dest="what", required=True)
    what.add_parser("add", help="prints the key, once").add_argument("name")
    what.add_parser("revoke", help="takes the key back").add_argument("name")
    what.add_parser("list", help="all keys")
    displays = commands.add_parser("displays", help="wall screens: make, list, revoke their tokens")
    what = displays.add_subparsers(dest="what", required=True)
    what.add_parser("add", help="prints the address with its token, once").add_argument("name")
    what.add_parser("revoke", help="takes its token back").add_argument("name")
    what.add_parser("list", help="all screens")


def run(asked: argparse.Namespace, accounts: Accounts, kecamatan: Mapping[str, str], address: str) -> int:
    """Runs one command; 0 if all of it was done, 1 if some rows were bad, 2 for wrong use.

    :param address: where the board is, for the address that a display opens
    """
    try:
        if asked.command == "displays":
            return _displays(asked, accounts, address)
        return _accounts(asked, accounts, kecamatan)
    except (KnownError, OfficeError, OSError, UnicodeError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


def run_keys(asked: argparse.Namespace, published: Published, accounts: Accounts) -> int:
    """Runs a command about keys; 0 if it was done, 2 if there is no such key, or one already."""
    if asked.what == "list":
        _say(f"{name}  {'holds' if holds else 'taken back'}" for name, holds in published.key_names())
        return 0
    made = published.add_key(asked.name) if asked.what == "add" else None
    if not (made or (asked.what == "revoke" and published.revoke_key(asked.name))):
        problem = "the name is taken" if asked.what == "add" else "no key of this name holds"
        sys.stderr.write(f"{asked.name}: {problem}\n")
        return 2
    _say([f"{asked.name}  api_key: {made}  (shown once)" if made else f"{asked.name}: taken back"])
    accounts.note(NOBODY, f"kunci {asked.what}", asked.name, "berhasil", HERE)
    return 0


def _accounts(asked: argparse.Namespace, accounts: Accounts, kecamatan: Mapping[str, str]) -> int:
    if asked.what == "list":
        _say(_listed(accounts, kecamatan))
    elif asked.what == "import":
        return _import(asked, accounts, kecamatan)
    elif asked.what == "disable":
        accounts.disable(asked.name)
        _say([f"{asked.name} is closed"])
    elif asked.what == "reset":
        _say([_given(asked.name, accounts.reset(asked.name))])
    else:
        who = Who(asked.name, *office(asked.name, kecamatan, asked.role, asked.kecamatan))
        _say([_given(who.name, accounts.add(who))])
    if asked.what != "list":
        accounts.note(NOBODY, f"akun {asked.what}", asked.name, "berhasil", HERE)
    return 0


def _given(name: str, password: str) -> str:
    return f"{name}  first password: {password}  (shown once; to be changed at the first sign-in)"


def _listed(accounts: Accounts, kecamatan: Mapping[str, str]) -> Iterable[str]:
    for account in accounts.every():
        state = "closed" if account.disabled else "first password" if account.must_change else "in use"
        yield f"{account.name}  {account.role}  {kecamatan.get(account.parent or '', 'city')}  {state}"


def _import(asked: argparse.Namespace, accounts: Accounts, kecamatan: Mapping[str, str]) -> int:
    rows = _rows(asked.file)
    if asked.passwords:
        asked.passwords.touch(mode=0o600, exist_ok=False)  # before any account is made
    made, bad = [], 0
    for number, row in rows:
        try:
            who = Who(row["name"], *office(row["name"], kecamatan, row["role"], row["kecamatan"]))
            made.append((who.name, accounts.add(who)))
            accounts.note(NOBODY, "akun import", who.name, "berhasil", HERE)
        except (KnownError, OfficeError) as error:
            bad += 1
            sys.stderr.write(f"line {number}: {error}\n")
    _hand_over(made, asked.passwords)
    sys.stderr.write(f"{len(made)} made, {bad} bad\n")
    return 1 if bad else 0


def _rows(file: Path) -> list[tuple[int, dict[str, str]]]:
    """Line and values of each row, between commas or, as Excel writes them here, semicolons.

    :raises OfficeError: the file has no column ``name``
    """
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    between = ";" if lines and ";" in lines[0] else ","
    reader = csv.DictReader(lines, delimiter=between)
    if "name" not in (reader.fieldnames or []):
        raise OfficeError(f"{file}: the first line must name the columns name[, role, kecamatan]")
    return [(reader.line_num, {c: (row.get(c) or "").strip() for c in COLUMNS}) for row in reader]


def _hand_over(made: list[tuple[str, str]], file: Path | None) -> None:
    """The first passwords, once: into a new file that only its owner can read, or on standard output."""
    lines = ["name,first password", *[f"{name},{password}" for name, password in made]]
    if file is None:
        return _say(lines)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _displays(asked: argparse.Namespace, accounts: Accounts, address: str) -> int:
    if asked.what == "list":
        for display in accounts.displays():
            state = f"revoked {display.revoked_at:%Y-%m-%d}" if display.revoked_at else "in use"
            _say([f"{display.name}  since {display.created_at:%Y-%m-%d}  {state}"])
        return 0
    if asked.what == "add":
        token = accounts.add_display(asked.name)
        _say([f"{asked.name}: open this on the screen (shown once)", f"  {address}/layar?layar={token}"])
    else:
        accounts.revoke_display(asked.name)
        _say([f"{asked.name} is revoked"])
    accounts.note(NOBODY, f"layar {asked.what}", asked.name, "berhasil", HERE)
    return 0


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
