"""Those whom the board is for: walls, office users and citizens, who must notice nothing."""

import io
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle

import httpx

from dashboard.api.wall_stream import HEARTBEAT_SECONDS
from data.services.auth.passwords import PRACTICE_PASSWORD
from tests.dashboard.visits import CALLBACKS_PATH, Address, Visitor
from tests.drill.siege.hostile_files import photo

OFFICE_PAUSE_SECONDS, CITIZEN_PAUSE_SECONDS = 10.0, 40.0
TIMEOUT_SECONDS = 30.0
NO_REFUSAL = (200, 204, 303, 304)
CAMAT_NAMES = ("wenang", "tuminting", "singkil", "sario", "wanea", "tikala", "malalayang", "mapanget")
OFFICE_NAMES = ("operator.1", "wakil.walikota", *(f"camat.{name}" for name in CAMAT_NAMES))
COMMON_PAGES = ("/rekap", "/pemberitahuan", "/lapor", "/cara-hitung")  # besides the first page of each
HIDDEN_FIELD = re.compile(r'name="(submission|account)" value="([^"]*)"')


@dataclass
class Experience:
    """What honest callers saw.

    :param gaps: seconds by which heartbeats of walls were late
    :param page_seconds: from the request of an office page to its last figure
    :param refusals: requests that were refused or failed
    """

    gaps: list[float] = field(default_factory=list)
    page_seconds: list[float] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    submitted: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def check(self, who: str, response: httpx.Response) -> httpx.Response:
        """Record a response that is a refusal."""
        if response.status_code not in NO_REFUSAL:
            self.refusals.append(f"{who}: {response.status_code} {response.request.method} {response.url}")
        return response

    @contextmanager
    def recorded_faults(self, who: str) -> Iterator[None]:
        """Record a request of the block that fails, and go on."""
        try:
            yield
        except (httpx.HTTPError, OSError) as error:
            self.refusals.append(f"{who}: {type(error).__name__} {error}")
            self.stop.wait(1)


Caller = Callable[[str, int, Experience], None]


@contextmanager
def honest_callers(url: str, walls: int, offices: int, citizens: int) -> Iterator[Experience]:
    """Let them work while the block lasts."""
    experience = Experience()
    numbered: list[tuple[Caller, int]] = [(watch_wall, number) for number in range(walls)]
    numbered += [(work_in_office, number) for number in range(offices)]
    numbered += [(file_reports, number) for number in range(citizens)]
    threads = [
        threading.Thread(target=_without_end, args=(caller, url, number, experience))
        for caller, number in numbered
    ]
    for thread in threads:
        thread.start()
    try:
        yield experience
    finally:
        experience.stop.set()
        for thread in threads:
            thread.join()


def _without_end(caller: Caller, url: str, number: int, experience: Experience) -> None:
    """Begin again after a failure, which is recorded."""
    while not experience.stop.is_set():
        with experience.recorded_faults(str(caller)):
            caller(url, number, experience)


def watch_wall(url: str, _number: int, experience: Experience) -> None:
    """Listen to the event stream, and fetch the frame by its ETag at each event."""
    etag = ""
    with client_at(url) as client, client.stream("GET", "/api/v1/wall/stream") as stream:
        experience.check("wall", stream)
        heard_at = time.monotonic()
        for line in stream.iter_lines():
            if experience.stop.is_set():
                return
            if line.startswith("event: board"):
                now = time.monotonic()
                experience.gaps.append(max(0.0, now - heard_at - HEARTBEAT_SECONDS))
                heard_at = now
                response = client.get("/api/v1/wall", headers={"If-None-Match": etag} if etag else {})
                etag = experience.check("wall", response).headers.get("etag", "")


def work_in_office(url: str, number: int, experience: Experience) -> None:
    """Sign in, and open one page after another, the account's own first page between the others."""
    name = OFFICE_NAMES[number % len(OFFICE_NAMES)]
    with client_at(url) as client:
        form = {"name": name, "password": PRACTICE_PASSWORD}
        signed_in = experience.check(name, client.post("/masuk", data=form))
        first_page, timer = signed_in.headers["location"], RequestTimer(client)
        for path in cycle((first_page, *COMMON_PAGES)):
            if experience.stop.wait(OFFICE_PAUSE_SECONDS):
                return
            with experience.recorded_faults(f"{name} at {path}"):
                Visitor(client).open_page(Address(path))
                experience.page_seconds.append(timer.page_seconds())
            experience.refusals += [f"{name} at {path}: {refusal}" for refusal in timer.refusals()]
            timer.timed.clear()


class RequestTimer:
    """Times the requests of a client, each until its response begins."""

    def __init__(self, client: httpx.Client) -> None:
        self.timed: list[tuple[str, int, float]] = []  # path, status, seconds
        self._started_at = 0.0
        client.event_hooks = {"request": [self._start], "response": [self._end]}

    def _start(self, _request: httpx.Request) -> None:
        self._started_at = time.monotonic()

    def _end(self, response: httpx.Response) -> None:
        seconds = time.monotonic() - self._started_at
        self.timed.append((response.request.url.path, response.status_code, seconds))

    def page_seconds(self) -> float:
        """Return the seconds of a page: its document and its slowest callback, of those sent at once."""
        callbacks = [seconds for path, _, seconds in self.timed if path == CALLBACKS_PATH]
        return self.timed[0][2] + max(callbacks, default=0.0)

    def refusals(self) -> list[str]:
        """Return what was refused or failed; a callback of another page may be denied."""
        return [
            f"{status} {path}"
            for path, status, _ in self.timed
            if status not in NO_REFUSAL
            and (path != CALLBACKS_PATH or status in (408, 413, 429) or status >= 500)
        ]


def file_reports(url: str, number: int, experience: Experience) -> None:
    """File one report with a photo after another, and read its receipt."""
    with client_at(url, f"127.0.2.{number + 1}") as client:
        while not experience.stop.is_set():
            fields = dict(HIDDEN_FIELD.findall(experience.check("citizen", client.get("/lapor")).text))
            fields = {"submission": secrets.token_hex(16), **fields}
            fields |= {
                "service_code": "sampah",
                "description": "menumpuk",
                "lat": "1.4748",
                "long": "124.8421",
            }
            files = {"photo": ("foto.jpg", io.BytesIO(photo()), "image/jpeg")}
            receipt = experience.check("citizen", client.post("/lapor", data=fields, files=files))
            if receipt.status_code == 303:
                experience.submitted += 1
                experience.check("citizen", client.get(receipt.headers["location"]))
            experience.stop.wait(CITIZEN_PAUSE_SECONDS)


def client_at(url: str, local_address: str = "127.0.0.1") -> httpx.Client:
    """Return a browser-like client that calls from an address."""
    transport = httpx.HTTPTransport(local_address=local_address)
    headers = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html,*/*"}
    return httpx.Client(base_url=url, transport=transport, timeout=TIMEOUT_SECONDS, headers=headers)
