"""The two cookies: a person's session, and a display's token. Neither can be read by a script."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from data.config.settings import Settings

SESSION, SCREEN = "pantau", "pantau_layar"
HERE = ("localhost", "127.0.0.1", "::1")
SCREEN_SECONDS = 400 * 86_400  # the longest that browsers keep one; each start by its address renews it


class Cookies:
    """Sets and reads cookies as the settings say."""

    def __init__(self, settings: Settings, *, practice: bool) -> None:
        self._asked, self._practice = settings.cookie_secure, practice

    def secure(self, request: HTTPConnection) -> bool:
        """Whether a cookie given now goes over TLS only."""
        if self._asked != "auto":
            return self._asked == "yes"
        plain = self._practice or request.url.hostname in HERE
        return request.url.scheme == "https" or not plain

    def unusable(self, request: HTTPConnection) -> bool:
        """Whether this connection is without TLS although cookies need it: nobody could sign in."""
        return self.secure(request) and request.url.scheme != "https" and request.url.hostname not in HERE

    def read(self, request: HTTPConnection, name: str) -> str:
        """A cookie's value, empty if there is none; over TLS by the name that no other site can set."""
        return request.cookies.get(self._name(request, name), "")

    def _name(self, request: HTTPConnection, name: str) -> str:
        return f"__Host-{name}" if self.secure(request) else name

    def give(self, request: HTTPConnection, answer: Response, name: str, value: str, seconds: int) -> None:
        """Puts a cookie into an answer."""
        answer.set_cookie(
            self._name(request, name), value, max_age=seconds, path="/", secure=self.secure(request),
            httponly=True, samesite="lax",
        )  # fmt: skip

    def take(self, answer: Response, name: str) -> None:
        """Takes a cookie out of the browser, whichever name it was given under."""
        answer.delete_cookie(name, path="/", httponly=True, samesite="lax")
        answer.delete_cookie(f"__Host-{name}", path="/", secure=True, httponly=True, samesite="lax")
