"""Results and errors of signing in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from data.core.access import ANONYMOUS, Principal
from data.services.auth.passwords import Weakness


@dataclass(frozen=True)
class SessionLifetime:
    """How long a session lasts at most, and how long without any request."""

    max_age: timedelta = timedelta(hours=12)
    idle_timeout: timedelta = timedelta(hours=3)


@dataclass(frozen=True)
class SessionUser:
    """The sender of a request.

    :param must_change: signed in with a password that somebody else set, which has to be changed first
    :param unverified: sent a token that could not be checked, since the store cannot be asked
    """

    principal: Principal = ANONYMOUS
    must_change: bool = False
    unverified: bool = False


ANONYMOUS_USER = SessionUser()
UNVERIFIED_USER = SessionUser(unverified=True)


@dataclass(frozen=True)
class Browser:
    """What a browser shows when somebody signs in with it.

    :param session_token: of its present session, which ends with the new one
    :param device_cookie: which accounts have signed in there before
    """

    session_token: str = ""
    device_cookie: str = ""


UNKNOWN_BROWSER = Browser()


@dataclass(frozen=True)
class NewSession:
    """A new session; its token goes to the browser and is not stored.

    :param device_cookie: by which the browser will be recognized
    :param preferences: of the account, by name
    """

    token: str
    user: SessionUser
    device_cookie: str
    preferences: Mapping[str, str] = field(default_factory=dict)


class InvalidCredentialsError(Exception):
    """Wrong name or wrong password; the error does not reveal which."""


class RateLimitedError(Exception):
    """Too many failed sign-ins: no attempt is checked before ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"until {until.isoformat()}")
        self.until = until


class SignInUnavailableError(Exception):
    """The store cannot be asked, so nobody can sign in now."""


class WeakPasswordError(Exception):
    """A new password is too weak; ``weakness`` says why."""

    def __init__(self, weakness: Weakness) -> None:
        super().__init__(weakness)
        self.weakness = weakness


class AccountError(ValueError):
    """There is no such account or display, or the name is taken; the message says which."""
