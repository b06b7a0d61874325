"""The recap that a query asks for, for the page and for files, with the check of access."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from dashboard.pages.recap import labels
from dashboard.pages.recap.query import RecapPageQuery, data_query, parse_query
from dashboard.pages.recap.view import RecapView, build_view
from dashboard.web.context import WebContext
from data.core.access import Permission
from data.core.recap.groups import GroupBy
from data.core.recap.recap import UnknownAreaError
from data.services.recap import RecapQuery


class NoSnapshotError(Exception):
    """There is no snapshot yet."""


@dataclass(frozen=True)
class RecapRequest:
    """A recap that the principal may read, of the latest snapshot."""

    page_query: RecapPageQuery
    recap_query: RecapQuery
    as_of: datetime

    @property
    def today(self) -> date:
        """Return the day in the city."""
        return self.as_of.date()


@dataclass(frozen=True)
class RecapService:
    """Recaps of one city, for the principal of the present request."""

    context: WebContext

    @cached_property
    def default_groupings(self) -> dict[str, GroupBy]:
        """Return the usual grouping of each area: a kecamatan by kelurahan, an undivided area by category."""
        areas = self.context.layer.areas
        divided = [] if self.context.city.areas.levels == 1 else areas["parent"]
        return {
            **dict.fromkeys(areas["code"], GroupBy.CATEGORY),
            **dict.fromkeys(divided, GroupBy.AREA),
        }

    def resolve_request(self, params: Mapping[str, str]) -> RecapRequest:
        """Return the recap that a query asks for.

        :raises PermissionDeniedError: the principal may not read the area
        :raises NoSnapshotError: before the first snapshot
        :raises ValueError: the query is invalid; the message is for the user
        """
        area = params.get("wilayah") or self.default_area()
        self.context.authorizer.require(Permission.VIEW_REPORTS, area)
        live_snapshot = self.context.live_board.current()
        if live_snapshot is None:
            raise NoSnapshotError
        as_of = live_snapshot.snapshot.as_of.astimezone(self.context.city.zone)
        page_query = parse_query(params, as_of.date(), self.default_area(), self.default_groupings)
        if area is not None and area not in self.default_groupings:
            raise ValueError(str(labels.NO_AREA))
        return RecapRequest(page_query, data_query(page_query, self.context.city, as_of), as_of)

    def default_area(self) -> str | None:
        """Return the area of a query that names none: the city (None), or the principal's kecamatan."""
        authorizer = self.context.authorizer
        return None if authorizer.is_allowed(Permission.VIEW_REPORTS) else authorizer.principal().parent

    def build_view(self, recap_request: RecapRequest) -> RecapView:
        """Return the recap as page and files show it.

        :raises ValueError: there is no such area, or the recap is too long; the message is for the user
        """
        try:
            recap = self.context.live_board.recap(recap_request.recap_query)
        except UnknownAreaError as error:
            raise ValueError(str(labels.NO_AREA)) from error
        except ValueError as error:
            raise ValueError(str(labels.TOO_MANY)) from error
        return build_view(recap, recap_request.page_query, self.context.city, recap_request.as_of)
