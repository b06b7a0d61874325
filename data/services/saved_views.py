"""Views of report lists that accounts save for themselves, or share with every account."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from data.core.access import Permission, Principal, is_allowed
from data.core.report_list.saved_view import SavedView
from data.store import saved_views
from data.store.engine import writer
from data.store.saved_views import FOR_ALL

MOST_VIEWS, LONGEST_NAME = 50, 80
Change = Callable[[list[SavedView]], list[SavedView]]


class TooManyViewsError(ValueError):
    """An account, or the city, has as many views as it may have."""


@dataclass(frozen=True)
class SavedViews:
    """What an account may open: its own views, and those for all."""

    own: list[SavedView]
    shared: list[SavedView]


class SavedViewService:
    """Saved views of one store. Who may share them is decided here: whoever sees the whole city."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def list(self, principal: Principal) -> SavedViews:
        """Return the views that an account may open."""
        with self._engine.connect() as connection:
            return SavedViews(
                saved_views.load(connection, principal.name), saved_views.load(connection, FOR_ALL)
            )

    def save(self, principal: Principal, name: str, query: str, *, shared: bool) -> None:
        """Save a view; one of the same name and owner is replaced.

        :raises TooManyViewsError: there are ``MOST_VIEWS`` of other names
        """
        view = SavedView(name, query, principal.name)
        self._change(_owner(principal, shared), lambda views: [*_without(views, name), view])

    def delete(self, principal: Principal, name: str, *, shared: bool) -> None:
        """Delete a view; one that is gone already is no error."""
        self._change(_owner(principal, shared), lambda views: _without(views, name))

    def _change(self, owner: str, change: Change) -> None:
        with writer(self._engine).begin() as connection:
            views = change(saved_views.load(connection, owner))
            if len(views) > MOST_VIEWS:
                raise TooManyViewsError(owner)
            saved_views.save(connection, owner, views)


def may_share(principal: Principal) -> bool:
    """Return whether an account may save views for all."""
    return is_allowed(principal, Permission.VIEW_REVIEW)


def _owner(principal: Principal, shared: bool) -> str:
    return FOR_ALL if shared and may_share(principal) else principal.name


def _without(views: list[SavedView], name: str) -> list[SavedView]:
    return [view for view in views if view.name != name]
