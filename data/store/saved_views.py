"""Saved views of report lists: names and queries, of one account or for all, as named values."""

from dataclasses import asdict

from sqlalchemy import Connection

from data.core.report_list.saved_view import SavedView
from data.store.named_values import load_value, save_value

PREFIX = "tampilan:"  # a source's name has no colon
FOR_ALL = ""  # the owner of what everybody sees: no account has an empty name


def load(connection: Connection, owner: str) -> list[SavedView]:
    """Return the views of an account, or those for all, in the order of their names."""
    rows = load_value(connection, PREFIX + owner) or []
    return sorted((SavedView(**row) for row in rows), key=lambda view: view.name.casefold())


def save(connection: Connection, owner: str, views: list[SavedView]) -> None:
    """Store the views of an account, or those for all, in place of those before."""
    save_value(connection, PREFIX + owner, [asdict(view) for view in views])
