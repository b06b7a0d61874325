"""Whether a request that changes something was sent by a page of ours: another site's page must not."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
API_KEY_PREFIX = "/open311/"  # doors that no cookie opens any further: there is nothing to abuse


def is_cross_site(request: HTTPConnection) -> bool:
    """Whether a request must be turned away for where it comes from.

    Browsers say it in ``Sec-Fetch-Site`` or ``Origin`` whenever they send something. A program that shows a
    bearer token says neither, and needs to: nobody's browser adds that token by itself.
    """
    if request.scope["method"] in SAFE_METHODS or request.scope["path"].startswith(API_KEY_PREFIX):
        return False
    fetch_site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if fetch_site is not None and fetch_site not in ("same-origin", "none"):
        return True
    if origin is not None:
        return urlsplit(origin).netloc != request.headers.get("host", "")
    return fetch_site is None and not request.headers.get("authorization", "").startswith("Bearer ")
