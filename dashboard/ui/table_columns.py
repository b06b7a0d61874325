"""The columns of ``templates/macros/tables.html``; templates make them by ``column(...)``."""

from typing import NamedTuple

from data.lib.translation import Text


class TableColumn(NamedTuple):
    """A column of a table; ``sign`` stands above its text."""

    text: Text
    css_class: str = ""
    sign: str = ""
    title: Text = ""

    @property
    def label(self) -> str:
        """Return what a phone shows beside each cell."""
        return f"{self.sign} {self.text}" if self.sign else str(self.text)
