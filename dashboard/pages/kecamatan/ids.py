"""The ids of the page's parts, and of what the browser remembers of its choices."""

PAGE, TITLE, STATUS_LINE, BANNER = "camat", "camat-title", "camat-standing", "camat-banner"
TILES, FIVE, FIVE_NOTE = "camat-tiles", "camat-five", "camat-five-note"
FILTERS, COUNT, LIST, GRID_BOX = "camat-filters", "camat-count", "camat-list", "camat-grid-box"
WHAT_IF_CHOICES, WHAT_IF_SELECTION, WHAT_IF_EFFECT = "camat-picks", "camat-picked", "camat-effect"
ASSIGNEES, COMPARISON = "camat-holders", "camat-compared"
MORNING_RECAP, REVIEW_RECAP = "camat-morning", "camat-review"

CLOCK = "camat-clock"  # the server's time, the moment from which the data is too old
SHOWN_DIGESTS = "camat-shown"  # digests of the parts shown, so that a part is drawn again only if it differs
FILTER_STATE = "camat-picking"  # what is looked at, and as what: see assets/kecamatan.js
LIST_STATE = "camat-listed"  # digest of the list shown
REFRESH_TIMER, RENDERED = "camat-beat", "camat-drawn"

GRID = "camat-grid"  # of pattern ids: the grid is in the page only where a table is wanted


def grid_id(code: object) -> dict[str, object]:
    """The grid's id; it is of one kecamatan, or of any (a wildcard)."""
    return {"part": GRID, "of": code}
