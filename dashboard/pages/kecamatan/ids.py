"""The ids of the page's parts, and of what the browser remembers of its choices."""

PAGE, TITLE, STANDING, BANNER = "camat", "camat-title", "camat-standing", "camat-banner"
TILES, FIVE, FIVE_NOTE = "camat-tiles", "camat-five", "camat-five-note"
FILTERS, COUNT, LIST, GRID_BOX = "camat-filters", "camat-count", "camat-list", "camat-grid-box"
PICKS, PICKED, EFFECT = "camat-picks", "camat-picked", "camat-effect"
HOLDERS, COMPARED = "camat-holders", "camat-compared"
MORNING, REVIEW = "camat-morning", "camat-review"

CLOCK = "camat-clock"  # the server's time, the moment from which the data is too old
SHOWN = "camat-shown"  # digests of the parts shown, so that a part is drawn again only if it differs
PICKING = "camat-picking"  # what is looked at, and as what: see assets/kecamatan.js
LISTED = "camat-listed"  # digest of the list shown
BEAT, DRAWN = "camat-beat", "camat-drawn"

GRID = "camat-grid"  # of pattern ids: the grid is in the page only where a table is wanted


def grid_id(of: object) -> dict[str, object]:
    """The grid's id; it is of one kecamatan, or of any (a wildcard)."""
    return {"part": GRID, "of": of}
