"""``python -m dashboard accounts …``, ``displays …`` and ``keys …``."""

import argparse
import csv
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from data.core.access import ANONYMOUS, Principal
from data.services.auth.models import AccountError
from data.services.auth.office_names import OfficeNameError, parse_office_name
from data.services.auth.service import AuthService
from data.services.open311 import Open311Service

CONSOLE_ADDRESS = "baris perintah"  # what the audit log holds as the address of the command line
COLUMNS = ("name", "role", "kecamatan")


def run(
    options: argparse.Namespace, accounts: AuthService, kecamatan_names: Mapping[str, str], base_address: str
) -> int:
    """Run a command; return 0 on success, 1 if some rows of an import failed, 2 for wrong use.

    :param kecamatan_names: by code
    :param base_address: of the board, for the address that a display opens
    """
    try:
        if options.command == "displays":
            return _run_displays(options, accounts, base_address)
        return _run_accounts(options, accounts, kecamatan_names)
    except (AccountError, OfficeNameError, OSError, UnicodeError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


def run_keys(options: argparse.Namespace, open311: Open311Service, accounts: AuthService) -> int:
    """Run a command about keys; return 0 on success, 2 if the key does not exist, or exists already."""
    if options.what == "list":
        _print_lines(
            f"{name}  {'holds' if is_active else 'taken back'}" for name, is_active in open311.key_names()
        )
        return 0
    api_key = open311.add_key(options.name) if options.what == "add" else None
    if not (api_key or (options.what == "revoke" and open311.revoke_key(options.name))):
        problem = "the name is taken" if options.what == "add" else "no key of this name holds"
        sys.stderr.write(f"{options.name}: {problem}\n")
        return 2
    _print_lines(
        [f"{options.name}  api_key: {api_key}  (shown once)" if api_key else f"{options.name}: taken back"]
    )
    accounts.write_audit(ANONYMOUS, f"kunci {options.what}", options.name, "berhasil", CONSOLE_ADDRESS)
    return 0


def _run_accounts(
    options: argparse.Namespace, accounts: AuthService, kecamatan_names: Mapping[str, str]
) -> int:
    if options.what == "list":
        _print_lines(_account_lines(accounts, kecamatan_names))
    elif options.what == "import":
        return _import_accounts(options, accounts, kecamatan_names)
    elif options.what == "disable":
        accounts.disable_account(options.name)
        _print_lines([f"{options.name} is closed"])
    elif options.what == "reset":
        _print_lines([_password_line(options.name, accounts.reset_password(options.name))])
    else:
        principal = Principal(
            options.name, *parse_office_name(options.name, kecamatan_names, options.role, options.kecamatan)
        )
        _print_lines([_password_line(principal.name, accounts.create_account(principal))])
    if options.what != "list":
        accounts.write_audit(ANONYMOUS, f"akun {options.what}", options.name, "berhasil", CONSOLE_ADDRESS)
    return 0


def _password_line(name: str, password: str) -> str:
    return f"{name}  first password: {password}  (shown once; to be changed at the first sign-in)"


def _account_lines(accounts: AuthService, kecamatan_names: Mapping[str, str]) -> Iterable[str]:
    for account in accounts.list_accounts():
        state = "closed" if account.disabled else "first password" if account.must_change else "in use"
        yield f"{account.name}  {account.role}  {_area_of(account.parent, kecamatan_names)}  {state}"


def _area_of(parent: str | None, kecamatan_names: Mapping[str, str]) -> str:
    return kecamatan_names.get(parent, f"{parent} (not in the area layer)") if parent else "city"


def _import_accounts(
    options: argparse.Namespace, accounts: AuthService, kecamatan_names: Mapping[str, str]
) -> int:
    rows = _read_rows(options.file)
    if options.passwords:
        options.passwords.touch(mode=0o600, exist_ok=False)  # before any account is made
    created, failed = [], 0
    for number, row in rows:
        try:
            principal = Principal(
                row["name"], *parse_office_name(row["name"], kecamatan_names, row["role"], row["kecamatan"])
            )
            created.append((principal.name, accounts.create_account(principal)))
            accounts.write_audit(ANONYMOUS, "akun import", principal.name, "berhasil", CONSOLE_ADDRESS)
        except (AccountError, OfficeNameError) as error:
            failed += 1
            sys.stderr.write(f"line {number}: {error}\n")
    _write_passwords(created, options.passwords)
    sys.stderr.write(f"{len(created)} made, {failed} bad\n")
    return 1 if failed else 0


def _read_rows(file: Path) -> list[tuple[int, dict[str, str]]]:
    """Return line number and values of each row; semicolons separate too, as Excel writes them in Indonesia.

    :raises OfficeNameError: the file has no column ``name``
    """
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    delimiter = ";" if lines and ";" in lines[0] else ","
    reader = csv.DictReader(lines, delimiter=delimiter)
    if "name" not in (reader.fieldnames or []):
        raise OfficeNameError(f"{file}: the first line must name the columns name[, role, kecamatan]")
    return [
        (reader.line_num, {column: (row.get(column) or "").strip() for column in COLUMNS}) for row in reader
    ]


def _write_passwords(created: list[tuple[str, str]], file: Path | None) -> None:
    """Write the first passwords to the prepared file that only its owner can read, or to standard output."""
    lines = ["name,first password", *[f"{name},{password}" for name, password in created]]
    if file is None:
        return _print_lines(lines)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _run_displays(options: argparse.Namespace, accounts: AuthService, base_address: str) -> int:
    if options.what == "list":
        for display in accounts.list_displays():
            state = f"revoked {display.revoked_at:%Y-%m-%d}" if display.revoked_at else "in use"
            _print_lines([f"{display.name}  since {display.created_at:%Y-%m-%d}  {state}"])
        return 0
    if options.what == "add":
        token = accounts.add_display(options.name)
        _print_lines(
            [f"{options.name}: open this on the screen (shown once)", f"  {base_address}/layar?layar={token}"]
        )
    else:
        accounts.revoke_display(options.name)
        _print_lines([f"{options.name} is revoked"])
    accounts.write_audit(ANONYMOUS, f"layar {options.what}", options.name, "berhasil", CONSOLE_ADDRESS)
    return 0


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
