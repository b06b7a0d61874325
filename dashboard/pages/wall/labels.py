"""Labels of ``/layar``."""

from data.lib.translation import lazy_gettext

TITLE = lazy_gettext("Pantau wall")
