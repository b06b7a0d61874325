"""Where to go: back to where somebody wanted to, and home."""

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from data.core.access import Role, Who

IsPage = Callable[[str], bool]  # whether one of the app's pages stands at an address

BACK = "ke"  # the parameter that holds where somebody wanted to go
SIGN_IN, SIGN_OUT, ACCOUNT, WALL = "/masuk", "/keluar", "/akun", "/layar"
DIRECTORY = f"{SIGN_IN}/direktori"  # to the city's own directory
RETURN = f"{DIRECTORY}/kembali"  # and back from it
LONGEST = 500


def local(address: str) -> str:
    """The address if it is one of our own, else empty: no link leads from our sign-in to another site."""
    if not address.startswith("/") or address[1:2] in ("/", "\\") or len(address) > LONGEST:
        return ""
    if any(ord(letter) <= 32 or letter in "\\\x7f" for letter in address):
        return ""
    try:
        found = urlsplit(address)
    except ValueError:
        return ""
    own = not found.scheme and not found.netloc and found.path not in (SIGN_IN, SIGN_OUT, DIRECTORY, RETURN)
    return address if own else ""


def with_back(address: str, wanted: str) -> str:
    """An address of ours that remembers where somebody wanted to go."""
    return f"{address}?{BACK}={quote(wanted, safe='/')}" if wanted else address


def home(who: Who, is_page: IsPage) -> str:
    """Somebody's own page, as far as this app has it."""
    wanted = {
        Role.CAMAT: f"/kecamatan/{who.parent}",
        Role.EXECUTOR: f"/kecamatan/{who.parent}",
        Role.DEPUTY_MAYOR: "/tinjauan",
    }.get(who.role, WALL)
    if is_page(wanted):
        return wanted
    return ACCOUNT if who.role in (Role.CAMAT, Role.EXECUTOR) else WALL
