"""Labels of ``/kecamatan/<kode>``."""

from data.core.backlog.backlog import AgeBand, TriageGroup
from data.core.config.area_levels import AreaLevels
from data.lib.translation import LazyText, Text, lazy_gettext

TITLE = lazy_gettext("Kecamatan backlog")
NONE_OPEN = lazy_gettext("No open reports.")

AGE_LABELS = {
    AgeBand.DAY: lazy_gettext("< 1 day"),
    AgeBand.FEW_DAYS: lazy_gettext("1\N{EN DASH}3 days"),
    AgeBand.WEEK: lazy_gettext("3\N{EN DASH}7 days"),
    AgeBand.MONTH: lazy_gettext("7\N{EN DASH}30 days"),
    AgeBand.OLDER: lazy_gettext("\N{GREATER-THAN OR EQUAL TO} 30 days"),
}
STATE_LABELS = {
    "overdue": lazy_gettext("Late (all)"),
    "very_late": lazy_gettext("Very late"),
    "savable": lazy_gettext("Due within 24 hours"),
    "approaching": lazy_gettext("Approaching"),
    "on_time": lazy_gettext("Within the deadline"),
    "stopped": lazy_gettext("Clock paused"),
    "no_target": lazy_gettext("Without a deadline"),
}
TURN_COUNTS = {
    TriageGroup.SAVABLE: lazy_gettext("{count} can still be on time"),
    TriageGroup.LATE: lazy_gettext("{count} already late"),
    TriageGroup.DUE_LATER: lazy_gettext("{count} due in more than 24 hours"),
    TriageGroup.PAUSED: lazy_gettext("{count} with a paused clock"),
    TriageGroup.NO_DEADLINE: lazy_gettext("{count} without a deadline"),
}
_SORT_LABELS: tuple[tuple[str, LazyText], ...] = (
    ("", lazy_gettext("Most urgent")),
    ("requested_datetime", lazy_gettext("Filed longest ago")),
    ("requested_datetime-", lazy_gettext("Filed most recently")),
    ("service_name", lazy_gettext("Category")),
    ("holder", lazy_gettext("Assignee")),
)


def sort_labels(levels: AreaLevels) -> tuple[tuple[str, Text], ...]:
    """Return the orders of the backlog; by area only where the page shows several."""
    by_area = (("area_name", levels.level),) if levels.levels > 1 else ()
    return (*_SORT_LABELS[:3], *by_area, *_SORT_LABELS[3:])
