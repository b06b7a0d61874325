"""The form of the theme, in the bar of every office page."""

from dashboard.web.forms import FormModel
from dashboard.web.themes import Theme


class ThemeForm(FormModel):
    """A theme, and where the form leads back to."""

    tema: Theme = Theme.AUTO
    ke: str = ""
