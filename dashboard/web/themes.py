"""The theme of pages: light, dark, or as the device is set. A cookie holds it, the store an account's."""

from enum import StrEnum

from dashboard.ui import labels

THEME_COOKIE = "pantau_tema"
THEME_PATH, THEME_FIELD = "/tema", "tema"
LIGHT_WALL = "terang"  # value of the wall's query parameter of the same name


class Theme(StrEnum):
    """The value of the document's ``data-theme``."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


THEME_LABELS = {
    Theme.AUTO: labels.THEME_AUTO,
    Theme.LIGHT: labels.THEME_LIGHT,
    Theme.DARK: labels.THEME_DARK,
}


def parse_theme(text: str) -> Theme:
    """Return the theme of a cookie or form value; automatic for anything else."""
    return Theme(text) if text in set(Theme) else Theme.AUTO
