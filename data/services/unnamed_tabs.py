"""Tabs that show an open wall without a name: counted in memory, and stored as one row for each process.

Anybody can send heartbeats to an open wall, so that neither rows nor memory may grow with their number.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from data.core.throttle import throttle_key
from data.store.display_orders import TABS_KEY, UNNAMED

UNNAMED_RETENTION = timedelta(minutes=10)  # a kiosk asks for its last heartbeat within this time
MAX_UNNAMED_TABS = 2_000
MAX_TABS_PER_ADDRESS = 60  # the screens of an office share one address
MAX_LISTED_TABS = 200  # in the stored row, for the watchdogs of kiosks that ask another process
COUNT_KEY = "count"


@dataclass
class UnnamedTab:
    """A tab without a name: the network that it comes from, and its last heartbeat."""

    network: str
    heard_at: datetime


@dataclass
class UnnamedTabs:
    """The unnamed tabs of one process; its owner holds a lock."""

    _tabs: dict[str, UnnamedTab] = field(default_factory=dict)
    _payload: Mapping[str, Any] = field(default_factory=dict)
    _process: str = field(default_factory=lambda: f"process {secrets.token_hex(8)}")
    _changed: bool = False

    def record(self, tab: str, address: str, now: datetime, payload: Mapping[str, Any]) -> None:
        """Record a heartbeat; a new tab beyond the limits is left out, a known one never."""
        network = throttle_key(address)
        if tab not in self._tabs and not self._has_room(network):
            return
        self._tabs[tab] = UnnamedTab(network, now)
        self._payload, self._changed = payload, True

    def _has_room(self, network: str) -> bool:
        own_tabs = sum(known.network == network for known in self._tabs.values())
        return own_tabs < MAX_TABS_PER_ADDRESS and len(self._tabs) < MAX_UNNAMED_TABS

    def heard_at(self, tab: str) -> datetime | None:
        """Return when a tab was heard last; None for one that is not known."""
        known = self._tabs.get(tab)
        return known.heard_at if known else None

    def summary(self, now: datetime) -> dict[tuple[str, str], tuple[datetime, Mapping[str, Any]]]:
        """Return the row to store, by display and tab, and forget silent tabs; empty without news."""
        self._tabs = {
            tab: known for tab, known in self._tabs.items() if abs(now - known.heard_at) <= UNNAMED_RETENTION
        }
        if not self._changed or not self._tabs:
            return {}
        self._changed = False
        listed = {
            tab: known.heard_at.isoformat() for tab, known in islice(self._tabs.items(), MAX_LISTED_TABS)
        }
        status = {**self._payload, COUNT_KEY: len(self._tabs), TABS_KEY: listed}
        return {(UNNAMED, self._process): (max(known.heard_at for known in self._tabs.values()), status)}
