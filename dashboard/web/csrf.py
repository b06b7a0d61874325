"""Protection against cross-site request forgery: only the board's own pages may send changes."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
API_KEY_PREFIX = "/open311/"  # cookies give no permission there, so there is nothing to abuse


def is_cross_site(request: HTTPConnection) -> bool:
    """Return whether a request that may change something comes from another site.

    Browsers state the origin in ``Sec-Fetch-Site`` or ``Origin`` whenever they send something. A program
    states neither; with a bearer token it passes, since no browser adds that token by itself.
    """
    if request.scope["method"] in SAFE_METHODS or request.scope["path"].startswith(API_KEY_PREFIX):
        return False
    fetch_site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if fetch_site is not None and fetch_site not in ("same-origin", "none"):
        return True
    if origin is not None:
        return urlsplit(origin).netloc != request.headers.get("host", "")
    return fetch_site is None and not request.headers.get("authorization", "").startswith("Bearer ")
