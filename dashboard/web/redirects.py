"""Redirect targets: the page that was requested before sign-in, and the home page of a role."""

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from data.core.access import Principal, Role

IsPage = Callable[[str], bool]  # whether one of the app's Dash pages has an address

NEXT_PARAM = "ke"  # the query parameter that holds where to go after sign-in
SIGN_IN_PATH, SIGN_OUT_PATH, ACCOUNT_PATH, WALL_PATH = "/masuk", "/keluar", "/akun", "/layar"
DIRECTORY_PATH = f"{SIGN_IN_PATH}/direktori"  # to the city's own directory
DIRECTORY_CALLBACK_PATH = f"{DIRECTORY_PATH}/kembali"  # and back from it
SIGN_IN_PATHS = (SIGN_IN_PATH, SIGN_OUT_PATH, DIRECTORY_PATH, DIRECTORY_CALLBACK_PATH)
MAX_PATH_LENGTH = 500


def local_path(path: str) -> str:
    """Return the address if it is the board's own and no part of sign-in, else empty: for after sign-in."""
    return path if own_path(path) and urlsplit(path).path not in SIGN_IN_PATHS else ""


def bar_path(path: str) -> str:
    """Return where a form of the bar may lead back to: as after sign-in, or to the sign-in itself."""
    path = own_path(path)
    return path if urlsplit(path).path == SIGN_IN_PATH else local_path(path)


def own_path(path: str) -> str:
    """Return the address if it is the board's own, else empty: no form may lead to another site."""
    if not path.startswith("/") or path[1:2] in ("/", "\\") or len(path) > MAX_PATH_LENGTH:
        return ""
    if any(ord(character) <= 32 or character in "\\\x7f" for character in path):
        return ""
    try:
        parts = urlsplit(path)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc else path


def with_next(path: str, next_path: str) -> str:
    """Return an address with the parameter that holds where to go next."""
    return f"{path}?{NEXT_PARAM}={quote(next_path, safe='/')}" if next_path else path


def home_path(principal: Principal, is_page: IsPage) -> str:
    """Return the home page of a principal's role, as far as this app has it."""
    path = {
        Role.CAMAT: f"/kecamatan/{principal.parent}",
        Role.EXECUTOR: f"/kecamatan/{principal.parent}",
        Role.DEPUTY_MAYOR: "/tinjauan",
    }.get(principal.role, WALL_PATH)
    if is_page(path):
        return path
    return ACCOUNT_PATH if principal.role in (Role.CAMAT, Role.EXECUTOR) else WALL_PATH
