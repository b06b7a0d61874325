"""Whatever an answer is wrapped in, its list is found; whatever is none becomes a fault with its reason."""

import json
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.sources.base import FeedError
from data.sources.open311.responses import ServerError, items
from tests.open311 import report, to_xml

ONE = {"service_request_id": "1", "status": "open"}
NIL = '<lat xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'


def xml(inner: str, root: str = "service_requests") -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?><{root}>{inner}</{root}>'.encode()


REQUEST = "<request><service_request_id>1</service_request_id><status>open</status></request>"
SHAPES: list[tuple[str, bytes, list[Any]]] = [
    ("a list", json.dumps([ONE]).encode(), [ONE]),
    ("with a byte order mark", b"\xef\xbb\xbf" + json.dumps([ONE]).encode(), [ONE]),
    ("an empty list", b"[]", []),
    ("a single object", json.dumps(ONE).encode(), [ONE]),
    ("wrapped", json.dumps({"service_requests": [ONE]}).encode(), [ONE]),
    ("wrapped twice", json.dumps({"service_requests": {"request": [ONE, ONE]}}).encode(), [ONE, ONE]),
    ("wrapped, a single one", json.dumps({"service_requests": {"request": ONE}}).encode(), [ONE]),
    ("wrapped, nothing", json.dumps({"service_requests": None}).encode(), []),
    ("wrapped beside other things", json.dumps({"meta": {"count": 1}, "requests": [ONE]}).encode(), [ONE]),
    ("wrapped under a name of its own", json.dumps({"count": 1, "laporan": [ONE]}).encode(), [ONE]),
    ("a list in a list", json.dumps([[ONE, ONE]]).encode(), [ONE, ONE]),
    ("null", b"null", []),
    ("XML", xml(REQUEST * 2), [ONE, ONE]),
    ("XML, a single one", xml(REQUEST), [ONE]),
    ("XML, none", xml(""), []),
    ("XML, a request as root", REQUEST.encode(), [ONE]),
    ("XML with a namespace", REQUEST.replace("<request>", '<request xmlns="urn:x">').encode(), [ONE]),
    ("XML, nil and empty", xml(REQUEST.replace("<status>open</status>", NIL + "<status/>")),
     [{"service_request_id": "1", "lat": None, "status": None}]),
    ("XML with a character that XML forbids", xml(REQUEST.replace("open", "op\x0ben")), [ONE]),
    ("XML with a forbidden reference", xml(REQUEST.replace("open", "op&#x1F;en")), [ONE]),
    ("XML in UTF-16", xml(REQUEST).decode().replace("utf-8", "utf-16").encode("utf-16"), [ONE]),
    ("XML in Latin-1", xml(REQUEST).replace(b"utf-8", b"iso-8859-1").replace(b"open", b"\xf6pen"),
     [{**ONE, "status": "öpen"}]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "body", "expected"), SHAPES, ids=[row[0] for row in SHAPES])
def test_the_list_is_found(what: str, body: bytes, expected: list[Any]) -> None:
    assert items(body) == expected


def test_a_list_may_lie_where_the_city_s_file_says() -> None:
    body = json.dumps({"a": [{"x": 1}], "b": {"c": [ONE]}}).encode()
    assert items(body, "b.c") == [ONE]


ERRORS: list[tuple[str, bytes]] = [
    ("a list", b'[{"code": 403, "description": "api_key is missing"}]'),
    ("one object", b'{"code": "403", "description": "api_key is missing"}'),
    ("wrapped", b'{"errors": [{"code": 403, "description": "api_key is missing"}]}'),
    ("XML", xml("<error><code>403</code><description>api_key is missing</description></error>", "errors")),
]


@pytest.mark.parametrize(("what", "body"), ERRORS, ids=[row[0] for row in ERRORS])
def test_an_error_document_speaks_for_itself(what: str, body: bytes) -> None:
    with pytest.raises(ServerError, match="403: api_key is missing"):
        items(body)


ENTITIES = b'<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
BOMB = b"<!DOCTYPE z [" + ENTITIES + b"]><r><request>&b;</request></r>"
OUTSIDE = b'<!DOCTYPE z [<!ENTITY a SYSTEM "file:///etc/passwd">]><r><request>&a;</request></r>'
FAULTS: list[tuple[str, bytes, str]] = [
    ("nothing", b"", "the answer is empty"),
    ("blanks", b" \n ", "the answer is empty"),
    ("a page of HTML", b"<!DOCTYPE html><html><body>Masuk</body></html>", "an HTML page"),
    ("half a list", b'[{"service_request_id": "1"}', "not whole JSON"),
    ("half an XML", xml(REQUEST)[:-9], "not whole XML"),
    ("an entity bomb", BOMB, "entities or a document type: refused"),
    ("an entity that reads a file", OUTSIDE, "entities or a document type: refused"),
    ("a number", b"12", "a int where a list of reports was expected"),
    ("an object with two lists", b'{"x": [1], "y": [2]}', "no list of reports in an answer with x, y"),
    ("an unknown encoding", xml(REQUEST).replace(b"utf-8", b"klingon"), "not whole XML"),
]


@pytest.mark.parametrize(("what", "body", "reason"), FAULTS, ids=[row[0] for row in FAULTS])
def test_what_is_no_answer_is_a_fault_with_its_reason(what: str, body: bytes, reason: str) -> None:
    with pytest.raises(FeedError, match=reason):
        items(body)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["code", "description", "errors", "request", "token", "data", "x"]), inner
        )
    ),
    max_leaves=20,
)


@given(anything)
def test_any_json_is_a_list_or_a_fault(content: Any) -> None:
    try:
        assert isinstance(items(json.dumps(content).encode()), list)
    except FeedError as fault:
        assert str(fault)


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"<", b"[", b"{", b"<?xml version='1.0'?>", xml(REQUEST)[:90]]),
)
def test_any_bytes_are_a_list_or_a_fault(rest: bytes, start: bytes) -> None:
    try:
        assert isinstance(items(start + rest), list)
    except FeedError as fault:
        assert str(fault)


plain = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)


@given(
    st.lists(st.dictionaries(st.sampled_from(sorted(report(1))), plain | st.none(), min_size=1), max_size=5)
)
def test_xml_says_what_json_says(reports: list[dict[str, str | None]]) -> None:
    """Blanks at the ends, which XML may lose, and empty texts apart."""
    trimmed = [{k: (v or "").strip() or None for k, v in item.items()} for item in reports]
    assert items(to_xml(trimmed)) == trimmed


@given(st.integers(1, 3_000))
def test_deep_nesting_is_no_crash(depth: int) -> None:
    for body in (
        b"[" * depth,
        b"[" * depth + b"]" * depth,
        (f"<a>{escape('x')}" * depth + "</a>" * depth).encode(),
    ):
        try:
            assert isinstance(items(body), list)
        except FeedError as fault:
            assert str(fault)
