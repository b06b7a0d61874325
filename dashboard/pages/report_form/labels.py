"""What the report form says of values that it does not take; ``level`` is the city's word for its areas."""

from data.lib.translation import lazy_gettext as _

TOO_MANY = _("Too many reports have come from this network within an hour. Try again later, or call 112.")
NO_CATEGORY = _("Choose a category.")
NO_PLACE = _("Mark the point on the map, or choose the {level}.")
OUTSIDE = _("That point is outside the city. Mark a point in the city, or choose the {level}.")
VAGUE = _(
    "The location of this device is not accurate enough. Tap the point on the map, or choose the {level}."
)
NO_TEXT = _("Write a short description, or attach a photo.")
BAD_CONTACT = _("This e-mail address cannot be used. Correct it, or leave it empty.")
