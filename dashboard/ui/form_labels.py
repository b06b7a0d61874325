"""Messages about forms and uploads that several pages show."""

from collections.abc import Mapping

from data.core.follow_up.actions import RefusalReason
from data.core.follow_up.workflow import RequiredField
from data.lib.images import PictureProblem
from data.lib.translation import LazyText
from data.lib.translation import lazy_gettext as _

TOO_LARGE = _(
    "What was sent is too large: at most three photos of 12 MB each. Make the photos smaller, then "
    "send them again."
)
BODY_TOO_LARGE = _("What was sent is too large for this page. Shorten it, then send it again.")
TOO_LARGE_TITLE = _("What was sent is too large")
UNREADABLE = _("What was sent cannot be read. Load this page again, then send it again.")
BUSY = _("Many photos are being handled at the moment. This is not stored yet; send it again in a minute.")
TOO_MANY_UPLOADS = _(
    "Something else is still being uploaded from this network. Send it again when that has ended."
)
TOO_SLOW = _("The upload took too long. Make the photos smaller, or send it again with a better connection.")
UPLOAD_ERRORS: Mapping[int, LazyText] = {408: TOO_SLOW, 429: TOO_MANY_UPLOADS, 503: BUSY}  # by HTTP status
FOREIGN_FORM = _(
    "This form was opened with another account, so it was not stored. Sign in with that account, or "
    "load this page again and write it anew with your present account."
)
# By pydantic's type of error; its context fills the braces.
FIELD_ERRORS: Mapping[str, LazyText] = {
    "missing": _("Required."),
    "string_too_short": _("Required, at least {min_length} characters."),
    "string_too_long": _("Too long: at most {max_length} characters."),
    "int_parsing": _("Enter a whole number."),
    "float_parsing": _("Enter a number."),
    "enum": _("Choose one of them."),
    "literal_error": _("Choose one of them."),
    "greater_than_equal": _("At least {ge}."),
    "less_than_equal": _("At most {le}."),
}
INVALID_FIELD = _("This field cannot be read. Check it, then send it again.")
SUBMISSION_TAKEN = _("Another account has used this form already. Load this page again, then send it again.")

ERRORS: Mapping[RefusalReason | RequiredField, LazyText] = {
    RefusalReason.WRONG_STATUS: _("This action is not possible from the present state of the report."),
    RefusalReason.WRONG_ROLE: _("This action is not given to your role."),
    RefusalReason.SAME_AREA: _("This report is in that kelurahan already. Choose another kelurahan."),
    RefusalReason.SAME_CATEGORY: _("This report has that category already. Choose another category."),
    RefusalReason.SAME_REPORT: _("A report cannot be joined with itself."),
    RefusalReason.IS_DUPLICATE: _("That report is itself joined with another. Choose the original report."),
    RefusalReason.NEEDS_CENTER: _(
        "Only the Command Center can join these two reports: the original must be unresolved, filed "
        "earlier, of the same category, and in the same kelurahan or within 200 metres in the same "
        "kecamatan. The clock goes on; write your reason so that the Command Center decides."
    ),
    RefusalReason.NO_WAY_BACK: _(
        "The question would not arrive: the reporter left no address, or this report comes from a source "
        "without a way back. The clock goes on; continue with what is known, or contact the Command "
        "Center."
    ),
    RequiredField.NOTE: _("Write a note first."),
    RequiredField.AGENCY: _("Choose an agency."),
    RequiredField.PHOTO_BEFORE: _("Attach a photo from before the work: this report has none yet."),
    RequiredField.PHOTO_AFTER: _("Attach a photo from after the work."),
    RequiredField.AREA: _("Choose the right kelurahan."),
    RequiredField.CATEGORY: _("Choose a category."),
    RequiredField.ORIGINAL: _("Enter the number of the same report, and make sure that it exists."),
    RequiredField.STARS: _("Choose one to five stars."),
}

PICTURE_ERRORS: Mapping[PictureProblem, LazyText] = {
    PictureProblem.EMPTY: _("This file is empty. Take the photo again."),
    PictureProblem.TOO_LARGE: _("This photo is larger than 12 MB. Make it smaller, then attach it again."),
    PictureProblem.TOO_MANY_PIXELS: _(
        "This photo has too many pixels. Make it smaller, then attach it again."
    ),
    PictureProblem.TOO_NARROW: _("This photo is too small or too narrow. Take the photo again."),
    PictureProblem.NOT_A_PICTURE: _("This file is not a JPEG, PNG or WebP photo. Attach a photo."),
    PictureProblem.DAMAGED: _("This photo is damaged or cut off. Take the photo again."),
    PictureProblem.ANIMATED: _("Moving pictures are not accepted. Attach a photo."),
}
