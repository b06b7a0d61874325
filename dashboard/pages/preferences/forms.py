"""The forms in the bar of every office page."""

from dashboard.web.forms import FormModel
from dashboard.web.themes import Theme


class BarForm(FormModel):
    """Where a form of the bar leads back to."""

    ke: str = ""


class ThemeForm(BarForm):
    """A theme."""

    tema: Theme = Theme.AUTO


class LanguageForm(BarForm):
    """A language, by its code."""

    bahasa: str = ""
