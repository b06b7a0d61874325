"""Forms of very many or endless parts are refused cheaply, wherever a form with files is taken.

Kind: a body within its limit that makes many things, or one that never ends.
"""

import tracemalloc
from collections.abc import Iterator

import pytest
from dash import Dash

from dashboard.web.form_parsing import MAX_FIELDS
from dashboard.web.limits import PHOTO_FORM
from tests.dashboard.asgi_client import send_request
from tests.dashboard.sign_in import SAME_ORIGIN
from tests.dashboard.test_request_limits import declared_routes

BOUNDARY = "batas"
HEADERS = {**SAME_ORIGIN, "content-type": f"multipart/form-data; boundary={BOUNDARY}"}
MAX_MEMORY = 4_000_000  # bytes, a few times the largest body below


def part(disposition: str, content: bytes = b"x", headers: bytes = b"") -> bytes:
    """Return one part of a form."""
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n".encode()
    return head + headers + b"\r\n" + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()
BODIES = {
    "10,000 fields": b"".join(part(f'name="n{number}"') for number in range(10_000)) + END,
    "10,000 files": b"".join(part(f'name="p"; filename="{number}.jpg"') for number in range(10_000)) + END,
    "one header": part('name="n"', headers=b"X-Panjang: " + b"a" * 1_000_000 + b"\r\n") + END,
    "many headers": part('name="n"', headers=b"X: a\r\n" * 100_000) + END,
    "long name": part('name="' + "n" * 1_000_000 + '"') + END,
    "no boundary": b"-" * 1_000_000,
    "preamble": b"\r\n" * 500_000 + part('name="n"') + END,
}


@pytest.fixture
def traced_memory() -> Iterator[None]:
    """Measure the memory of Python's objects."""
    tracemalloc.start()
    yield
    tracemalloc.stop()


@pytest.mark.parametrize("name", BODIES)
def test_form_of_many_parts_is_refused_and_holds_little_memory(
    shared_app: Dash, traced_memory: None, name: str
) -> None:
    body = BODIES[name]
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    answer = send_request(shared_app.server, "/lapor", "POST", headers=HEADERS, content=body)
    peak = tracemalloc.get_traced_memory()[1] - before
    assert answer.status_code in (400, 413, 422), answer.text[:300]
    assert peak < MAX_MEMORY


def test_programs_are_refused_before_any_part_is_read(shared_app: Dash) -> None:
    """Without a key in the head, the form's beginning is searched for one, and no more."""
    for body in BODIES.values():
        answer = send_request(
            shared_app.server, "/open311/v2/requests.json", "POST", headers=HEADERS, content=body
        )
        assert answer.status_code in (400, 403), answer.text[:300]


def test_forms_with_files_are_the_ones_tried_here(shared_app: Dash) -> None:
    """The third one needs a session; it reads its form by the same function as the first."""
    paths = {route.path for route in declared_routes(shared_app) if route.limits == PHOTO_FORM}
    assert paths == {"/lapor", "/open311/v2/requests.{kind}", "/tindak/{source}/{number:path}"}
    assert MAX_FIELDS < 100
