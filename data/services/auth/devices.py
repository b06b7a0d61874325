"""Devices on which an account has signed in before: strangers' failures do not lock them out.

A browser keeps a cookie for years with a random id and one mark for each account that signed in there. A mark
is bound to the device, the account and its generation, which a new password, "out of every device" and
``disable`` end. The cookie gives no access: the device only keeps its own count of failed sign-ins.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest

from data.services.auth.office_names import NAME_PATTERN
from data.store.accounts import Account

MAX_ACCOUNTS = 8  # of one browser, the latest: a shared phone
DEVICE_ID_BYTES = 16
COOKIE_PATTERN = re.compile(r"[A-Za-z0-9_-]{22}(\.\d{1,9}:[0-9a-f]{32}){1,8}")

Seal = Callable[[str], str]  # returns 32 hex digits for a text, which nobody else can compute


@dataclass(frozen=True)
class DeviceCookie:
    """A device's id and its marks, as they are in the cookie: none of them is checked."""

    device: str
    marks: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ".".join((self.device, *self.marks))


def parse_device_cookie(value: str) -> DeviceCookie:
    """Return what a cookie says; a new device for one that the board did not write."""
    if not COOKIE_PATTERN.fullmatch(value):
        return DeviceCookie(secrets.token_urlsafe(DEVICE_ID_BYTES))
    device, *marks = value.split(".")
    return DeviceCookie(device, tuple(marks))


class KnownDevices:
    """Recognize the devices of accounts.

    :param seal: keyed with the board's secret, for this purpose alone
    """

    def __init__(self, seal: Seal) -> None:
        self._seal = seal

    def find_device(self, cookie: str, account: Account | None) -> str:
        """Return the id of a device on which the account has signed in; empty for a strange one."""
        if account is None:
            return ""
        known = parse_device_cookie(cookie)
        mark = self._mark(known.device, account.name, account.generation)
        return known.device if any(compare_digest(mark, other) for other in known.marks) else ""

    def claimed_device(self, cookie: str, name: str) -> str:
        """Return a device's id if the account of a name has signed in there, be it in an earlier generation.

        It needs no store, so it is known before the sign-in waits for its turn.
        """
        if not NAME_PATTERN.fullmatch(name):
            return ""
        known = parse_device_cookie(cookie)
        is_claimed = any(
            compare_digest(self._mark(known.device, name, int(mark.partition(":")[0])), mark)
            for mark in known.marks
        )
        return known.device if is_claimed else ""

    def add_mark(self, cookie: str, account: Account) -> str:
        """Return the cookie of a device on which the account has just signed in."""
        known = parse_device_cookie(cookie)
        mark = self._mark(known.device, account.name, account.generation)
        others = tuple(other for other in known.marks if other != mark)
        return str(DeviceCookie(known.device, (*others, mark)[-MAX_ACCOUNTS:]))

    def _mark(self, device: str, name: str, generation: int) -> str:
        return f"{generation}:{self._seal(f'{device} {name} {generation}')}"
