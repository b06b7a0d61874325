"""The language of each request: what its address or its browser chose, else the city's.

What a browser asks for of itself (``Accept-Language``) is not used: office computers and phones are often set
to English by their makers, and a page would change its language with the machine.
"""

from contextlib import suppress
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from babel import Locale, UnknownLocaleError
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from data.core.config.city import City
from data.lib.translation import languages, use_language

LANGUAGE_COOKIE = "pantau_bahasa"
LANGUAGE_PARAM = "bahasa"  # of an address, for one request: a link, or a display in another language
LANGUAGE_PATH = "/bahasa"
DASH_PREFIX = "/_dash-"  # of the layout and callbacks of all Dash pages
# In which headers a language may be named, and by what.
NAMED_BY = {b"cookie": LANGUAGE_COOKIE.encode(), b"referer": LANGUAGE_PARAM.encode()}
OWN_NAMES = {"id": "Bahasa Indonesia"}  # where a language's own name is not Babel's


class LanguageMiddleware:
    """ASGI middleware around everything else, error pages included."""

    def __init__(self, app: ASGIApp, city: City) -> None:
        self._app, self._city = app, city

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        with use_language(request_language(HTTPConnection(scope), self._city)):
            await self._app(scope, receive, send)


def request_language(request: HTTPConnection, city: City) -> str:
    """Return the language of an address, else of its browser's cookie, else of the city."""
    if not _may_choose(request.scope):
        return city.language
    known = languages()
    chosen = (named_language(request), request.cookies.get(LANGUAGE_COOKIE))
    return next((code for code in chosen if code in known), city.language)


def named_language(request: HTTPConnection) -> str:
    """Return the language that the address of a page names; empty if it names none of ours."""
    code = dict(parse_qsl(page_address(request).query)).get(LANGUAGE_PARAM, "")
    return code if code in languages() else ""


def page_address(request: HTTPConnection) -> SplitResult:
    """Return the address of a request's page: what Dash requests is for the page that is open."""
    if request.scope["path"].startswith(DASH_PREFIX):
        return referring_address(request)
    return SplitResult("", "", request.scope["path"], request.scope["query_string"].decode("latin-1"), "")


def referring_address(request: HTTPConnection) -> SplitResult:
    """Return the address of the page that sent a request; an empty one if the request names none."""
    with suppress(ValueError):  # a browser sends an address, others anything, such as http://[
        return urlsplit(request.headers.get("referer", ""))
    return SplitResult("", "", "", "", "")


def language_names() -> dict[str, str]:
    """Return each language's name in itself, by its code; the code where Babel does not know it."""
    return {code: OWN_NAMES.get(code) or _own_name(code) for code in languages()}


def _own_name(code: str) -> str:
    try:
        return (Locale.parse(code).get_display_name() or code).capitalize()
    except (UnknownLocaleError, ValueError):
        return code


def without_language(address: str) -> str:
    """Return an address that names no language, so that the browser's choice shows."""
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, True) if name != LANGUAGE_PARAM]
    return address if LANGUAGE_PARAM not in parts.query else parts._replace(query=urlencode(kept)).geturl()


def _may_choose(scope: Scope) -> bool:
    """Return whether a request may name a language: most do not, and a wall requests each second."""
    if LANGUAGE_PARAM.encode() in scope["query_string"]:
        return True
    return any(part in value for name, value in scope["headers"] for part in [NAMED_BY.get(name)] if part)
