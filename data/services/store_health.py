"""Whether the store answers now, for those who ask a process if it is ready."""

import time
from concurrent.futures import Future

from sqlalchemy import Engine

from data.services.live_board import LiveBoard
from data.store.probe import PROBE_SECONDS, StoreProbe

HEARD_SECONDS = 2.0  # a store that answered the board so lately is not asked again


class StoreHealth:
    """The store of one board.

    :ivar deadline_seconds: after which an answer is a no
    """

    deadline_seconds = PROBE_SECONDS

    def __init__(self, engine: Engine, live_board: LiveBoard) -> None:
        self._probe, self._live_board = StoreProbe(engine), live_board

    def heard_lately(self) -> bool:
        """Return whether the board has just heard of the store, so that nobody need ask."""
        contact = self._live_board.last_store_contact
        return contact is not None and time.monotonic() - contact[0] <= HEARD_SECONDS

    def ask(self) -> "Future[bool]":
        """Return a future of whether the store answers, the same one for all who ask meanwhile."""
        return self._probe.ask()
