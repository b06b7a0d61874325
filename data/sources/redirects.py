"""Check of redirects: a public server must not send requests into the office's own network."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

import httpx

from data.sources.base import FeedError

Address = IPv4Address | IPv6Address
DEFAULT_PORTS = {"http": 80, "https": 443}


def check_redirect(configured: httpx.URL, target: httpx.URL) -> None:
    """Check a redirect from the ``configured`` URL to ``target``.

    The configured server itself may be private, as the office's own. It may redirect to itself or to a
    public address, but to no other private address.

    :raises FeedError: the redirect is refused; the message names both hosts
    """
    prefix = f"{configured.host} sends us to {target.scheme}://{target.host}"
    if target.scheme not in DEFAULT_PORTS or not target.host:
        raise FeedError(f"{prefix}, which is no web address: refused")
    if (configured.scheme, target.scheme) == ("https", "http"):
        raise FeedError(f"{prefix}, where anybody on the way could read and change the answer: refused")
    if not same_server(configured, target) and any(map(is_private, _addresses(target))):
        raise FeedError(f"{prefix}, a private address: refused")


def same_server(first: httpx.URL, second: httpx.URL) -> bool:
    """Return whether host and port are the same, or the default ports of HTTP and HTTPS."""
    if first.host != second.host:
        return False
    ports = (_port(first), _port(second))
    return ports[0] == ports[1] or set(ports) == set(DEFAULT_PORTS.values())


def is_private(address: Address) -> bool:
    """Return whether an address is loopback, link-local, private or otherwise not on the public internet."""
    embedded = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return not (embedded or address).is_global or (embedded or address).is_multicast


def _port(url: httpx.URL) -> int:
    return url.port or DEFAULT_PORTS.get(url.scheme, 0)


def _addresses(url: httpx.URL) -> list[Address]:
    """Resolve the host to all its addresses, also where it is written as a number; empty if unknown."""
    try:
        entries = socket.getaddrinfo(url.host, _port(url), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [ip_address(str(entry[4][0]).split("%")[0]) for entry in entries]
