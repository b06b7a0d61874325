"""The language of each request: what its address or its browser chose, else the city's.

What a browser asks for of itself (``Accept-Language``) is not used: office computers and phones are often set
to English by their makers, and a page would change its language with the machine.
"""

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from data.core.config.city import City
from data.lib.translation import languages, use_language

LANGUAGE_COOKIE = "pantau_bahasa"
LANGUAGE_PARAM = "bahasa"  # of an address, for one request: a link, or a display in another language


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
    chosen = (request.query_params.get(LANGUAGE_PARAM), request.cookies.get(LANGUAGE_COOKIE))
    return next((code for code in chosen if code in known), city.language)


def _may_choose(scope: Scope) -> bool:
    """Return whether a request may name a language: most do not, and a wall requests each second."""
    cookie = LANGUAGE_COOKIE.encode()
    return LANGUAGE_PARAM.encode() in scope["query_string"] or any(
        name == b"cookie" and cookie in value for name, value in scope["headers"]
    )
