"""Ask a board over HTTP, and describe what it answers."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from string import Template
from typing import Any
from urllib.parse import urlsplit

import httpx

from .shapes import described, lost_names

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
NOBODY = "nobody"
# Set by the server or the connection, whatever the product does.
PLUMBING = {"date", "server", "connection", "content-length", "transfer-encoding", "content-encoding"}
STREAM, EVENTS = "text/event-stream", 2  # so many events of a stream are read
COOKIE_WORDS = ("path", "samesite", "max-age")
RECEIPT = re.compile(r"^/lacak/(?!\$)[^/]+/[^/?]+")  # of a report that was filed just now
COOKIE_MARKS = ("httponly", "secure")

Answer = dict[str, Any]


@dataclass
class Board:
    """A served board, and whoever has signed in to it.

    :param accounts: passwords by the name of an account
    :param words: what stands for ``$name`` in addresses and fields
    """

    address: str
    accounts: Mapping[str, str]
    words: dict[str, str] = field(default_factory=dict)
    _clients: dict[str, httpx.Client] = field(default_factory=dict)

    def client(self, who: str, *, anew: bool = False) -> httpx.Client:
        """The client of somebody, signed in unless it is nobody's."""
        if anew and who in self._clients:
            self._clients.pop(who).close()
        if who not in self._clients:
            self._clients[who] = self._new(who)
        if who == NOBODY:
            self._clients[who].cookies.clear()
        return self._clients[who]

    def _new(self, who: str) -> httpx.Client:
        client = httpx.Client(base_url=self.address, timeout=30, headers={"Sec-Fetch-Site": "same-origin"})
        if who == "display":
            client.headers["Authorization"] = f"Bearer {self.words['display']}"
        elif who != NOBODY:
            form = {"name": who, "password": self.accounts[who]}
            answer = client.post("/masuk", data=form)
            assert answer.status_code == 303, (who, answer.status_code)
        return client

    def filled(self, value: Any) -> Any:
        """A value of a request with the words put in."""
        if isinstance(value, str):
            return Template(value).substitute(self.words)
        if isinstance(value, dict):
            return {name: self.filled(item) for name, item in value.items()}
        return value

    def close(self) -> None:
        """Close every connection."""
        for client in self._clients.values():
            client.close()


@contextmanager
def opened(address: str, accounts: Mapping[str, str], words: dict[str, str]) -> Iterator[Board]:
    """A board whose connections are closed at the end of the block."""
    board = Board(address, accounts, words)
    try:
        yield board
    finally:
        board.close()


