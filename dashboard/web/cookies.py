"""Cookies: a person's session, a display's token, and a device that is known; no script can read them."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from data.config.settings import Settings

SESSION_COOKIE, DISPLAY_COOKIE, DEVICE_COOKIE = "pantau", "pantau_layar", "pantau_perangkat"
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "::1")
CLEAR_CACHE = {"Clear-Site-Data": '"cache"'}  # "storage" would take the unsent items of the outbox too
# The browsers' limit. Each start by the display's address, and each sign-in on the device, begins anew.
DISPLAY_COOKIE_SECONDS = DEVICE_COOKIE_SECONDS = 400 * 86_400


class Cookies:
    """Read and write cookies as the settings say."""

    def __init__(self, settings: Settings, *, practice: bool) -> None:
        self._secure_setting, self._practice = settings.cookie_secure, practice

    def is_secure(self, request: HTTPConnection) -> bool:
        """Return whether a cookie that is set now is for TLS only."""
        if self._secure_setting != "auto":
            return self._secure_setting == "yes"
        allows_plain_http = self._practice or request.url.hostname in LOOPBACK_HOSTS
        return request.url.scheme == "https" or not allows_plain_http

    def lacks_tls(self, request: HTTPConnection) -> bool:
        """Return whether the connection lacks the TLS that cookies need: nobody could sign in."""
        return (
            self.is_secure(request)
            and request.url.scheme != "https"
            and request.url.hostname not in LOOPBACK_HOSTS
        )

    def read(self, request: HTTPConnection, name: str) -> str:
        """Return a cookie's value, or empty; over TLS by the ``__Host-`` name that no other host can set."""
        return request.cookies.get(self._cookie_name(request, name), "")

    def _cookie_name(self, request: HTTPConnection, name: str) -> str:
        return f"__Host-{name}" if self.is_secure(request) else name

    def set_cookie(
        self, request: HTTPConnection, response: Response, name: str, value: str, max_age: int
    ) -> None:
        """Set a cookie for ``max_age`` seconds."""
        cookie_name, secure = self._cookie_name(request, name), self.is_secure(request)
        response.set_cookie(
            cookie_name, value, max_age=max_age, path="/", secure=secure, httponly=True, samesite="lax"
        )

    def delete_cookie(self, response: Response, name: str) -> None:
        """Delete a cookie under both of its names."""
        response.delete_cookie(name, path="/", httponly=True, samesite="lax")
        response.delete_cookie(f"__Host-{name}", path="/", secure=True, httponly=True, samesite="lax")

    def end_session(self, response: Response) -> None:
        """Take a session from the browser: its cookie, and photos and pages in the browser's cache."""
        self.delete_cookie(response, SESSION_COOKIE)
        response.headers.update(CLEAR_CACHE)
