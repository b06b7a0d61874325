"""Labels of findings."""

from collections.abc import Mapping, Sequence

from data.lib.translation import Text
from data.lib.translation import lazy_gettext as _

OTHER_KIND = _("Other notes")
KINDS: Mapping[str, Text] = {
    "sheet_left_out": _("Sheets that are not read"),
    "column_left_out": _("Columns that are not used"),
    "row_left_out": _("Rows that are no reports"),
    "page_left_out": _("The next page is not read"),
    "area_unknown": _("Names of areas that are not known"),
    "category_unknown": _("Categories that are not known"),
    "status_unknown": _("Statuses that are not known, taken as unresolved"),
    "value_blank": _("Emptied by the source, the old value stays"),
    "row_older": _("Rows older than what is known already"),
    "time_impossible": _("Impossible times"),
    "point_placeholder": _("Placeholder points, not where it happened"),
    "deadline_moved_late": _("Deadlines moved after they had passed"),
    "verdict_kept": _("Changed by the source after it was resolved, the verdict stays"),
    "missing": _("No longer in the source"),
    "import_older": _("The import is older than the one before"),
    "implausible": _("An implausible result"),
}
KINDS_WITH_NAMES = frozenset(("area_unknown", "category_unknown", "status_unknown"))

SUBJECTS: Mapping[str, Text] = {
    "blank rows": _("blank rows"),
    "totals": _("rows of totals"),
    "headers": _("repeated headings of columns"),
    "notes": _("notes or headings of sections"),
    "column numbers": _("numbers of columns"),
    "the server links to a next page": _("the server links to a next page"),
    "all_rejected": _("all rows rejected"),
    "nothing_located": _("not one of the named areas is known"),
    "nothing_categorised": _("not one of the named categories is known"),
    "one_moment": _("all reports received at the same moment"),
    "filed_ahead": _("reports received in the future"),
    "one_area": _("all reports in one area"),
    "one_category": _("all reports in one category"),
    "much_shorter": _("far fewer than before"),
    "many_missing": _("many unresolved reports are gone"),
    "service_code": _("category"),
    "status_description": _("status"),
    "agency_responsible": _("agency"),
    "area_name": _("area"),
    "lat": _("point"),
    "requested_datetime": _("time received"),
    "updated_datetime": _("time of the change"),
    "expected_datetime": _("deadline"),
    "closed_datetime": _("time resolved"),
}

# The hints of a pull, and what is said for them.
HINTS: Sequence[tuple[str, Text]] = (
    (r"hidden", _("hidden")),
    (r"not the configured sheet", _("not the configured sheet")),
    (r"another list of the document", _("another list in the document")),
    (
        r"no column (?P<columns>.+) and (?P<count>\d+) more",
        _("without the column {columns} and {count} more"),
    ),
    (r"no column (?P<columns>.+)", _("without the column {columns}")),
    (r"(?P<part>\d+) of (?P<whole>\d+)", _("{part} of {whole}")),
    (r"(?P<count>\d+) values", _("{count} values")),
    (r"(?P<whole>\d+) in all, (?P<part>\d+) read", _("{whole} in all, {part} read")),
)
