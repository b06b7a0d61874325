"""Labels of the numbers of ``/tinjauan``, by their codes; other words are in its templates."""

from collections.abc import Mapping

from data.core.review.metric_key import Metric
from data.lib.translation import LazyText, lazy_gettext

FAILED = lazy_gettext(
    "The review could not be computed: the store of reports cannot be read. This is no zero; try again later."
)
UNKNOWN = lazy_gettext("unknown")
WHOLE_CITY = lazy_gettext("Whole city")
NO_KECAMATAN = lazy_gettext("Without {parent}")  # as below, with what the city calls its parent areas
OPEN_AT_END = lazy_gettext("Unresolved at the end of the period")
HELD = lazy_gettext("Held during the period")

FIGURES: Mapping[Metric, LazyText] = {
    Metric.OPENING: lazy_gettext("Unresolved at the beginning of the period"),
    Metric.NEW: lazy_gettext("Reports received"),
    Metric.REOPENED: lazy_gettext("Reopened"),
    Metric.MOVED_IN: lazy_gettext("Moved in from another {parent}"),
    Metric.CLOSED: lazy_gettext("Resolved"),
    Metric.WITHDRAWN: lazy_gettext("Discontinued (rejected or duplicate)"),
    Metric.MOVED_OUT: lazy_gettext("Moved out to another {parent}"),
    Metric.CLOSING: OPEN_AT_END,
    Metric.STATE: lazy_gettext("Unresolved at the end of the period, by deadline"),
    Metric.AGE: lazy_gettext("Unresolved at the end of the period, by age"),
    Metric.JUDGED: lazy_gettext("What the on-time rate at the end of the period is made of"),
    Metric.JUDGED_BEFORE: lazy_gettext("What the on-time rate at the beginning of the period is made of"),
    Metric.WEEK_NEW: lazy_gettext("Reports received in one week"),
    Metric.WEEK_CLOSED: lazy_gettext("Resolved in one week"),
    Metric.WEEK_OPEN: lazy_gettext("Unresolved at the end of the week"),
    Metric.EVIDENCE: lazy_gettext("Resolved reports by evidence"),
    Metric.SIGN: lazy_gettext("Signs to be checked"),
    Metric.HELD: HELD,
    Metric.HELD_CITY: HELD,
}
# Of the formula of each number in ``/cara-hitung``.
FORMULA_ANCHORS: Mapping[Metric, str] = {
    **dict.fromkeys(tuple(FIGURES)[:8], "arus"),
    Metric.STATE: "terlambat",
    Metric.AGE: "umur",
    **dict.fromkeys((Metric.JUDGED, Metric.JUDGED_BEFORE), "tepat-waktu"),
    **dict.fromkeys((Metric.WEEK_NEW, Metric.WEEK_CLOSED, Metric.WEEK_OPEN), "mingguan"),
    Metric.EVIDENCE: "bukti",
    Metric.SIGN: "tanda",
    **dict.fromkeys((Metric.HELD, Metric.HELD_CITY), "pemegang"),
}

OUTCOMES: Mapping[str, LazyText] = {
    "on_time": lazy_gettext("on time"),
    "late": lazy_gettext("resolved late"),
    "overdue": lazy_gettext("unresolved, late"),
}
STATES: Mapping[str, LazyText] = {
    "very_late": lazy_gettext("Very late"),
    "late": lazy_gettext("Late"),
    "approaching": lazy_gettext("Approaching"),
    "on_time": lazy_gettext("Within the deadline"),
    "no_target": lazy_gettext("No deadline"),
}
AGES = (
    lazy_gettext("≤ 1 day"),
    lazy_gettext("1–3 days"),  # noqa: RUF001 (an en dash is how ranges are written)
    lazy_gettext("3–7 days"),  # noqa: RUF001
    lazy_gettext("7–30 days"),  # noqa: RUF001
    lazy_gettext("30–90 days"),  # noqa: RUF001
    lazy_gettext("> 90 days"),
)
EVIDENCE: Mapping[str, LazyText] = {
    "with": lazy_gettext("With evidence"),
    "without": lazy_gettext("Without evidence"),
    "unknown": lazy_gettext("Evidence unknown"),
}
INDICATORS: Mapping[str, LazyText] = {  # short, for columns
    "closed_quickly": lazy_gettext("Resolved very quickly"),
    "burst": lazy_gettext("Resolved together"),
    "burst_before_review": lazy_gettext("Together before the end"),
    "recategorised_late": lazy_gettext("Category changed late"),
    "rescheduled_late": lazy_gettext("Deadline moved late"),
    "reopened_soon": lazy_gettext("Soon reopened"),
    "recategorised_later": lazy_gettext("Deadline put off"),
    "joined_late": lazy_gettext("Joined late"),
    "asked_late": lazy_gettext("Asked late"),
    "one_reporter": lazy_gettext("One reporter, many reports"),
}
REASONS: Mapping[str, LazyText] = {  # why a report is in the list of an indicator
    "hours": lazy_gettext("{value} h held"),
    "minutes": lazy_gettext("{value} min"),
    "days": lazy_gettext("{value} d after it was resolved"),
    "in_window": lazy_gettext("{value} resolved together"),
    "before_review": lazy_gettext("{value} resolved before the end"),
    "usual": lazy_gettext("usually {value}"),
    "hours_late": lazy_gettext("{value} h after the deadline"),
    "hours_left": lazy_gettext("{value} h before the deadline"),
    "hours_gained": lazy_gettext("deadline put off by {value} h"),
    "reports_that_day": lazy_gettext("{value} reports on that day"),
    "person": lazy_gettext("reporter no. {value} in this list"),
    "service_code_before": lazy_gettext("previously {value}"),
}
