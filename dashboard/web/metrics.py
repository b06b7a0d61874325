"""``/metrics``: the state of this process for Prometheus, without content of reports or data of persons."""

from collections import Counter
from collections.abc import Iterator
from hmac import compare_digest

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response

from dashboard.web.context import WebContext
from dashboard.web.dependencies import Context, require
from dashboard.web.error_handlers import denied_response
from dashboard.web.page_router import page_router
from data.core.access import ANONYMOUS, Permission

LOCAL_HOSTS = ("127.0.0.1", "::1")


class RequestCounter:
    """Count responses by class of status, since the process began."""

    def __init__(self) -> None:
        self.by_status_class: Counter[str] = Counter()

    def count(self, status: int) -> None:
        """Count one response."""
        self.by_status_class[f"{status // 100}xx"] += 1


router = page_router(require(Permission.VIEW_PUBLIC))


@router.get("/metrics")
async def metrics(request: Request, context: Context) -> Response:
    """Respond to this machine, or to whoever sends the token of the settings."""
    if not _is_authorized(request, context.settings.metrics_token):
        return denied_response(ANONYMOUS)
    registry = CollectorRegistry()  # of this app: the library's own is shared by the whole process
    registry.register(BoardCollector(context, request.app.state.request_counter))
    return Response(generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})


def _is_authorized(request: Request, token: str) -> bool:
    if token:
        return compare_digest(request.headers.get("authorization", "").encode(), f"Bearer {token}".encode())
    return request.client is not None and request.client.host in LOCAL_HOSTS


class BoardCollector(Collector):
    """Collect the metrics of one app, when they are asked for."""

    def __init__(self, context: WebContext, request_counter: RequestCounter) -> None:
        self._live_board, self._request_counter = context.live_board, request_counter

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics as they are now."""
        requests = CounterMetricFamily("pantau_requests", "Answers by class of status.", labels=["status"])
        for status_class, count in sorted(self._request_counter.by_status_class.items()):
            requests.add_metric([status_class], count)
        yield requests
        current, seconds = self._live_board.current(), self._live_board.refresh_seconds
        yield _gauge("snapshot_held", "1 if there is a snapshot.", current is not None)
        if current:
            age = abs(self._live_board.clock.now() - current.snapshot.as_of).total_seconds()
            yield _gauge("snapshot_age_seconds", "Age of the snapshot.", age)
            yield _gauge("snapshot_revision", "Last change in it.", current.snapshot.revision)
            yield _gauge("snapshot_stale", "1 if its data is old.", current.snapshot.stale)
        if seconds is not None:
            yield _gauge("refresh_seconds", "Time the last refresh took.", seconds)


def _gauge(name: str, help_text: str, value: float) -> Metric:
    return GaugeMetricFamily(f"pantau_{name}", help_text, value=float(value))
