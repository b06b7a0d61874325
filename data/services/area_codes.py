"""Accounts and displays follow their kecamatan when an area layer gives it another code.

An account holds a code. If the layer gives that code to another kecamatan, the account would see the other's
backlog; so the codes are moved together with the names, but only if an operator allowed it at the import.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import pandas as pd
import structlog
from sqlalchemy import Connection, Engine

from data.config.settings import SettingError
from data.core.access import ANONYMOUS
from data.core.displays import DisplayOrder
from data.store import accounts, area_codes, audit, display_orders, reports, subscriptions
from data.store.accounts import Account
from data.store.area_codes import AreaCodesState
from data.store.areas import layer_fingerprint
from data.store.audit import AuditEntry
from data.store.engine import writer

CONSOLE_ADDRESS = "baris perintah"  # what the audit log holds as the address of the command line

log = structlog.get_logger(__name__)


class ParentChanges(Protocol):
    """How the codes of the kecamatan changed between two layers."""

    @property
    def names(self) -> Mapping[str, str]:
        """Return the earlier names by code, of all kecamatan."""
        ...

    @property
    def new_codes(self) -> Mapping[str, str]:
        """Return the new code by the old one, of the names that moved."""
        ...

    @property
    def reused_codes(self) -> frozenset[str]:
        """Return the codes that stand for another kecamatan, while the earlier one is gone."""
        ...


@dataclass(frozen=True)
class CodeHolders:
    """Who and what holds one of some codes: accounts of a kecamatan, and displays pinned to it."""

    accounts: tuple[Account, ...] = ()
    orders: tuple[DisplayOrder, ...] = ()

    def describe(self, names: Mapping[str, str]) -> list[str]:
        """Return them by name, with the code that each holds."""
        held = [
            *((f"account {each.name}", str(each.parent)) for each in self.accounts),
            *((f"display {each.screen}", str(each.view)) for each in self.orders),
        ]
        return [f"{holder} ({code} {names.get(code, '')}".rstrip() + ")" for holder, code in held]


def holders_of(connection: Connection, codes: Iterable[str]) -> CodeHolders:
    """Return the accounts and the displays that hold one of the codes."""
    wanted = set(codes)
    return CodeHolders(
        tuple(each for each in accounts.list_all(connection) if each.parent in wanted),
        tuple(each for each in display_orders.list_orders(connection).values() if each.view in wanted),
    )


def follow_layer(
    engine: Engine, fingerprint: str, changes_since: Callable[[pd.DataFrame], ParentChanges], now: datetime
) -> None:
    """Give accounts and displays the codes of the layer in use, if they hold those of an earlier one.

    :param fingerprint: of the layer in use
    :param changes_since: compares the stored layer's names with the layer in use
    :raises SettingError: the layer gives an account's code to another kecamatan, and nobody allowed that
    """
    with engine.connect() as connection:
        moved = _moves_to_follow(connection, fingerprint, changes_since)
    if moved:
        with writer(engine).begin() as connection:
            state = area_codes.load(connection)
            if state.followed != fingerprint:  # another process of the board may have been first
                _move_codes(connection, moved, now)
                area_codes.save(connection, state.with_followed(fingerprint))


def _moves_to_follow(
    connection: Connection, fingerprint: str, changes_since: Callable[[pd.DataFrame], ParentChanges]
) -> Mapping[str, str]:
    state = area_codes.load(connection)
    if state.followed == fingerprint:
        return {}
    if state.agreed == fingerprint:
        return state.moved
    if layer_fingerprint(connection) in (None, fingerprint):
        return {}
    changes = changes_since(reports.areas(connection))
    holders = holders_of(connection, {*changes.new_codes, *changes.reused_codes})
    if holders.accounts and not _is_allowed(state, holders, changes):
        raise SettingError(_refusal(holders, changes))
    return changes.new_codes if holders.accounts or holders.orders else {}


def _is_allowed(state: AreaCodesState, holders: CodeHolders, changes: ParentChanges) -> bool:
    codes = {each.parent for each in holders.accounts}
    moved = {old: new for old, new in changes.new_codes.items() if old in codes}
    return state.allows(moved, frozenset(code for code in changes.reused_codes if code in codes))


def _refusal(holders: CodeHolders, changes: ParentChanges) -> str:
    moves = [f"{changes.names[old]}: {old} becomes {new}" for old, new in sorted(changes.new_codes.items())]
    reuses = [f"{code} was {changes.names[code]}" for code in sorted(changes.reused_codes)]
    return (
        f"area layer: it moves names between codes ({', '.join([*moves, *reuses])}), so that these would "
        f"see another kecamatan: {', '.join(holders.describe(changes.names))}; put the earlier layer back, "
        "or let them follow: python -m geo import FILE … --renumber"
    )


def _move_codes(connection: Connection, moved: Mapping[str, str], now: datetime) -> None:
    """Give new codes to whoever holds an old one; accounts sign in again, and each change is audited."""
    holders = holders_of(connection, moved)
    for account in holders.accounts:
        parent = moved[str(account.parent)]
        accounts.update_account(connection, account.name, end_sessions=True, parent=parent)
        subscriptions.delete_by_receiver(connection, account.name)
        _audit(connection, "akun kode wilayah", f"{account.name}: {account.parent} -> {parent}", now)
    for order in holders.orders:
        view = moved[str(order.view)]
        display_orders.save_order(connection, replace(order, view=view))
        _audit(connection, "layar kode wilayah", f"{order.screen}: {order.view} -> {view}", now)
    log.warning("accounts and displays follow the new codes of the area layer", moved=dict(moved))


def _audit(connection: Connection, action: str, target: str, now: datetime) -> None:
    entry = AuditEntry(now, ANONYMOUS.name, ANONYMOUS.role.value, action, target, "berhasil", CONSOLE_ADDRESS)
    audit.write(connection, entry)
