"""The HTTP server: listen, announce the addresses, serve until SIGINT or SIGTERM."""

import asyncio
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol, cast

import uvicorn
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from dashboard.web.callers import ConnectionBounds
from dashboard.web.connections import BoundedProtocol, raise_file_limit
from data.config.settings import SettingError, Settings

ANY_HOST = ("0.0.0.0", "::")
SHUTDOWN_GRACE_SECONDS = 5  # for responses under way when a signal comes
TICKS_PER_SECOND = 10  # of uvicorn's main loop

ANNOUNCED_PAGES = {
    "Wall": "/layar",
    "Sign in": "/masuk",
    "Review": "/tinjauan",
    "Snapshot": "/api/v1/snapshot",
    "Health": "/readyz",
}


def listen(settings: Settings) -> socket.socket:
    """Return a listening socket; it is open before anything is announced or started.

    :raises SettingError: another program listens there, or the address is not this machine's
    """
    host, port = settings.host, settings.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SettingError(f"PORT = {port}: cannot listen on {host}:{port} ({reason})") from error


def base_address(settings: Settings) -> str:
    """Return the board's address for a browser on this machine."""
    local_hosts = ("127.0.0.1", *ANY_HOST)
    host = "localhost" if settings.host in local_hosts else settings.host
    return f"http://{host}:{settings.port}"


def address_lines(settings: Settings) -> str:
    """Return one line per page, for whoever started the board."""
    lines = [f"  {name:<9} {base_address(settings)}{path}" for name, path in ANNOUNCED_PAGES.items()]
    if settings.host in ANY_HOST:
        lines.append(f"  From other machines: http://{socket.gethostname()}:{settings.port}/layar")
    return "\n".join(lines)


def announce(title: str, settings: Settings, accounts: str = "") -> None:
    """Print where the board is, who may sign in, and how to stop it."""
    lines = [title, address_lines(settings), *([accounts] if accounts else []), "  Ctrl-C stops it."]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def run_server(app: Any, listener: socket.socket) -> None:
    """Serve requests until SIGINT or SIGTERM."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        log_config=None,  # its loggers use the process's own handler
        timeout_graceful_shutdown=SHUTDOWN_GRACE_SECONDS,
    )
    DashboardServer(config).run(sockets=[listener])


class DashboardServer(uvicorn.Server):
    """A server with bounded connections (:mod:`dashboard.web.connections`).

    It ends event streams before it waits for open responses: they would never end.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        bounds = ConnectionBounds(raise_file_limit(), _is_proxy(config))
        config.http = cast(type[asyncio.Protocol], partial(BoundedProtocol, bounds=bounds))
        config.ws = "none"  # no page uses a web socket
        super().__init__(config)

    async def on_tick(self, counter: int) -> bool:
        """Close overdue connections, once a second."""
        if counter % TICKS_PER_SECOND == 0:
            now = time.monotonic()
            for connection in list(self.server_state.connections):
                if isinstance(connection, BoundedProtocol):
                    connection.close_if_overdue(now)
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Shut down."""
        streams_of(self.config.app).close()
        await super().shutdown(sockets)


def _is_proxy(config: uvicorn.Config) -> Callable[[str], bool]:
    """Return whether an address may state for whom it sends: the middleware that reads it trusts it."""
    trusted = ProxyHeadersMiddleware(cast(Any, config.app), config.forwarded_allow_ips).trusted_hosts
    return lambda address: address in trusted


class Streams(Protocol):
    """Responses that stay open until they are closed."""

    def close(self) -> None:
        """Close all."""


def streams_of(app: Any) -> Streams:
    """Return the open streams of an app."""
    streams: Streams = app.state.streams
    return streams
