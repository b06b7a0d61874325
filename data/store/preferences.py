"""What accounts prefer, such as the theme of pages: JSON in the table of feeds' states, see named_values."""

from sqlalchemy import Connection

from data.store.named_values import load_value, save_value

PREFIX = "pilihan:"  # a source's name has no colon
LANGUAGE = "language"  # also of a reporter, as ``pelapor:…``, who filed in another one than the city's


def load(connection: Connection, account: str) -> dict[str, str]:
    """Return an account's preferences by name; empty for none."""
    return dict(load_value(connection, PREFIX + account) or {})


def save(connection: Connection, account: str, name: str, value: str) -> None:
    """Store one preference of an account; the others stay."""
    save_value(connection, PREFIX + account, {**load(connection, account), name: value})
