"""The list in responses of any wrapper; other responses are errors with a reason."""

import json
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.sources.base import FeedError
from data.sources.open311.responses import ErrorDocumentError, parse_items
from tests.georeport_server import make_report, to_xml

REPORT = {"service_request_id": "1", "status": "open"}
NIL_ELEMENT = '<lat xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'


def xml(inner: str, root: str = "service_requests") -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?><{root}>{inner}</{root}>'.encode()


REQUEST = "<request><service_request_id>1</service_request_id><status>open</status></request>"
RESPONSES: list[tuple[str, bytes, list[Any]]] = [
    ("a list", json.dumps([REPORT]).encode(), [REPORT]),
    ("with a byte order mark", b"\xef\xbb\xbf" + json.dumps([REPORT]).encode(), [REPORT]),
    ("an empty list", b"[]", []),
    ("a single object", json.dumps(REPORT).encode(), [REPORT]),
    ("wrapped", json.dumps({"service_requests": [REPORT]}).encode(), [REPORT]),
    ("wrapped twice", json.dumps({"service_requests": {"request": [REPORT, REPORT]}}).encode(),
     [REPORT, REPORT]),
    ("wrapped, a single one", json.dumps({"service_requests": {"request": REPORT}}).encode(), [REPORT]),
    ("wrapped, nothing", json.dumps({"service_requests": None}).encode(), []),
    ("wrapped with other keys", json.dumps({"meta": {"count": 1}, "requests": [REPORT]}).encode(), [REPORT]),
    ("wrapped under a name of its own", json.dumps({"count": 1, "laporan": [REPORT]}).encode(), [REPORT]),
    ("a list in a list", json.dumps([[REPORT, REPORT]]).encode(), [REPORT, REPORT]),
    ("null", b"null", []),
    ("XML", xml(REQUEST * 2), [REPORT, REPORT]),
    ("XML, a single one", xml(REQUEST), [REPORT]),
    ("XML, none", xml(""), []),
    ("XML, a request as root", REQUEST.encode(), [REPORT]),
    ("XML with a namespace", REQUEST.replace("<request>", '<request xmlns="urn:x">').encode(), [REPORT]),
    ("XML, nil and empty", xml(REQUEST.replace("<status>open</status>", NIL_ELEMENT + "<status/>")),
     [{"service_request_id": "1", "lat": None, "status": None}]),
    ("XML with a character that XML forbids", xml(REQUEST.replace("open", "op\x0ben")), [REPORT]),
    ("XML with a forbidden reference", xml(REQUEST.replace("open", "op&#x1F;en")), [REPORT]),
    ("XML in UTF-16", xml(REQUEST).decode().replace("utf-8", "utf-16").encode("utf-16"), [REPORT]),
    ("XML in Latin-1", xml(REQUEST).replace(b"utf-8", b"iso-8859-1").replace(b"open", b"\xf6pen"),
     [{**REPORT, "status": "öpen"}]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "body", "expected"), RESPONSES, ids=[row[0] for row in RESPONSES])
def test_the_list_is_found_in_any_wrapper(what: str, body: bytes, expected: list[Any]) -> None:
    assert parse_items(body) == expected


def test_a_list_is_found_by_the_configured_list_key() -> None:
    body = json.dumps({"a": [{"x": 1}], "b": {"c": [REPORT]}}).encode()
    assert parse_items(body, "b.c") == [REPORT]


ERRORS: list[tuple[str, bytes]] = [
    ("a list", b'[{"code": 403, "description": "api_key is missing"}]'),
    ("one object", b'{"code": "403", "description": "api_key is missing"}'),
    ("wrapped", b'{"errors": [{"code": 403, "description": "api_key is missing"}]}'),
    ("XML", xml("<error><code>403</code><description>api_key is missing</description></error>", "errors")),
]


@pytest.mark.parametrize(("what", "body"), ERRORS, ids=[row[0] for row in ERRORS])
def test_an_error_document_is_raised_with_the_servers_message(what: str, body: bytes) -> None:
    with pytest.raises(ErrorDocumentError, match="403: api_key is missing"):
        parse_items(body)


ENTITIES = b'<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
BOMB = b"<!DOCTYPE z [" + ENTITIES + b"]><r><request>&b;</request></r>"
EXTERNAL_ENTITY = b'<!DOCTYPE z [<!ENTITY a SYSTEM "file:///etc/passwd">]><r><request>&a;</request></r>'
FAULTS: list[tuple[str, bytes, str]] = [
    ("nothing", b"", "the answer is empty"),
    ("blanks", b" \n ", "the answer is empty"),
    ("a page of HTML", b"<!DOCTYPE html><html><body>Masuk</body></html>", "an HTML page"),
    ("half a list", b'[{"service_request_id": "1"}', "not whole JSON"),
    ("half an XML", xml(REQUEST)[:-9], "not whole XML"),
    ("an entity bomb", BOMB, "entities or a document type: refused"),
    ("an entity that reads a file", EXTERNAL_ENTITY, "entities or a document type: refused"),
    ("a number", b"12", "a int where a list of reports was expected"),
    ("an object with two lists", b'{"x": [1], "y": [2]}', "no list of reports in an answer with x, y"),
    ("an unknown encoding", xml(REQUEST).replace(b"utf-8", b"klingon"), "not whole XML"),
]


@pytest.mark.parametrize(("what", "body", "reason"), FAULTS, ids=[row[0] for row in FAULTS])
def test_an_invalid_response_raises_an_error_with_its_reason(what: str, body: bytes, reason: str) -> None:
    with pytest.raises(FeedError, match=reason):
        parse_items(body)


any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["code", "description", "errors", "request", "token", "data", "x"]), inner
        )
    ),
    max_leaves=20,
)


@given(any_json)
def test_any_json_is_a_list_or_a_feed_error(content: Any) -> None:
    try:
        assert isinstance(parse_items(json.dumps(content).encode()), list)
    except FeedError as fault:
        assert str(fault)


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"<", b"[", b"{", b"<?xml version='1.0'?>", xml(REQUEST)[:90]]),
)
def test_any_bytes_are_a_list_or_a_feed_error(rest: bytes, start: bytes) -> None:
    try:
        assert isinstance(parse_items(start + rest), list)
    except FeedError as fault:
        assert str(fault)


plain_text = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)


@given(
    st.lists(
        st.dictionaries(st.sampled_from(sorted(make_report(1))), plain_text | st.none(), min_size=1),
        max_size=5,
    )
)
def test_xml_and_json_parse_to_the_same_items(reports: list[dict[str, str | None]]) -> None:
    """Except for spaces at the ends, which XML may lose, and empty texts."""
    trimmed = [{k: (v or "").strip() or None for k, v in item.items()} for item in reports]
    assert parse_items(to_xml(trimmed)) == trimmed


@given(st.integers(1, 3_000))
def test_deep_nesting_does_not_crash(depth: int) -> None:
    for body in (
        b"[" * depth,
        b"[" * depth + b"]" * depth,
        (f"<a>{escape('x')}" * depth + "</a>" * depth).encode(),
    ):
        try:
            assert isinstance(parse_items(body), list)
        except FeedError as fault:
            assert str(fault)
