"""Rate limits: by what callers are counted, and the delays after failed sign-ins."""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address

# Failures without a delay: an office shares one address; a device that signed in before has its own count.
FREE_FAILURES = {"account": 5, "address": 20, "device": 5}
FIRST_DELAY, MAX_DELAY = timedelta(seconds=15), timedelta(minutes=15)
FAILURE_EXPIRY = timedelta(hours=12)  # older failures do not count
MAX_DOUBLINGS = 10
MACHINE_PREFIX, SITE_PREFIX = 64, 48  # of IPv6: what one machine has, and what one customer may have
SITE_FACTOR = 8  # a site may do as much as so many machines: a carrier's phones may share one
MAX_KEY_LENGTH = 64  # of an address that is none: a proxy may pass on what a caller wrote


@dataclass(frozen=True, slots=True)
class CountedNetwork:
    """One network that a request counts for.

    :param key: the network, or the address itself
    :param factor: how many times a limit for one address it is allowed
    """

    key: str
    factor: int = 1


def sign_in_delay(kind: str, failures: int, factor: int = 1) -> timedelta:
    """Return for how long sign-ins are refused after consecutive failures.

    :param kind: ``account``, ``address`` or ``device``
    :param factor: of :class:`CountedNetwork`
    """
    extra_failures = failures - FREE_FAILURES[kind] * factor
    if extra_failures < 0:
        return timedelta(0)
    delay: timedelta = FIRST_DELAY * 2 ** min(extra_failures, MAX_DOUBLINGS)
    return min(MAX_DELAY, delay)


def counted_networks(address: str) -> tuple[CountedNetwork, ...]:
    """Return what requests of an address are counted by, the narrowest first: every rate limit asks here.

    A machine has a whole /64 of IPv6, and its owner often a /48, so both are counted. Count a request for the
    wider network only if the narrower one allows it; else one machine would use up its neighbours' allowance.
    """
    try:
        parsed_address = ip_address(address)
    except ValueError:
        return (CountedNetwork(address[:MAX_KEY_LENGTH]),)
    if not isinstance(parsed_address, IPv6Address):
        return (CountedNetwork(str(parsed_address)),)
    if parsed_address.ipv4_mapped:
        return (CountedNetwork(str(parsed_address.ipv4_mapped)),)
    machine, site = (
        str(IPv6Network((int(parsed_address), prefix), strict=False))
        for prefix in (MACHINE_PREFIX, SITE_PREFIX)
    )
    return CountedNetwork(machine), CountedNetwork(site, SITE_FACTOR)


def throttle_key(address: str) -> str:
    """Return the narrowest of :func:`counted_networks`: an address, or its /64."""
    return counted_networks(address)[0].key


def site_key(address: str) -> str:
    """Return the widest of :func:`counted_networks`: an address, or its /48."""
    return counted_networks(address)[-1].key
