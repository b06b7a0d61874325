"""How many of something each address holds at once: connections, streams, requests."""

from collections import Counter

from data.core.throttle import CountedNetwork, counted_networks


class AddressCounts:
    """Counts by address and in all, for the event loop's thread alone.

    :param per_address: how many one address may hold; a wide network, several times as many, but half of all
    :param in_all: how many all may hold together
    """

    def __init__(self, per_address: int, in_all: int) -> None:
        self._per_address, self._in_all = per_address, in_all
        self._held, self.total = Counter[str](), 0

    def take(self, address: str | None) -> bool:
        """Count one more for an address; return False, and count nothing, if there are too many.

        :param address: None if it is not known: then only the bound for all holds
        """
        if not self.has_room(address):
            return False
        self.total += 1
        self._held.update(network.key for network in _networks(address))
        return True

    def has_room(self, address: str | None) -> bool:
        """Return whether an address may hold one more."""
        return self.total < self._in_all and all(
            self._held[network.key] < self._allowed(network) for network in _networks(address)
        )

    def _allowed(self, network: CountedNetwork) -> int:
        allowed = self._per_address * network.factor
        return allowed if network.factor == 1 else min(allowed, max(1, self._in_all // 2))

    def release(self, address: str | None) -> None:
        """Count one fewer."""
        self.total -= 1
        for network in _networks(address):
            self._held[network.key] -= 1
            if not self._held[network.key]:
                del self._held[network.key]

    def __len__(self) -> int:
        """Return how many networks hold anything."""
        return len(self._held)


def _networks(address: str | None) -> tuple[CountedNetwork, ...]:
    return counted_networks(address) if address is not None else ()
