"""What signing in comes to, and the ways in which it fails."""

from dataclasses import dataclass
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
    """Whoever sent a request, and how far the sign-in has come."""

    principal: Principal = ANONYMOUS
    must_change: bool = False  # signed in with a password that somebody else gave


ANONYMOUS_USER = SessionUser()


@dataclass(frozen=True)
class NewSession:
    """A new session: its token is for the browser and is not kept here."""

    token: str
    user: SessionUser


class InvalidCredentialsError(Exception):
    """Wrong name or wrong password: which of them is not said."""


class RateLimitedError(Exception):
    """Too many failed sign-ins: nothing is looked at until then."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"until {until.isoformat()}")
        self.until = until


class WeakPasswordError(Exception):
    """A new password that is not taken."""

    def __init__(self, weakness: Weakness) -> None:
        super().__init__(weakness)
        self.weakness = weakness


class AccountError(ValueError):
    """No such account or display, or one too many of that name; the message says so."""
