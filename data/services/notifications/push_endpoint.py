"""Endpoints of push services: a stranger's browser names them, and this server sends to them."""

from urllib.parse import SplitResult, urlsplit

HTTPS_PORT = 443
MAX_ENDPOINT_LENGTH = 1_024  # those of the known push services have 150 to 500
MAX_KEY_LENGTH = 128  # a point of P-256 in base64 has 87


class InvalidEndpointError(ValueError):
    """An endpoint is none that is sent to; the message says why, without the endpoint."""


def parse_endpoint(endpoint: str) -> SplitResult:
    """Return the parts of an endpoint, checked before it is stored and again before it is used.

    :raises InvalidEndpointError: too long, not HTTPS on its own port, with a user, or not plain ASCII
    """
    is_plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
    if not is_plain or len(endpoint) > MAX_ENDPOINT_LENGTH:
        raise InvalidEndpointError("the endpoint is too long or no address")
    try:
        parts = urlsplit(endpoint)
        port = parts.port or HTTPS_PORT
    except ValueError as error:
        raise InvalidEndpointError("the endpoint is no address") from error
    if parts.scheme != "https" or not parts.hostname or port != HTTPS_PORT or "@" in parts.netloc:
        raise InvalidEndpointError("the endpoint is none of HTTPS on port 443")
    return parts
