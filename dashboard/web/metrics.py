"""``/metrics``: how this process does, for Prometheus. Nothing about reports' content or about persons."""

from collections import Counter
from hmac import compare_digest

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard.web.context import Site
from dashboard.web.error_handlers import refused
from dashboard.web.routes import Doors
from data.core.access import NOBODY, Act

HERE = ("127.0.0.1", "::1")
TEXT = "text/plain; version=0.0.4; charset=utf-8"


class Traffic:
    """Answers by class of status, since the process began."""

    def __init__(self) -> None:
        self.by_class: Counter[str] = Counter()

    def counted(self, status: int) -> None:
        """One more answer."""
        self.by_class[f"{status // 100}xx"] += 1


def add_metrics(doors: Doors, site: Site, traffic: Traffic) -> None:
    """The door, for this machine or for who shows the token of the settings."""

    async def metrics(request: Request) -> Response:
        if not _may_read(request, site.settings.metrics_token):
            return refused(NOBODY)
        return PlainTextResponse(written(site, traffic), media_type=TEXT)

    doors.add("/metrics", metrics, Act.SIGN_IN)


def _may_read(request: Request, token: str) -> bool:
    if token:
        return compare_digest(request.headers.get("authorization", "").encode(), f"Bearer {token}".encode())
    return request.client is not None and request.client.host in HERE


def written(site: Site, traffic: Traffic) -> str:
    """Prometheus' text form."""
    held = site.live.current()
    lines = [
        *_figure("requests_total", "counter", "Answers by class of status."),
        *[f'pantau_requests_total{{status="{name}"}} {n}' for name, n in sorted(traffic.by_class.items())],
        *_figure("snapshot_held", "gauge", "1 if there is a snapshot.", int(held is not None)),
    ]
    if held:
        age = (site.live.clock.now() - held.snapshot.as_of).total_seconds()
        lines += _figure("snapshot_age_seconds", "gauge", "Age of the snapshot.", age)
        lines += _figure("snapshot_revision", "gauge", "Last change in it.", held.snapshot.revision)
        lines += _figure("snapshot_stale", "gauge", "1 if its data is old.", int(held.snapshot.stale))
    if site.live.refresh_seconds is not None:
        lines += _figure("refresh_seconds", "gauge", "Time the last refresh took.", site.live.refresh_seconds)
    return "\n".join(lines) + "\n"


def _figure(name: str, kind: str, told: str, value: float | None = None) -> list[str]:
    head = [f"# HELP pantau_{name} {told}", f"# TYPE pantau_{name} {kind}"]
    return head if value is None else [*head, f"pantau_{name} {value}"]
