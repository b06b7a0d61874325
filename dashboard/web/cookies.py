"""The two cookies: a person's session, and a display's token. Neither can be read by a script."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from data.config.settings import Settings

SESSION_COOKIE, DISPLAY_COOKIE = "pantau", "pantau_layar"
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "::1")
DISPLAY_COOKIE_SECONDS = (
    400 * 86_400
)  # the longest that browsers keep one; each start by its address renews it


class Cookies:
    """Sets and reads cookies as the settings say."""

    def __init__(self, settings: Settings, *, practice: bool) -> None:
        self._secure_setting, self._practice = settings.cookie_secure, practice

    def is_secure(self, request: HTTPConnection) -> bool:
        """Whether a cookie given now goes over TLS only."""
        if self._secure_setting != "auto":
            return self._secure_setting == "yes"
        allows_plain_http = self._practice or request.url.hostname in LOOPBACK_HOSTS
        return request.url.scheme == "https" or not allows_plain_http

    def lacks_tls(self, request: HTTPConnection) -> bool:
        """Whether this connection is without TLS although cookies need it: nobody could sign in."""
        return (
            self.is_secure(request)
            and request.url.scheme != "https"
            and request.url.hostname not in LOOPBACK_HOSTS
        )

    def read(self, request: HTTPConnection, name: str) -> str:
        """A cookie's value, empty if there is none; over TLS by the name that no other site can set."""
        return request.cookies.get(self._cookie_name(request, name), "")

    def _cookie_name(self, request: HTTPConnection, name: str) -> str:
        return f"__Host-{name}" if self.is_secure(request) else name

    def set_cookie(
        self, request: HTTPConnection, response: Response, name: str, value: str, max_age: int
    ) -> None:
        """Puts a cookie into an answer."""
        response.set_cookie(
            self._cookie_name(request, name), value, max_age=max_age, path="/", secure=self.is_secure(request),
            httponly=True, samesite="lax",
        )  # fmt: skip

    def delete_cookie(self, response: Response, name: str) -> None:
        """Takes a cookie out of the browser, whichever name it was given under."""
        response.delete_cookie(name, path="/", httponly=True, samesite="lax")
        response.delete_cookie(f"__Host-{name}", path="/", secure=True, httponly=True, samesite="lax")
