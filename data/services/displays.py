"""The room's screens: orders to them, and which of them are alive. Every process sees the same."""

import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from data.config.clock import Clock
from data.core.displays import ALL_DISPLAYS, DisplayOrder, Heartbeat, active_order
from data.store import display_orders, displays
from data.store.engine import writer

HEARTBEAT_RETENTION = timedelta(days=7)  # a tab that was silent for so long is forgotten
MAX_MESSAGE_LENGTH = 160
MAX_PENDING_TABS = 2_000  # tabs between two flushes; an open wall can be asked by anybody


@dataclass(frozen=True)
class DisplayStatus:
    """One line of the overview: a named display, or an unnamed tab that shows the wall.

    :param revoked: its token was taken back
    """

    name: str
    revoked: bool
    tabs: tuple[Heartbeat, ...]
    order: DisplayOrder | None


class DisplayService:
    """Orders and signs of life, by real time: screens hang in a room whose time nobody speeds up."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._read_engine, self._write_engine, self._clock = engine, writer(engine), clock
        self._orders: Mapping[str, DisplayOrder] = {}
        self.order_changes = 0  # how often orders were seen to be others than before
        self._heartbeats: dict[tuple[str, str], tuple[datetime, Mapping[str, Any]]] = {}
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The room's time."""
        return self._clock.now()

    def refresh(self) -> bool:
        """Reads the orders; whether any is another than before."""
        with self._read_engine.connect() as connection:
            orders = display_orders.list_orders(connection)
        changed, self._orders = orders != self._orders, orders
        self.order_changes += changed
        return changed

    def order(self, screen: str) -> DisplayOrder | None:
        """What holds for a screen now, as last read."""
        return active_order(screen, self._orders, self._clock.now())

    def set_order(
        self, screen: str, given_by: str, *, view: str | None, paused: bool, message: str, minutes: int | None
    ) -> DisplayOrder:
        """Orders one screen, or all (``*``); an order for all ends what was asked of single ones."""
        now = self._clock.now()
        until = now + timedelta(minutes=minutes) if minutes else None
        order = DisplayOrder(screen, view, paused, message[:MAX_MESSAGE_LENGTH].strip(), given_by, now, until)
        with self._write_engine.begin() as connection:
            for ordered_screen in display_orders.list_orders(connection) if screen == ALL_DISPLAYS else ():
                display_orders.delete_order(connection, ordered_screen)
            display_orders.save_order(connection, order)
        return order

    def cancel_order(self, screen: str) -> None:
        """Ends an order; that for all ends all of them."""
        with self._write_engine.begin() as connection:
            for ordered_screen in (
                display_orders.list_orders(connection) if screen == ALL_DISPLAYS else (screen,)
            ):
                display_orders.delete_order(connection, ordered_screen)

    def record_heartbeat(self, screen: str, tab: str, payload: Mapping[str, Any]) -> None:
        """A tab speaks; kept until :meth:`flush`, so that a thousand screens are one transaction."""
        with self._lock:
            if len(self._heartbeats) < MAX_PENDING_TABS or (screen, tab) in self._heartbeats:
                self._heartbeats[screen, tab] = self._clock.now(), payload

    def flush(self) -> None:
        """Writes down what was heard since the last time; with the store gone, nothing: they speak again."""
        with self._lock:
            heartbeats, self._heartbeats = self._heartbeats, {}
        if not heartbeats:
            return
        with suppress(SQLAlchemyError), self._write_engine.begin() as connection:
            display_orders.save_heartbeats(connection, heartbeats)
            display_orders.delete_heartbeats(connection, self._clock.now() - HEARTBEAT_RETENTION)

    def silent_for(self, tab: str) -> timedelta | None:
        """How long a tab was not heard; None if it never was."""
        with self._lock:
            pending_times = [
                at for (_screen, name), (at, _payload) in self._heartbeats.items() if name == tab
            ]
        with self._read_engine.connect() as connection:
            heartbeat_times = [*pending_times, *display_orders.last_heartbeats(connection, tab)]
        return self._clock.now() - max(heartbeat_times) if heartbeat_times else None

    def overview(self) -> list[DisplayStatus]:
        """Every display with a token, every other tab heard of lately, and whatever has an order, by name."""
        with self._read_engine.connect() as connection:
            registered, tabs, orders = (
                displays.list_all(connection),
                display_orders.list_heartbeats(connection),
                display_orders.list_orders(connection),
            )
        now = self._clock.now()
        revoked_by_name = {
            registered_display.name: registered_display.revoked_at is not None
            for registered_display in registered
        }
        unregistered = [tab.screen for tab in tabs if tab.is_alive(now)] + [
            name for name in orders if name != ALL_DISPLAYS
        ]
        all_screens = revoked_by_name | {name: revoked_by_name.get(name, False) for name in unregistered}
        return [
            DisplayStatus(name, revoked, _visible_tabs(name, tabs, now), active_order(name, orders, now))
            for name, revoked in sorted(all_screens.items())
        ]


def _visible_tabs(name: str, tabs: list[Heartbeat], now: datetime) -> tuple[Heartbeat, ...]:
    """The tabs of a screen that are alive; with none of them, the one heard last."""
    screen_tabs = [tab for tab in tabs if tab.screen == name]
    return tuple(tab for tab in screen_tabs if tab.is_alive(now)) or tuple(screen_tabs[:1])
