"""What a display shows before the first data: why it waits, and what its browser lacks.

It stands in the page itself, outside of what Dash draws, and its script is of 2009 (ECMAScript 5): it must
run where the wall's own scripts do not.
"""

from html import escape

from dashboard.pages.wall import ids, labels
from dashboard.web.version import frontend_version

SCRIPT, STYLE = "/assets/wall_notice.js", "/assets/wall_notice.css"


def notice_html() -> str:
    """Return the notice, its style and its script; the script sits below it, so that it finds it."""
    version = frontend_version()
    return (
        f'<link rel="stylesheet" href="{STYLE}?v={version}">'
        f'<div id="{ids.NOTICE}" role="status" data-too-old="{escape(labels.TOO_OLD)}">'
        f'<p id="{ids.NOTICE_TEXT}">{escape(labels.LOADING)}</p>'
        f"<noscript><p>{escape(labels.NO_SCRIPT)}</p></noscript></div>"
        f'<script src="{SCRIPT}?v={version}"></script>'
    )
