"""Delays after failed sign-ins: none for the first few, then twice as long each time."""

from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

FREE_FAILURES = {"account": 5, "address": 20}  # an office shares one address
FIRST_DELAY, MAX_DELAY = timedelta(seconds=15), timedelta(minutes=15)
FAILURE_EXPIRY = timedelta(hours=12)  # older failures do not count
MAX_DOUBLINGS = 10


def sign_in_delay(kind: str, failures: int) -> timedelta:
    """Return for how long sign-ins are refused after consecutive failures.

    :param kind: ``account`` or ``address``
    """
    extra_failures = failures - FREE_FAILURES[kind]
    if extra_failures < 0:
        return timedelta(0)
    delay: timedelta = FIRST_DELAY * 2 ** min(extra_failures, MAX_DOUBLINGS)
    return min(MAX_DELAY, delay)


def throttle_key(address: str) -> str:
    """Return what failures are counted by: an address, or its /64 network, as a machine has many in IPv6."""
    try:
        parsed_address = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed_address, IPv6Address) and parsed_address.ipv4_mapped is None:
        return str(ip_network((parsed_address, 64), strict=False))
    return str(parsed_address)
