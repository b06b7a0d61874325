"""Ids of the page's components."""

PAGE = "review"
STATUS_LINE = "review-standing"
BUSY = "review-busy"
BODY = "review-body"
PANEL = "review-panel"
PRESETS = "review-presets"
CUSTOM_PERIOD = "review-own"
FREEZE_BUTTON = "review-freeze"
PACK_TITLE = "review-name"
FREEZE_RESULT = "review-frozen"
PACK_LIST = "review-packs"

REQUESTED_SEARCH = "review-asked"  # the address's query, without a metric key
LOADED = "review-shown"  # query and revision of the review that is on the page
BODY_MARKUP = "review-figures"  # HTML of BODY
PANEL_MARKUP = "review-listed"  # HTML of PANEL
