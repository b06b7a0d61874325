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
from data.core.displays import EVERY, Order, Seen, order_for
from data.store import display_orders, displays
from data.store.engine import writer

KEPT = timedelta(days=7)  # a tab that was silent for so long is forgotten
LONGEST_MESSAGE = 160
MOST = 2_000  # tabs between two flushes; an open wall can be asked by anybody


@dataclass(frozen=True)
class Screen:
    """One line of the overview: a named display, or an unnamed tab that shows the wall.

    :param revoked: its token was taken back
    """

    name: str
    revoked: bool
    tabs: tuple[Seen, ...]
    order: Order | None


class Screens:
    """Orders and signs of life, by real time: screens hang in a room whose time nobody speeds up."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._read, self._write, self._clock = engine, writer(engine), clock
        self._orders: Mapping[str, Order] = {}
        self.changes = 0  # how often orders were seen to be others than before
        self._heard: dict[tuple[str, str], tuple[datetime, Mapping[str, Any]]] = {}
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The room's time."""
        return self._clock.now()

    def refresh(self) -> bool:
        """Reads the orders; whether any is another than before."""
        with self._read.connect() as connection:
            found = display_orders.orders(connection)
        changed, self._orders = found != self._orders, found
        self.changes += changed
        return changed

    def order(self, screen: str) -> Order | None:
        """What holds for a screen now, as last read."""
        return order_for(screen, self._orders, self._clock.now())

    def give(
        self, screen: str, by: str, *, view: str | None, paused: bool, message: str, minutes: int | None
    ) -> Order:
        """Orders one screen, or all (``*``); an order for all ends what was asked of single ones."""
        now = self._clock.now()
        until = now + timedelta(minutes=minutes) if minutes else None
        order = Order(screen, view, paused, message[:LONGEST_MESSAGE].strip(), by, now, until)
        with self._write.begin() as connection:
            for other in display_orders.orders(connection) if screen == EVERY else ():
                display_orders.take_back(connection, other)
            display_orders.give(connection, order)
        return order

    def take_back(self, screen: str) -> None:
        """Ends an order; that for all ends all of them."""
        with self._write.begin() as connection:
            for name in display_orders.orders(connection) if screen == EVERY else (screen,):
                display_orders.take_back(connection, name)

    def hear(self, screen: str, tab: str, said: Mapping[str, Any]) -> None:
        """A tab speaks; kept until :meth:`flush`, so that a thousand screens are one transaction."""
        with self._lock:
            if len(self._heard) < MOST or (screen, tab) in self._heard:
                self._heard[screen, tab] = self._clock.now(), said

    def flush(self) -> None:
        """Writes down what was heard since the last time; with the store gone, nothing: they speak again."""
        with self._lock:
            heard, self._heard = self._heard, {}
        if not heard:
            return
        with suppress(SQLAlchemyError), self._write.begin() as connection:
            display_orders.hear(connection, heard)
            display_orders.forget(connection, self._clock.now() - KEPT)

    def silent_for(self, tab: str) -> timedelta | None:
        """How long a tab was not heard; None if it never was."""
        with self._lock:
            waiting = [at for (_screen, name), (at, _said) in self._heard.items() if name == tab]
        with self._read.connect() as connection:
            heard = [*waiting, *display_orders.heard_at(connection, tab)]
        return self._clock.now() - max(heard) if heard else None

    def overview(self) -> list[Screen]:
        """Every display with a token, every other tab heard of lately, and whatever has an order, by name."""
        with self._read.connect() as connection:
            given, seen, orders = (
                displays.every(connection),
                display_orders.seen(connection),
                display_orders.orders(connection),
            )
        now = self._clock.now()
        standing = {item.name: item.revoked_at is not None for item in given}
        others = [tab.screen for tab in seen if tab.alive(now)] + [name for name in orders if name != EVERY]
        named = standing | {name: standing.get(name, False) for name in others}
        return [
            Screen(name, gone, _tabs(name, seen, now), order_for(name, orders, now))
            for name, gone in sorted(named.items())
        ]


def _tabs(name: str, seen: list[Seen], now: datetime) -> tuple[Seen, ...]:
    """The tabs of a screen that are alive; with none of them, the one heard last."""
    mine = [tab for tab in seen if tab.screen == name]
    return tuple(tab for tab in mine if tab.alive(now)) or tuple(mine[:1])
