"""Asks, for every page, callback, export and image, whether whoever asks may see it."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from data.core.access import NOBODY, Act, Who, may, may_somewhere
from data.core.history.places import NOWHERE, Lineage
from geo import AreaLayer

Note = Callable[[Who, str, str, str, str], None]  # who, act, about what, outcome, address

ASKING: ContextVar[Who] = ContextVar("asking", default=NOBODY)  # set once per request, by the middleware


@dataclass
class Asked:
    """One request under way: where it came from, and whether the gate was asked in answering it."""

    address: str = ""
    gate: bool = False


REQUEST: ContextVar[Asked | None] = ContextVar("request", default=None)


class RefusedError(Exception):
    """What was asked for is not for whoever asked."""

    def __init__(self, who: Who, act: Act, area: str | None) -> None:
        super().__init__(f"{who.name or 'nobody'} ({who.role}) may not {act} {area or 'the city'}")
        self.who, self.act, self.area = who, act, area


class Gate:
    """Decides by :func:`data.core.access.may`, for areas of one layer.

    :param open_wall: anybody may see the wall
    :param note: writes a line of the audit log
    """

    def __init__(self, layer: AreaLayer, *, open_wall: bool = False, note: Note | None = None) -> None:
        self._lineage = Lineage(layer.areas)
        self._open_wall, self._note = open_wall, note

    def who(self) -> Who:
        """Whoever sent the request under way."""
        return ASKING.get()

    def knows(self, area: str) -> bool:
        """Whether an area lies in a kecamatan of the layer, or is one."""
        return self._lineage.parent(area) != NOWHERE

    def allows(self, act: Act, area: str | None = None) -> bool:
        """Whether the request under way may have this.

        :param area: code of a kelurahan or kecamatan; None for the whole city; an unknown one is the city's
        """
        self._was_asked()
        parent = self._lineage.parent(area or "") or None
        return may(self.who(), act, parent, open_wall=self._open_wall)

    def require(self, act: Act, area: str | None = None) -> Who:
        """Whoever asks, if they may.

        :raises RefusedError: if not
        """
        if not self.allows(act, area):
            raise RefusedError(self.who(), act, area)
        return self.who()

    def require_somewhere(self, act: Act) -> Who:
        """Whoever asks, if there is any area to which they may do this: opens a page, and shows nothing yet.

        :raises RefusedError: if not
        """
        self._was_asked()
        if not may_somewhere(self.who(), act, open_wall=self._open_wall):
            raise RefusedError(self.who(), act, None)
        return self.who()

    def note(self, act: str, about: str, outcome: str = "berhasil") -> None:
        """Writes down what whoever asks did: an export, a change. Name no reporter, give no secret."""
        asked = REQUEST.get()
        if self._note:
            self._note(self.who(), act, about, outcome, asked.address if asked else "")

    def _was_asked(self) -> None:
        asked = REQUEST.get()
        if asked:
            asked.gate = True
