"""Protection against cross-site request forgery: only the board's own pages may send changes."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
API_KEY_PREFIX = "/open311/"  # cookies give no permission there, so there is nothing to abuse


def is_cross_site(request: HTTPConnection) -> bool:
    """Return whether a request that may change something comes from another site.

    Browsers state where a request comes from in ``Sec-Fetch-Site``, with the scheme considered, or in
    ``Origin``, whenever they send something. A program states neither; with a bearer token it passes, since
    no browser adds that token by itself.
    """
    if request.scope["method"] in SAFE_METHODS or request.scope["path"].startswith(API_KEY_PREFIX):
        return False
    fetch_site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if fetch_site is not None and fetch_site not in ("same-origin", "none"):
        return True
    if origin is not None:
        return not _is_own_origin(request, origin, with_scheme=fetch_site is None)
    return fetch_site is None and not request.headers.get("authorization", "").startswith("Bearer ")


def _is_own_origin(request: HTTPConnection, origin: str, *, with_scheme: bool) -> bool:
    """Return whether an origin is this board's.

    :param with_scheme: compare the scheme too, which is the proxy's ``X-Forwarded-Proto`` where there is one:
        a page of the same host without TLS may be anybody's who is on the way
    """
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    is_own_scheme = parts.scheme == request.scope["scheme"] or not with_scheme
    return is_own_scheme and parts.netloc == request.headers.get("host", "")
