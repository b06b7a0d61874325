"""Asks, for every page, callback, export and image, whether whoever asks may see it."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from data.core.access import ANONYMOUS, Permission, Principal, is_allowed, is_allowed_in_any_area
from data.core.history.places import NO_PARENT, AreaHierarchy
from geo import AreaLayer

AuditWriter = Callable[[Principal, str, str, str, str], None]  # who, act, about what, outcome, address

CURRENT_PRINCIPAL: ContextVar[Principal] = ContextVar(
    "asking", default=ANONYMOUS
)  # set once per request, by the middleware


@dataclass
class RequestContext:
    """One request under way: where it came from, and whether the gate was asked in answering it."""

    client_address: str = ""
    permission_checked: bool = False


CURRENT_REQUEST: ContextVar[RequestContext | None] = ContextVar("request", default=None)


class PermissionDeniedError(Exception):
    """What was asked for is not for whoever asked."""

    def __init__(self, principal: Principal, permission: Permission, area: str | None) -> None:
        super().__init__(
            f"{principal.name or 'nobody'} ({principal.role}) may not {permission} {area or 'the city'}"
        )
        self.principal, self.permission, self.area = principal, permission, area


class Authorizer:
    """Decides by :func:`data.core.access.may`, for areas of one layer.

    :param open_wall: anybody may see the wall
    :param note: writes a line of the audit log
    """

    def __init__(
        self, layer: AreaLayer, *, open_wall: bool = False, audit: AuditWriter | None = None
    ) -> None:
        self._lineage = AreaHierarchy(layer.areas)
        self._open_wall, self._audit = open_wall, audit

    def principal(self) -> Principal:
        """Whoever sent the request under way."""
        return CURRENT_PRINCIPAL.get()

    def knows_area(self, area: str) -> bool:
        """Whether an area lies in a kecamatan of the layer, or is one."""
        return self._lineage.parent(area) != NO_PARENT

    def is_allowed(self, permission: Permission, area: str | None = None) -> bool:
        """Whether the request under way may have this.

        :param area: code of a kelurahan or kecamatan; None for the whole city; an unknown one is the city's
        """
        self._mark_checked()
        parent = self._lineage.parent(area or "") or None
        return is_allowed(self.principal(), permission, parent, public_wall=self._open_wall)

    def require(self, permission: Permission, area: str | None = None) -> Principal:
        """Whoever asks, if they may.

        :raises RefusedError: if not
        """
        if not self.is_allowed(permission, area):
            raise PermissionDeniedError(self.principal(), permission, area)
        return self.principal()

    def require_anywhere(self, permission: Permission) -> Principal:
        """Whoever asks, if there is any area to which they may do this: opens a page, and shows nothing yet.

        :raises RefusedError: if not
        """
        self._mark_checked()
        if not is_allowed_in_any_area(self.principal(), permission, public_wall=self._open_wall):
            raise PermissionDeniedError(self.principal(), permission, None)
        return self.principal()

    def audit(self, action: str, target: str, outcome: str = "berhasil") -> None:
        """Writes down what whoever asks did: an export, a change. Name no reporter, give no secret."""
        request_context = CURRENT_REQUEST.get()
        if self._audit:
            self._audit(
                self.principal(),
                action,
                target,
                outcome,
                request_context.client_address if request_context else "",
            )

    def _mark_checked(self) -> None:
        request_context = CURRENT_REQUEST.get()
        if request_context:
            request_context.permission_checked = True
