"""Display orders and heartbeats, in the store, so that every process sees the same."""

import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from data.config.clock import Clock
from data.core.displays import (
    ALL_DISPLAYS,
    DisplayOrder,
    DisplaySettings,
    Heartbeat,
    active_order,
    settings_in_force,
)
from data.core.time_trust import is_ahead, not_after
from data.services.unnamed_tabs import UNNAMED_RETENTION, UnnamedTabs
from data.store import display_orders, display_settings, displays
from data.store.display_orders import UNNAMED
from data.store.engine import writer

HEARTBEAT_RETENTION = timedelta(days=7)  # a tab silent for longer is deleted
MAX_MESSAGE_LENGTH = 160
MAX_TABS_PER_DISPLAY = 8  # a display or account shows the wall in so many browsers
MAX_STORED_TABS = 2_000  # of all displays
MAX_PENDING_TABS = 2_000  # between two flushes


@dataclass(frozen=True)
class DisplayStatus:
    """One line of the overview: a named display, or the tabs without a name that show the wall.

    :param revoked: its token was revoked
    """

    name: str
    revoked: bool
    tabs: tuple[Heartbeat, ...]
    order: DisplayOrder | None
    settings: DisplaySettings


class DisplayService:
    """Orders, settings and heartbeats of displays, in real time, whatever the speed of the city's clock."""

    def __init__(self, engine: Engine, clock: Clock, refresh_engine: Engine | None = None) -> None:
        """:param refresh_engine: what :meth:`refresh` reads from; by default ``engine``"""
        self._read_engine, self._write_engine, self._clock = engine, writer(engine), clock
        self._refresh_engine = refresh_engine or engine
        self._orders: Mapping[str, DisplayOrder] = {}
        self._settings: Mapping[str, DisplaySettings] = {}
        self.order_changes = 0  # how often a refresh found other orders or settings
        self._heartbeats: dict[tuple[str, str], tuple[datetime, Mapping[str, Any]]] = {}
        self._unnamed = UnnamedTabs()
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Return the present real time."""
        return self._clock.now()

    def refresh(self) -> bool:
        """Read orders and settings; return whether any has changed."""
        with self._refresh_engine.connect() as connection:
            orders = display_orders.list_orders(connection)
            settings = display_settings.list_settings(connection)
        changed = (orders, settings) != (self._orders, self._settings)
        self._orders, self._settings = orders, settings
        self.order_changes += changed
        return changed

    def order(self, screen: str) -> DisplayOrder | None:
        """Return the order in force for a display, as last read."""
        return active_order(screen, self._orders, self._clock.now())

    def settings(self, screen: str) -> DisplaySettings:
        """Return the settings of a display, as last read."""
        return settings_in_force(screen, self._settings)

    def set_settings(self, screen: str, settings: DisplaySettings) -> None:
        """Store the settings of one display, or of all (``*``); those of all replace those of single ones."""
        with self._write_engine.begin() as connection:
            display_settings.save_settings(connection, screen, settings)

    def set_order(
        self, screen: str, given_by: str, *, view: str | None, paused: bool, message: str, minutes: int | None
    ) -> DisplayOrder:
        """Store an order for one display, or for all (``*``).

        An order for all replaces those for single displays.

        :param minutes: how long it lasts; None for no end
        """
        now = self._clock.now()
        until = now + timedelta(minutes=minutes) if minutes else None
        order = DisplayOrder(screen, view, paused, message[:MAX_MESSAGE_LENGTH].strip(), given_by, now, until)
        with self._write_engine.begin() as connection:
            if screen == ALL_DISPLAYS:
                _delete_all_orders(connection)
            display_orders.save_order(connection, order)
        return order

    def cancel_order(self, screen: str) -> None:
        """End the order of a display; that for all (``*``) ends every order."""
        with self._write_engine.begin() as connection:
            if screen == ALL_DISPLAYS:
                _delete_all_orders(connection)
            else:
                display_orders.delete_order(connection, screen)

    def record_heartbeat(self, screen: str, tab: str, payload: Mapping[str, Any], address: str = "") -> None:
        """Record a heartbeat in memory until :meth:`flush`.

        So the heartbeats of a thousand displays are one transaction. Anybody may send heartbeats without a
        name to an open wall: such tabs are counted, up to so many of each address.

        :param screen: name of the display or account; empty for none
        :param address: of the sender
        """
        now = self._clock.now()
        with self._lock:
            if screen == UNNAMED:
                self._unnamed.record(tab, address, now, payload)
            elif self._has_room(screen, tab):
                self._heartbeats[screen, tab] = now, payload

    def _has_room(self, screen: str, tab: str) -> bool:
        """Return whether a named tab may be recorded before the next flush."""
        own_tabs = sum(name == screen for name, _tab in self._heartbeats)
        is_within_limits = own_tabs < MAX_TABS_PER_DISPLAY and len(self._heartbeats) < MAX_PENDING_TABS
        return is_within_limits or (screen, tab) in self._heartbeats

    def flush(self) -> None:
        """Store the recorded heartbeats; without a store they are dropped, since the next ones follow."""
        now = self._clock.now()
        with self._lock:
            heartbeats, self._heartbeats = self._heartbeats, {}
            heartbeats |= self._unnamed.summary(now)
        if not heartbeats:
            return
        with suppress(SQLAlchemyError), self._write_engine.begin() as connection:
            display_orders.save_heartbeats(connection, heartbeats)
            display_orders.delete_heartbeats(connection, now - HEARTBEAT_RETENTION)
            display_orders.delete_heartbeats(connection, now - UNNAMED_RETENTION, unnamed=True)
            display_orders.limit_heartbeats(connection, MAX_TABS_PER_DISPLAY, MAX_STORED_TABS)

    def silent_for(self, tab: str) -> timedelta | None:
        """Return how long ago a tab sent its last heartbeat; None if it never sent one."""
        with self._lock:
            pending_times = [
                at for (_screen, name), (at, _payload) in self._heartbeats.items() if name == tab
            ]
            unnamed_time = self._unnamed.heard_at(tab)
        with self._read_engine.connect() as connection:
            heartbeat_times = [*pending_times, *display_orders.last_heartbeats(connection, tab)]
        heartbeat_times += [unnamed_time] if unnamed_time else []
        now = self._clock.now()
        heartbeat_times = [not_after(moment, now) for moment in heartbeat_times if not is_ahead(moment, now)]
        return now - max(heartbeat_times) if heartbeat_times else None

    def overview(self) -> list[DisplayStatus]:
        """Return every display with a token, every other live tab, and whatever has an order, by name."""
        with self._read_engine.connect() as connection:
            registered = displays.list_all(connection)
            tabs = display_orders.list_heartbeats(connection)
            orders = display_orders.list_orders(connection)
            settings = display_settings.list_settings(connection)
        now = self._clock.now()
        revoked_by_name = {display.name: display.revoked_at is not None for display in registered}
        live_names = [tab.screen for tab in tabs if tab.is_alive(now)]
        ordered_names = [name for name in orders if name != ALL_DISPLAYS]
        names = sorted({*revoked_by_name, *live_names, *ordered_names})
        return [
            DisplayStatus(
                name,
                revoked_by_name.get(name, False),
                _visible_tabs(name, tabs, now),
                active_order(name, orders, now),
                settings_in_force(name, settings),
            )
            for name in names
        ]


def _delete_all_orders(connection: Connection) -> None:
    for name in display_orders.list_orders(connection):
        display_orders.delete_order(connection, name)


def _visible_tabs(name: str, tabs: list[Heartbeat], now: datetime) -> tuple[Heartbeat, ...]:
    """Return the live tabs of a display; without any, the one with the latest heartbeat."""
    screen_tabs = [tab for tab in tabs if tab.screen == name]
    return tuple(tab for tab in screen_tabs if tab.is_alive(now)) or tuple(screen_tabs[:1])
