"""What surrounds every office page: the bar, whoever has signed in, and the theme of the document."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.types import Scope

from dashboard.web.authentication import effective_principal
from dashboard.web.context import WebContext
from dashboard.web.display_settings import settings_of
from dashboard.web.language import referring_address
from dashboard.web.navigation import NavEntry, is_person, nav_entries, parent_entry
from dashboard.web.redirects import WALL_PATH, bar_path
from dashboard.web.themes import LIGHT_WALL, THEME_COOKIE, THEME_FIELD, Theme, parse_theme
from data.core.access import ANONYMOUS, Principal
from data.core.displays import DisplaySettings
from data.services.auth.models import SessionUser


@dataclass(frozen=True)
class Shell:
    """The surroundings of one page.

    :param principal: whose permissions the bar shows; the anonymous one until a first password is changed
    :param account: name of the account that has signed in; empty for none
    :param path: address of the page
    :param query: with its question mark; empty for none
    :param referrer: path of the page that sent the browser here
    :param display_settings: what a wall was loaded with; empty without any
    """

    principal: Principal = ANONYMOUS
    account: str = ""
    path: str = ""
    query: str = ""
    theme: Theme = Theme.AUTO
    public_wall: bool = False
    has_training: bool = False
    referrer: str = ""
    display_settings: str = ""

    @property
    def entries(self) -> tuple[NavEntry, ...]:
        """Return the pages in the bar."""
        return nav_entries(self.principal, public_wall=self.public_wall, has_training=self.has_training)

    @property
    def parent(self) -> NavEntry | None:
        """Return the page in the bar that this page belongs to."""
        return parent_entry(self.path, self.entries)

    @property
    def is_bare(self) -> bool:
        """Return whether the page has no bar: a wall, unless somebody has signed in."""
        return self.path == WALL_PATH and not self.account

    @property
    def address(self) -> str:
        """Return where a form of the bar leads back to; empty where nothing may, as from the directory."""
        return bar_path(self.path + self.query)


CURRENT_SHELL: ContextVar[Callable[[], Shell]] = ContextVar("shell", default=Shell)


def current_shell() -> Shell:
    """Return the surroundings of the current request's page."""
    return CURRENT_SHELL.get()()


@contextmanager
def use_shell(shell: Callable[[], Shell], scope: Scope) -> Iterator[None]:
    """Give the block a page's surroundings, and keep them for what answers after the block has failed."""
    scope["state"]["shell"] = shell
    token = CURRENT_SHELL.set(shell)
    try:
        yield
    finally:
        CURRENT_SHELL.reset(token)


@contextmanager
def shell_of_scope(scope: Scope) -> Iterator[None]:
    """Give the block the surroundings of a request that has been answered; nobody's if it came to nothing."""
    token = CURRENT_SHELL.set(scope.get("state", {}).get("shell", Shell))
    try:
        yield
    finally:
        CURRENT_SHELL.reset(token)


def shell_of(context: WebContext, request: HTTPConnection, user: SessionUser) -> Shell:
    """Return the surroundings of the page that answers a request."""
    path, query = request.scope["path"], request.scope["query_string"].decode("latin-1")
    settings = settings_of(context, user.principal) if path == WALL_PATH else DisplaySettings()
    return Shell(
        effective_principal(user),
        user.principal.name if is_person(user.principal) else "",
        path,
        f"?{query}" if query else "",
        _theme(context, request, path, settings),
        context.open_wall,
        context.training is not None,
        referring_address(request).path,
        settings.key,
    )


def _theme(context: WebContext, request: HTTPConnection, path: str, settings: DisplaySettings) -> Theme:
    """Return the theme of a page: a wall is dark, unless its address or its display says otherwise."""
    if path == WALL_PATH:
        named = request.query_params.get(THEME_FIELD, settings.theme)
        return Theme.LIGHT if named in (LIGHT_WALL, Theme.LIGHT) else Theme.DARK
    return parse_theme(context.cookies.read(request, THEME_COOKIE))
