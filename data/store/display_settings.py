"""The settings of displays in the store, as one named value: there are few."""

from dataclasses import asdict

from sqlalchemy import Connection

from data.core.displays import ALL_DISPLAYS, DisplaySettings
from data.store.named_values import load_value, save_value

NAME = "displays:settings"  # a source's name has no colon


def list_settings(connection: Connection) -> dict[str, DisplaySettings]:
    """Return the settings of every display that has some, by its name."""
    stored: dict[str, dict[str, str]] = load_value(connection, NAME) or {}
    return {screen: DisplaySettings(**values) for screen, values in stored.items()}


def save_settings(connection: Connection, screen: str, settings: DisplaySettings) -> None:
    """Store the settings of a display in place of the previous ones; those of all end those of each."""
    present = {} if screen == ALL_DISPLAYS else list_settings(connection)
    changed = {**present, screen: settings}
    save_value(
        connection, NAME, {name: asdict(kept) for name, kept in changed.items() if any(asdict(kept).values())}
    )
