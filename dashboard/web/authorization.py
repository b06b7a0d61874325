"""Authorization of every page, callback, export and image."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from data.core.access import ANONYMOUS, Permission, Principal, Role, is_allowed, is_allowed_in_any_area
from data.core.history.places import NO_PARENT, AreaHierarchy
from geo import AreaLayer

AuditWriter = Callable[[Principal, str, str, str, str], None]  # principal, action, target, outcome, address

# Set once per request, by the middleware.
CURRENT_PRINCIPAL: ContextVar[Principal] = ContextVar("current_principal", default=ANONYMOUS)


@dataclass
class RequestContext:
    """One request: where it came from, and whether a permission was checked to answer it."""

    client_address: str = ""
    permission_checked: bool = False


CURRENT_REQUEST: ContextVar[RequestContext | None] = ContextVar("request", default=None)


class PermissionDeniedError(Exception):
    """The principal has no permission for the request."""

    def __init__(self, principal: Principal, permission: Permission, area: str | None) -> None:
        super().__init__(
            f"{principal.name or 'nobody'} ({principal.role}) may not {permission} {area or 'the city'}"
        )
        self.principal, self.permission, self.area = principal, permission, area


class Authorizer:
    """Decide by :func:`data.core.access.is_allowed`, for the areas of one layer.

    :param open_wall: anybody may see the wall
    :param audit: writes an entry of the audit log
    """

    def __init__(
        self, layer: AreaLayer, *, open_wall: bool = False, audit: AuditWriter | None = None
    ) -> None:
        self._lineage = AreaHierarchy(layer.areas)
        self._open_wall, self._audit = open_wall, audit

    def principal(self) -> Principal:
        """Return the principal of the current request."""
        return CURRENT_PRINCIPAL.get()

    def knows_area(self, area: str) -> bool:
        """Return whether an area is in a kecamatan of the layer, or is one."""
        return self._lineage.parent(area) != NO_PARENT

    def is_allowed(self, permission: Permission, area: str | None = None) -> bool:
        """Return whether the current request has a permission.

        :param area: code of a kelurahan or kecamatan; None or an unknown code means the whole city
        """
        self._mark_checked()
        parent = self._lineage.parent(area or "") or None
        return is_allowed(self.principal(), permission, parent, public_wall=self._open_wall)

    def require(self, permission: Permission, area: str | None = None) -> Principal:
        """Return the principal if it has the permission.

        :raises PermissionDeniedError: if it has not
        """
        if not self.is_allowed(permission, area):
            raise PermissionDeniedError(self.principal(), permission, area)
        return self.principal()

    def require_known(self, permission: Permission) -> Principal:
        """Return the principal if it is an account or a display, whatever an open wall shows to anybody.

        :param permission: what the audit log says was denied
        :raises PermissionDeniedError: it is nobody
        """
        self._mark_checked()
        principal = self.principal()
        if principal.role is Role.ANONYMOUS:
            raise PermissionDeniedError(principal, permission, None)
        return principal

    def require_anywhere(self, permission: Permission) -> Principal:
        """Return the principal if it has the permission in any area: enough to open a page without data.

        :raises PermissionDeniedError: if it has it nowhere
        """
        self._mark_checked()
        if not is_allowed_in_any_area(self.principal(), permission, public_wall=self._open_wall):
            raise PermissionDeniedError(self.principal(), permission, None)
        return self.principal()

    def audit(self, action: str, target: str, outcome: str = "berhasil") -> None:
        """Write what the principal did to the audit log; pass no reporter's name and no secret."""
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
