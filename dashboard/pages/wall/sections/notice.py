"""What a display shows before the first data: why it waits, and what its browser lacks.

It stands in the page itself, outside of what Dash draws, and its script is of 2009 (ECMAScript 5): it must
run where the wall's own scripts do not.
"""

from dashboard.pages.wall import ids, labels
from dashboard.web.assets import asset_url
from dashboard.web.templates import render

SCRIPT, STYLE = "wall_notice.js", "wall_notice.css"


def notice_html() -> str:
    """Return the notice, its style and its script; the script sits below it, so that it finds it."""
    return render(
        "wall/notice.html",
        ids=ids,
        labels=labels,
        script=asset_url(SCRIPT),
        style=asset_url(STYLE),
    )
