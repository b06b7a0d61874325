"""Pages of which one part takes long: the browser shows the rest at once, with what stands for that part.

The part follows in the same response, so no script is needed; a style hides what stood for it.
"""

from collections.abc import AsyncIterator, Callable

from markupsafe import Markup
from starlette.responses import HTMLResponse, StreamingResponse

from dashboard.ui.error_labels import ERROR_TEXTS
from dashboard.web.templates import render
from dashboard.web.threads import run_in_threadpool

SLOW_PART = Markup("<!-- the slow part -->")  # where it goes in a template


def stream_page(page: HTMLResponse, build: Callable[[], str]) -> StreamingResponse:
    """Return a response that sends a page up to its slow part, then the part, then the rest.

    :param page: with :data:`SLOW_PART` where the part goes
    :param build: returns the HTML of the part; it runs in a thread
    """
    before, _, after = bytes(page.body).partition(SLOW_PART.encode())

    async def parts() -> AsyncIterator[bytes]:
        yield before
        try:
            part = await run_in_threadpool(build)
        except Exception:
            yield render("errors/part.html", message=ERROR_TEXTS[500].message).encode() + after
            raise  # the server logs it
        yield part.encode() + after

    return StreamingResponse(parts(), page.status_code, {"Cache-Control": "no-store"}, "text/html")
