"""Asks, for every page, callback, export and image, whether whoever asks may see it."""

from contextvars import ContextVar

from data.core.access import NOBODY, Act, Who, may
from geo import AreaLayer

ASKING: ContextVar[Who] = ContextVar("asking", default=NOBODY)  # set once per request, by the middleware


class RefusedError(Exception):
    """What was asked for is not for whoever asked."""

    def __init__(self, who: Who, act: Act, area: str | None) -> None:
        super().__init__(f"{who.name or 'nobody'} ({who.role}) may not {act} {area or 'the city'}")
        self.who, self.act, self.area = who, act, area


class Gate:
    """Decides by :func:`data.core.access.may`, for areas of one layer."""

    def __init__(self, layer: AreaLayer) -> None:
        areas = layer.areas
        self._parents = dict(zip(areas["code"], areas["parent"], strict=True))
        self._parents |= {parent: parent for parent in areas["parent"]}

    def who(self) -> Who:
        """Whoever sent the request under way."""
        return ASKING.get()

    def allows(self, act: Act, area: str | None = None) -> bool:
        """Whether the request under way may have this.

        :param area: code of a kelurahan or kecamatan; None for the whole city; an unknown one is the city's
        """
        return may(self.who(), act, self._parents.get(area) if area else None)

    def require(self, act: Act, area: str | None = None) -> Who:
        """Whoever asks, if they may.

        :raises RefusedError: if not
        """
        if not self.allows(act, area):
            raise RefusedError(self.who(), act, area)
        return self.who()
