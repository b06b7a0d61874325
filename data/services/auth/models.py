"""What signing in comes to, and the ways in which it fails."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from data.core.access import NOBODY, Who
from data.services.auth.passwords import Weakness


@dataclass(frozen=True)
class Lifetime:
    """How long a session lasts at most, and how long without any request."""

    whole: timedelta = timedelta(hours=12)
    idle: timedelta = timedelta(hours=3)


@dataclass(frozen=True)
class Visitor:
    """Whoever sent a request, and how far the sign-in has come."""

    who: Who = NOBODY
    must_change: bool = False  # signed in with a password that somebody else gave


NO_VISITOR = Visitor()


@dataclass(frozen=True)
class SignedIn:
    """A new session: its token is for the browser and is not kept here."""

    token: str
    visitor: Visitor


class WrongError(Exception):
    """Wrong name or wrong password: which of them is not said."""


class TooManyError(Exception):
    """Too many failed sign-ins: nothing is looked at until then."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"until {until.isoformat()}")
        self.until = until


class WeakError(Exception):
    """A new password that is not taken."""

    def __init__(self, weakness: Weakness) -> None:
        super().__init__(weakness)
        self.weakness = weakness


class KnownError(ValueError):
    """No such account or display, or one too many of that name; the message says so."""
