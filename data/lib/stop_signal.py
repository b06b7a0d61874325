"""A flag that a signal handler may set.

``threading.Event`` cannot be one: its ``wait`` and its ``set`` take the same lock, and a handler runs in the
thread that it interrupts. A signal that comes while that thread holds the lock would wait for itself.
"""

import os
import select
import signal
from types import FrameType


class StopSignal:
    """Set by a signal, waited for by the main thread."""

    def __init__(self) -> None:
        self._receiver, self._sender = os.pipe()
        self._is_set = False

    def install(self, *signal_numbers: signal.Signals) -> "StopSignal":
        """Set this flag at these signals; return it."""
        for signal_number in signal_numbers:
            signal.signal(signal_number, self._handle)
        return self

    def set(self) -> None:
        """Set the flag, without a lock."""
        if not self._is_set:
            self._is_set = True
            os.write(self._sender, b"x")

    def is_set(self) -> bool:
        """Return whether the flag is set."""
        return self._is_set

    def wait(self, timeout: float | None = None) -> bool:
        """Return whether the flag is set, after at most ``timeout`` seconds."""
        if not self._is_set:
            poller = select.poll()  # ``select.select`` knows no file above the 1,024th
            poller.register(self._receiver, select.POLLIN)
            poller.poll(None if timeout is None else timeout * 1_000)
        return self._is_set

    def _handle(self, _signal_number: int, _frame: FrameType | None) -> None:
        self.set()
