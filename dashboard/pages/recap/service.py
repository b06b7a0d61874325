"""One way to a recap for page and files: who asks, for what, and whether they may."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from dashboard.pages.recap import labels
from dashboard.pages.recap.query import Ask, asked_of, read_ask
from dashboard.pages.recap.view import View, view_of
from dashboard.web.context import Site
from data.core.access import Act
from data.core.recap.groups import By
from data.core.recap.recap import NoAreaError
from data.services.recap import Asked


class NothingYetError(Exception):
    """There is no snapshot yet, so there is nothing to recap."""


@dataclass(frozen=True)
class Request:
    """A recap that somebody may have, of the board as it was published last."""

    ask: Ask
    asked: Asked
    as_of: datetime

    @property
    def today(self) -> date:
        """The day in the city."""
        return self.as_of.date()


@dataclass(frozen=True)
class Desk:
    """Takes what is asked of one site."""

    site: Site

    @cached_property
    def levels(self) -> dict[str, By]:
        """By what an area is usually counted: a kecamatan by its kelurahan, a kelurahan by category."""
        areas = self.site.layer.areas
        return {**dict.fromkeys(areas["code"], By.CATEGORY), **dict.fromkeys(areas["parent"], By.AREA)}

    def take(self, query: Mapping[str, str]) -> Request:
        """What is asked for, if whoever asks may have it.

        :raises RefusedError: they may not
        :raises NothingYetError: before the first snapshot
        :raises ValueError: in words for whoever asked
        """
        area = query.get("wilayah") or self.own_area()
        self.site.gate.require(Act.READ, area)
        held = self.site.live.current()
        if held is None:
            raise NothingYetError
        as_of = held.snapshot.as_of.astimezone(self.site.city.zone)
        ask = read_ask(query, as_of.date(), self.own_area(), self.levels)
        if area is not None and area not in self.levels:
            raise ValueError(labels.NO_AREA)
        return Request(ask, asked_of(ask, self.site.city, as_of), as_of)

    def own_area(self) -> str | None:
        """What somebody sees who names no area: the city, or the one kecamatan that is theirs."""
        gate = self.site.gate
        return None if gate.allows(Act.READ) else gate.who().parent

    def view(self, request: Request) -> View:
        """The recap in words.

        :raises ValueError: in words for whoever asked
        """
        try:
            found = self.site.live.recap(request.asked)
        except NoAreaError as error:
            raise ValueError(labels.NO_AREA) from error
        except ValueError as error:
            raise ValueError(labels.TOO_MANY) from error
        return view_of(found, request.ask, self.site.city, request.as_of)
