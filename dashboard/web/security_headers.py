"""Headers that tell browsers what a page of ours may do: our own scripts only, in no other site's frame."""

from collections.abc import Iterable
from urllib.parse import urlsplit

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
}
ONE_YEAR = "max-age=31536000"

Raw = list[tuple[bytes, bytes]]
_PLAIN: Raw = [(name.lower().encode(), value.encode()) for name, value in ALWAYS.items()]
_BY_SCHEME: dict[str, Raw] = {"https": [*_PLAIN, (b"strict-transport-security", ONE_YEAR.encode())]}


def raw(scheme: str) -> Raw:
    """The headers of every answer over ``http`` or ``https``, a list of the caller's own."""
    return [*_BY_SCHEME.get(scheme, _PLAIN)]


def policy(hashes: Iterable[str], tile_url: str = "") -> str:
    """The Content-Security-Policy of our pages.

    :param hashes: of the inline scripts that Dash writes into its index; no other inline script runs
    :param tile_url: where street maps come from, if anywhere
    """
    tiles = urlsplit(tile_url)
    street_map = [f"{tiles.scheme}://{tiles.netloc}"] if tiles.netloc else []
    pictures = ["'self'", "https:", "data:", "blob:", *street_map]  # photos of reports stay with their source
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *hashes],
        "style-src": ["'self'", "'unsafe-inline'"],  # the map places its tiles and marks by style attributes
        "img-src": pictures,
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())
