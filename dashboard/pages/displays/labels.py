"""Labels of the page of all displays that its code chooses between."""

from data.lib.translation import lazy_gettext

TITLE = lazy_gettext("All displays")
DURATIONS = {
    "30": lazy_gettext("30 minutes"),
    "60": lazy_gettext("1 hour"),
    "180": lazy_gettext("3 hours"),
    "": lazy_gettext("Until it is taken back"),
}
INVALID_ORDER = lazy_gettext("This request is not known. Load this page again, then try again.")
RESULTS = {
    "diterapkan": lazy_gettext("The request is applied."),
    "bergilir": lazy_gettext("The display rotates again."),
}
CONDITIONS = {
    "fresh": lazy_gettext("latest data"),
    "stale": lazy_gettext("late data"),
    "unheard": lazy_gettext("server out of reach"),
    "silent": lazy_gettext("store of reports unreadable"),
    "torn": lazy_gettext("data incomplete"),
    "waiting": lazy_gettext("waiting for data"),
    "historical": lazy_gettext("archive"),
}
