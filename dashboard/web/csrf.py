"""Whether a request that changes something was sent by a page of ours: another site's page must not."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PROGRAMS = "/open311/"  # doors that no cookie opens any further: there is nothing to abuse


def from_elsewhere(request: HTTPConnection) -> bool:
    """Whether a request must be turned away for where it comes from.

    Browsers say it in ``Sec-Fetch-Site`` or ``Origin`` whenever they send something. A program that shows a
    bearer token says neither, and needs to: nobody's browser adds that token by itself.
    """
    if request.scope["method"] in SAFE or request.scope["path"].startswith(PROGRAMS):
        return False
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return True
    if origin is not None:
        return urlsplit(origin).netloc != request.headers.get("host", "")
    return site is None and not request.headers.get("authorization", "").startswith("Bearer ")
