"""Labels of ``/rekap``: columns with their definitions, rows, values."""
# ruff: noqa: RUF001 (minus signs of formulas)

from dataclasses import dataclass
from typing import Literal

from data.core.config.area_levels import AreaLevels
from data.core.recap.groups import NO_LOCATION, OUTSIDE_CITY, UNKNOWN_AREA, GroupBy
from data.lib.translation import Text, gettext, lazy_gettext

OUTCOME, FLOW = lazy_gettext("Outcome"), lazy_gettext("Flow")  # the two groups of columns
TITLE = lazy_gettext("Recap of reports")
NO_AREA = lazy_gettext("There is no such area.")
TOO_MANY = lazy_gettext("Too many rows: choose a shorter period, or rows by week or by month.")
READING = lazy_gettext(
    "The outcome counts reports by their state at the end of the period, as the wall does. The flow counts"
    " events where they took place, as the review does: opening + received + reopened + moved − resolved −"
    " discontinued = closing. The two differ where reports moved or were reopened in the period."
)
LIST_NOTE = lazy_gettext(
    "Confidential reports are not listed, though the recap counts them. Reports of a sensitive category are"
    " listed without text, point and kelurahan; a list of one kelurahan leaves them out. Names of reporters"
    " are never listed."
)


@dataclass(frozen=True)
class RecapColumn:
    """One figure of a row: its key in the recap, its heading, its group, and its definition."""

    key: str
    heading: Text
    group: Text
    anchor: str  # of /cara-hitung
    definition: Text
    kind: Literal["count", "share", "change"] = "count"

    @property
    def full_heading(self) -> str:
        """Return the heading where groups are not shown above it."""
        return (
            gettext("Flow: {column}").format(column=self.heading) if self.group is FLOW else str(self.heading)
        )


COLUMNS = (
    RecapColumn("received", lazy_gettext("Received"), OUTCOME, "arus", lazy_gettext(
        "Reports received in the period, by their place and category at its end. Those that were rejected or"
        " joined as duplicates later are counted too. The same as “received today” on the wall.")),
    RecapColumn("resolved", lazy_gettext("Resolved"), OUTCOME, "dibuka-kembali", lazy_gettext(
        "Reports that were resolved in the period and are still resolved at its end. Those rejected,"
        " duplicate or reopened are not counted. The same as “resolved today” on the wall.")),
    RecapColumn("resolved_on_time", lazy_gettext("Resolved on time"), OUTCOME, "tepat-waktu",
                lazy_gettext("A part of those resolved: before the deadline passed.")),
    RecapColumn("resolved_late", lazy_gettext("Resolved late"), OUTCOME, "tepat-waktu", lazy_gettext(
        "A part of those resolved: past the deadline. Those without a deadline are not judged.")),
    RecapColumn("overdue", lazy_gettext("Unresolved, late"), OUTCOME, "terlambat", lazy_gettext(
        "Reports that are unresolved at the end of the period, and past their deadline.")),
    RecapColumn("judged", lazy_gettext("Judged (n)"), OUTCOME, "tepat-waktu",
                lazy_gettext("Resolved on time + resolved late + unresolved and late.")),
    RecapColumn("on_time", lazy_gettext("On time"), OUTCOME, "tepat-waktu", lazy_gettext(
        "Resolved on time ÷ judged (n). Empty where no report was judged; that is not zero."), "share"),
    RecapColumn("opening", lazy_gettext("Opening"), FLOW, "arus",
                lazy_gettext("Reports that were unresolved when the period began.")),
    RecapColumn("new", lazy_gettext("Received"), FLOW, "arus", lazy_gettext(
        "Reports received here in the period, by their place and category when they were received.")),
    RecapColumn("reopened", lazy_gettext("Reopened"), FLOW, "dibuka-kembali",
                lazy_gettext("How many times closed reports were reopened.")),
    RecapColumn("moved", lazy_gettext("Moved"), FLOW, "arus", lazy_gettext(
        "Moved in minus moved out: reports whose area, category or assignee was changed."), "change"),
    RecapColumn("closed", lazy_gettext("Resolved"), FLOW, "arus", lazy_gettext(
        "How many times reports were resolved, also where they were reopened later.")),
    RecapColumn("withdrawn", lazy_gettext("Discontinued"), FLOW, "arus",
                lazy_gettext("How many times reports were rejected or found to be duplicates.")),
    RecapColumn("closing", lazy_gettext("Closing"), FLOW, "arus", lazy_gettext(
        "Reports that are unresolved at the end of the period: opening + received + reopened + moved −"
        " resolved − discontinued.")),
)  # fmt: skip

