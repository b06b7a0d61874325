"""Redirect targets: the page that was requested before sign-in, and the home page of a role."""

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from data.core.access import Principal, Role

IsPage = Callable[[str], bool]  # whether one of the app's Dash pages has an address

NEXT_PARAM = "ke"  # the query parameter that holds where to go after sign-in
SIGN_IN_PATH, SIGN_OUT_PATH, ACCOUNT_PATH, WALL_PATH = "/masuk", "/keluar", "/akun", "/layar"
DIRECTORY_PATH = f"{SIGN_IN_PATH}/direktori"  # to the city's own directory
DIRECTORY_CALLBACK_PATH = f"{DIRECTORY_PATH}/kembali"  # and back from it
MAX_PATH_LENGTH = 500


def local_path(path: str) -> str:
    """Return the address if it is the board's own, else empty: sign-in must not lead to another site."""
    if not path.startswith("/") or path[1:2] in ("/", "\\") or len(path) > MAX_PATH_LENGTH:
        return ""
    if any(ord(character) <= 32 or character in "\\\x7f" for character in path):
        return ""
    try:
        parts = urlsplit(path)
    except ValueError:
        return ""
    is_local = (
        not parts.scheme
        and not parts.netloc
        and parts.path not in (SIGN_IN_PATH, SIGN_OUT_PATH, DIRECTORY_PATH, DIRECTORY_CALLBACK_PATH)
    )
    return path if is_local else ""


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
