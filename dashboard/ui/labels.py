"""Labels that several pages show, and those of the core's codes."""

from data.core.ranking.ranking import Band
from data.core.report.standing import EventKind
from data.lib.translation import lazy_gettext

PRACTICE = lazy_gettext("PRACTICE DATA")
ARCHIVE = lazy_gettext("ARCHIVE")
ACCOUNT = lazy_gettext("Account")
LOADING = lazy_gettext("Loading …")
NO_PAGE = lazy_gettext("Page not found")
NOTHING_YET = lazy_gettext("No data yet")
LAST_KNOWN = lazy_gettext("The figures below are the last known state.")
NEVER_READ = lazy_gettext("No reading has succeeded yet.")
SCHEMATIC = lazy_gettext("schematic borders")
DEFAULT_DEADLINE = lazy_gettext("default deadline, not yet decided")
UNPLACED = lazy_gettext("without location")
OUTSIDE = lazy_gettext("outside the borders")
NO_TARGET = lazy_gettext("no deadline")
NO_DATA = lazy_gettext("No data yet")
NAVIGATION = lazy_gettext("Pages of the board")
OWN_KECAMATAN, REVIEW, RECAP = lazy_gettext("My kecamatan"), lazy_gettext("Review"), lazy_gettext("Recap")
OWN_SOURCE = "Pantau Manado"  # the source of reports that were submitted on this board
REPORTS, FLOOD, FLOOD_REPORTS = (
    lazy_gettext("Unresolved reports"),
    lazy_gettext("Flood"),
    lazy_gettext("Unresolved flood reports"),
)
SOURCES, WALL, METHODOLOGY, TRAINING = (
    lazy_gettext("Data sources"),
    lazy_gettext("Wall"),
    lazy_gettext("How it is counted"),
    lazy_gettext("Training"),
)
OPERATOR_QUEUE, INBOX, REPORT_FORM, DISPLAYS = (
    lazy_gettext("Operator queue"),
    lazy_gettext("Notifications"),
    lazy_gettext("File a report"),
    lazy_gettext("All displays"),
)
SEARCH = lazy_gettext("Find reports")
SIGN_IN, SIGN_OUT = lazy_gettext("Sign in"), lazy_gettext("Sign out")
TRACKING, MORE_PAGES, SKIP = (
    lazy_gettext("Track a report"),
    lazy_gettext("More"),
    lazy_gettext("Skip to the content"),
)
THEME, THEME_AUTO, THEME_LIGHT, THEME_DARK = (
    lazy_gettext("Appearance"),
    lazy_gettext("Automatic"),
    lazy_gettext("Light"),
    lazy_gettext("Dark"),
)
TRAIL, HOME = lazy_gettext("Where this page belongs"), lazy_gettext("Home page")
STOPPED = lazy_gettext("stopped")
ESTIMATE = lazy_gettext("estimate")
EXAMPLE_FORBIDDEN = lazy_gettext("Examples from the latest data are shown to accounts that may see the wall.")
NOT_ENOUGH = lazy_gettext("too few reports")

BANDS = {
    Band.ABOVE: lazy_gettext("clearly above the city"),
    Band.SAME: lazy_gettext("no clear difference"),
    Band.BELOW: lazy_gettext("clearly below"),
    Band.INSUFFICIENT: NOT_ENOUGH,
}

EVENTS = {
    EventKind.RECEIVED: lazy_gettext("New"),
    EventKind.CLOSED: lazy_gettext("Resolved"),
    EventKind.REOPENED: lazy_gettext("Reopened"),
    EventKind.WITHDRAWN: lazy_gettext("Discontinued"),
}