GROUPING_CODES = {
    GroupBy.PARENT: "kecamatan",
    GroupBy.AREA: "kelurahan",
    GroupBy.CATEGORY: "kategori",
    GroupBy.HOLDER: "pemegang",
    GroupBy.DAY: "hari",
    GroupBy.WEEK: "minggu",
    GroupBy.MONTH: "bulan",
}
_OTHER_GROUPING_LABELS: dict[GroupBy, Text] = {
    GroupBy.CATEGORY: lazy_gettext("Category"),
    GroupBy.HOLDER: lazy_gettext("City agency"),
    GroupBy.DAY: lazy_gettext("Day"),
    GroupBy.WEEK: lazy_gettext("Week"),
    GroupBy.MONTH: lazy_gettext("Month"),
}


def grouping_labels(levels: AreaLevels) -> dict[GroupBy, Text]:
    """Return what each grouping is called in a city."""
    return {GroupBy.PARENT: levels.parent_level, GroupBy.AREA: levels.level, **_OTHER_GROUPING_LABELS}


def offered_groupings(levels: AreaLevels) -> dict[GroupBy, Text]:
    """Return the groupings to choose from: those by area are one where there is one level."""
    redundant = {GroupBy.AREA} if levels.levels == 1 else set()
    return {by: label for by, label in grouping_labels(levels).items() if by not in redundant}


def row_labels(levels: AreaLevels) -> dict[str, str]:
    """Return the labels of rows that are neither area nor category, by key."""
    return {
        NO_LOCATION: gettext("Without location"), OUTSIDE_CITY: gettext("Outside the borders"),
        UNKNOWN_AREA: gettext("{level} unknown").format(level=levels.level),
        "kecamatan": f"{levels.parent_level} (camat)",
        "instansi luar": gettext("Agency outside the city"), "pelapor": gettext("With the reporter"),
    }  # fmt: skip


def list_heading(name: str, levels: AreaLevels) -> str:
    """Return the heading of a column of the list of reports; no two are alike, even with one level."""
    if name == "parent_name":
        parent = levels.parent_level
        return gettext("{level} (above)").format(level=parent) if levels.levels == 1 else parent
    return levels.level if name == "area_name" else str(_LIST_HEADINGS[name])


_LIST_HEADINGS = {
    "source": lazy_gettext("Source"), "service_request_id": lazy_gettext("Report no."),
    "service_name": lazy_gettext("Category"), "description": lazy_gettext("Description"),
    "placement": lazy_gettext("Location"), "status_description": lazy_gettext("Status"),
    "agency_responsible": lazy_gettext("City agency"), "requested_datetime": lazy_gettext("Reported"),
    "received_at": lazy_gettext("Received at"), "responded_at": lazy_gettext("First response"),
    "expected_datetime": lazy_gettext("Deadline"), "expected_basis": lazy_gettext("Basis of the deadline"),
    "provisional": lazy_gettext("Estimated deadline"), "closed_datetime": lazy_gettext("Resolved at"),
    "verdict": lazy_gettext("Verdict"), "state": lazy_gettext("State"),
    "reopened": lazy_gettext("Reopened (times)"), "evidence": lazy_gettext("Evidence of the work"),
    "lat": lazy_gettext("Latitude"), "long": lazy_gettext("Longitude"),
    "received_in_period": lazy_gettext("Received in the period"),
    "resolved_in_period": lazy_gettext("Resolved in the period"),
    "open_at_end": lazy_gettext("Unresolved at the end of the period"),
}  # fmt: skip
MOMENT_COLUMNS = ("requested_datetime", "received_at", "responded_at", "expected_datetime", "closed_datetime")
LIST_VALUE_LABELS = {
    "placement": {
        "point": lazy_gettext("point"), "named": lazy_gettext("by name"),
        "outside": lazy_gettext("outside the borders"), "none": lazy_gettext("without location"),
    },
    "expected_basis": {"source": lazy_gettext("source"), "policy": lazy_gettext("policy of the city")},
    "verdict": {
        "no_target": lazy_gettext("no deadline"), "closed_on_time": lazy_gettext("on time"),
        "closed_late": lazy_gettext("late"), "closed_unknown": lazy_gettext("time of resolution unknown"),
    },
    "state": {
        "no_target": lazy_gettext("no deadline"), "on_time": lazy_gettext("before the deadline"),
        "approaching": lazy_gettext("near the deadline"), "late": lazy_gettext("late"),
        "very_late": lazy_gettext("very late"),
    },
}  # fmt: skip
