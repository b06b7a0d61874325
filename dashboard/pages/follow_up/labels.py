"""Labels and messages of the follow-up page."""

from collections.abc import Mapping

from data.core.follow_up.workflow import RequiredField
from data.lib.translation import LazyText
from data.lib.translation import lazy_gettext as _

TITLE = _("Follow-up")
OPTIONAL_NOTE, OPTIONAL_PHOTO = _("Note (may be empty)"), _("Photo (may be empty)")
CHANGED = _(
    "This report has changed since you opened it, so your action is not stored yet. "
    "Check the changes below, then send it again if need be."
)
PHOTO_EXISTS = _("There is a photo of the reporter; add more if need be.")
PHOTO_OPTIONAL = _("Attach one if need be.")
SEEN_BY_REPORTER = _("The reporter reads this note: do not write names or telephone numbers.")
FIELD_LABELS: Mapping[RequiredField, LazyText] = {
    RequiredField.NOTE: _("Note"),
    RequiredField.AGENCY: _("Handed over to"),
    RequiredField.PHOTO_BEFORE: _("Photo before"),
    RequiredField.PHOTO_AFTER: _("Photo after"),
    RequiredField.AREA: _("The right kelurahan"),
    RequiredField.CATEGORY: _("Category"),
    RequiredField.ORIGINAL: _("Number of the same report"),
}
