"""``/metrics``: the state of this process for Prometheus, without content of reports or data of persons."""

from collections import Counter
from hmac import compare_digest

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard.web.context import WebContext
from dashboard.web.error_handlers import denied_response
from dashboard.web.routes import RouteRegistry
from data.core.access import ANONYMOUS, Permission

LOCAL_HOSTS = ("127.0.0.1", "::1")
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class RequestCounter:
    """Count responses by class of status, since the process began."""

    def __init__(self) -> None:
        self.by_status_class: Counter[str] = Counter()

    def count(self, status: int) -> None:
        """Count one response."""
        self.by_status_class[f"{status // 100}xx"] += 1


def register_metrics_route(
    routes: RouteRegistry, context: WebContext, request_counter: RequestCounter
) -> None:
    """Declare the route, for this machine or for whoever sends the token of the settings."""

    async def metrics(request: Request) -> Response:
        if not _is_authorized(request, context.settings.metrics_token):
            return denied_response(ANONYMOUS)
        return PlainTextResponse(render_metrics(context, request_counter), media_type=CONTENT_TYPE)

    routes.add("/metrics", metrics, Permission.VIEW_PUBLIC)


def _is_authorized(request: Request, token: str) -> bool:
    if token:
        return compare_digest(request.headers.get("authorization", "").encode(), f"Bearer {token}".encode())
    return request.client is not None and request.client.host in LOCAL_HOSTS


def render_metrics(context: WebContext, request_counter: RequestCounter) -> str:
    """Return the metrics in Prometheus' text format."""
    current = context.live_board.current()
    lines = [
        *_metric_lines("requests_total", "counter", "Answers by class of status."),
        *[
            f'pantau_requests_total{{status="{name}"}} {count}'
            for name, count in sorted(request_counter.by_status_class.items())
        ],
        *_metric_lines("snapshot_held", "gauge", "1 if there is a snapshot.", int(current is not None)),
    ]
    if current:
        age = abs(context.live_board.clock.now() - current.snapshot.as_of).total_seconds()
        lines += _metric_lines("snapshot_age_seconds", "gauge", "Age of the snapshot.", age)
        lines += _metric_lines("snapshot_revision", "gauge", "Last change in it.", current.snapshot.revision)
        lines += _metric_lines(
            "snapshot_stale", "gauge", "1 if its data is old.", int(current.snapshot.stale)
        )
    if context.live_board.refresh_seconds is not None:
        lines += _metric_lines(
            "refresh_seconds", "gauge", "Time the last refresh took.", context.live_board.refresh_seconds
        )
    return "\n".join(lines) + "\n"


def _metric_lines(name: str, kind: str, help_text: str, value: float | None = None) -> list[str]:
    header_lines = [f"# HELP pantau_{name} {help_text}", f"# TYPE pantau_{name} {kind}"]
    return header_lines if value is None else [*header_lines, f"pantau_{name} {value}"]
