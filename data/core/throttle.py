"""How long to wait after sign-ins that failed: nothing for a few, then twice as long each time."""

from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

FREE = {"account": 5, "address": 20}  # an office shares one address
FIRST, LONGEST = timedelta(seconds=15), timedelta(minutes=15)
FORGOTTEN = timedelta(hours=12)  # failures this long ago count no more
MOST_DOUBLINGS = 10


def wait(kind: str, failures: int) -> timedelta:
    """How long no further sign-in is looked at, after so many failures in a row."""
    beyond = failures - FREE[kind]
    if beyond < 0:
        return timedelta(0)
    doubled: timedelta = FIRST * 2 ** min(beyond, MOST_DOUBLINGS)
    return min(LONGEST, doubled)


def network(address: str) -> str:
    """What failures are counted for: an address; of IPv6 its network, in which one machine has millions."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(ip_network((found, 64), strict=False))
    return str(found)