def statuses(board: Board, route: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """What each method on the example of a route is answered with.

    Whoever the route is for tries every method, nobody only those that it has. A request that ends a session
    has one of its own.
    """
    return {
        method: {
            who: _status(board, route, method, who)
            for who in (NOBODY, route["who"])
            if who != NOBODY or method in route["methods"]
        }
        for method in METHODS
    }


def _status(board: Board, route: Mapping[str, Any], method: str, who: str) -> int:
    ends_session = method in route["methods"] and bool(route.get("ends_session"))
    client = board.client(who, anew=ends_session and who != NOBODY)
    form = board.filled(route.get("form")) if method == "POST" else None
    with client.stream(method, board.filled(route["example"]), data=form) as response:
        return response.status_code


def answer(board: Board, request: Mapping[str, Any]) -> Answer:
    """The description of what a request is answered with."""
    client = board.client(request.get("who", NOBODY), anew=bool(request.get("anew")))
    more = {name: board.filled(request[name]) for name in ("data", "json", "headers") if name in request}
    with client.stream(request.get("method", "GET"), board.filled(request["address"]), **more) as response:
        media = response.headers.get("content-type", "").partition(";")[0]
        body = _events(response) if media == STREAM else response.read()
    seen = {
        "status": response.status_code,
        "type": media,
        "headers": sorted({name.lower() for name in response.headers} - PLUMBING),
        "location": _without_words(response.headers.get("location", ""), board),
        "cookies": _cookies(response),
        "file": response.headers.get("content-disposition", ""),
        **(described(media, body) if body else {}),
    }
    return {name: value for name, value in seen.items() if value}


def _events(response: httpx.Response) -> bytes:
    text = ""
    for piece in response.iter_text():
        text += piece
        if text.count("event: ") >= EVENTS and text.endswith("\n\n"):
            break
    return text.encode()


def _without_words(location: str, board: Board) -> str:
    """An address within the board; what is random in it goes by its name."""
    parts = urlsplit(location)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    words = {value: f"${name}" for name, value in board.words.items() if len(value) > 8}
    for value, name in words.items():
        path = path.replace(value, name)
    return RECEIPT.sub("/lacak/*/*", path)


def _cookies(response: httpx.Response) -> list[str]:
    """Each cookie that is given or taken, with its attributes and without its value."""
    found = []
    for line in response.headers.get_list("set-cookie"):
        for name, morsel in SimpleCookie(line).items():
            words = [f"{word}={morsel[word]}" for word in COOKIE_WORDS if morsel[word] != ""]
            found.append(" ".join([name, *words, *(mark for mark in COOKIE_MARKS if morsel[mark])]))
    return sorted(found)


def lost_answers(
    recorded: Mapping[str, Answer], present: Mapping[str, Answer], *, same_data: bool
) -> dict[str, list[str]]:
    """What of the recorded answers no longer holds, by the name of the request."""
    found = {name: _lost(recorded[name], present[name], same_data) for name in recorded}
    return {name: lines for name, lines in found.items() if lines}


def _lost(recorded: Answer, present: Answer, same_data: bool) -> list[str]:
    found = []
    for part, value in recorded.items():
        now = present.get(part)
        if part in ("status", "type", "location", "file"):
            found += [f"{part} was {value} and is {now}"] if now != value else []
        elif part == "json":
            found += lost_names(value, now or {}, same_data=same_data)
        elif part == "events":
            found += [line for name in value for line in _lost_event(name, value, now or {}, same_data)]
        else:
            found += [f"{part}: {line}" for line in _lost_items(value, now or type(value)())]
    return found


def _lost_event(name: str, recorded: Answer, present: Answer, same_data: bool) -> list[str]:
    if name not in present:
        return [f"event {name} is gone"]
    return lost_names(recorded[name], present[name], same_data=same_data)


def _lost_items(recorded: Any, present: Any) -> list[str]:
    """Names that are gone from a list, or from the lists of a mapping; a text must be the same."""
    if isinstance(recorded, list):
        return [f"{item} is gone" for item in recorded if item not in present]
    if isinstance(recorded, dict):
        gone = [f"{name} is gone" for name in recorded if name not in present]
        both = [name for name in recorded if name in present]
        return gone + [f"{n}: {line}" for n in both for line in _lost_items(recorded[n], present[n])]
    return [] if recorded == present else [f"was {recorded} and is {present}"]


def linked(page: str, start: str) -> str:
    """The first address on a page that begins so."""
    found = re.search(rf'(?:src|href)="({re.escape(start)}[^"]+)"', page)
    assert found, f"the page links to nothing below {start}"
    return found[1].replace("&amp;", "&")


def refused_routes(
    routes: list[dict[str, Any]], present: Mapping[str, Mapping[str, Mapping[str, int]]]
) -> list[str]:
    """Routes that are not there for whom they are, and methods that are taken although no route has them."""
    found = []
    for route in routes:
        for method, by_person in present[route["path"]].items():
            status, listed = by_person[route["who"]], method in route["methods"]
            if listed and status in (404, 405):
                found.append(f"{method} {route['path']} is refused with {status}")
            if not listed and method != "HEAD" and status != 405:
                found.append(f"{method} {route['path']} is taken with {status}")
    return found
