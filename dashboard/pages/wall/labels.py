"""Labels of ``/layar``."""

from data.lib.translation import lazy_gettext

TITLE = lazy_gettext("Pantau wall")
LOADING = lazy_gettext("The wall is being loaded …")
TOO_OLD = lazy_gettext("The browser of this screen is too old: it takes Chromium 94 or later.")
NO_SCRIPT = lazy_gettext(
    "JavaScript is turned off in this browser. The wall needs JavaScript: please turn it on."
)
