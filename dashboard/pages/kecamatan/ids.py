"""Ids of the page's components, and of the stores for the state of its filters."""

PAGE, TITLE, STATUS_LINE, BANNER = "camat", "camat-title", "camat-standing", "camat-banner"
TILES, FIVE, FIVE_NOTE = "camat-tiles", "camat-five", "camat-five-note"
FILTERS, COUNT, LIST, GRID_BOX = "camat-filters", "camat-count", "camat-list", "camat-grid-box"
WHAT_IF_CHOICES, WHAT_IF_SELECTION, WHAT_IF_EFFECT = "camat-picks", "camat-picked", "camat-effect"
ASSIGNEES, COMPARISON = "camat-holders", "camat-compared"
MORNING_RECAP, REVIEW_RECAP = "camat-morning", "camat-review"

CLOCK = "camat-clock"  # the server's time, and the moment from which the data is too old
SHOWN_DIGESTS = "camat-shown"  # digests of the sections shown: a section is sent again only if it differs
FILTER_STATE = "camat-picking"  # filters, order and view: see static/kecamatan.js
LIST_STATE = "camat-listed"  # digest of the list shown
REFRESH_TIMER, RENDERED = "camat-beat", "camat-drawn"

GRID = "camat-grid"  # part of a pattern id: the grid is in the page only while the table is chosen


def grid_id(code: object) -> dict[str, object]:
    """Return the id of the grid of one kecamatan, or of any for a wildcard."""
    return {"part": GRID, "of": code}
