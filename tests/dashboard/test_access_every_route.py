"""Every door, page and callback of the app, called as every member of the cast, from the app's own list."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from dash import Dash
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.app import create_app
from dashboard.pages.recap.routes import FILES
from dashboard.web.context import Site
from dashboard.web.dash_pages import ADDRESS
from dashboard.web.routes import FRAMEWORK, Door, Doors, Place, UndeclaredError
from data.core.access import NOBODY, Act, Role, Who, may, may_somewhere
from data.core.digest import digest
from tests.builders import city
from tests.dashboard.sign_in import ask, header_of
from tests.personas import (
    ANGGREK,
    BARAT,
    CAMAT_BARAT,
    CAST,
    CEMPAKA,
    DELIMA,
    DEPUTY_MAYOR,
    OFFICES,
    OPERATOR,
    SCREEN,
    TIMUR,
)

PLACES = (None, BARAT, ANGGREK, TIMUR, CEMPAKA)
PARENT = {None: None, BARAT: BARAT, ANGGREK: BARAT, TIMUR: TIMUR, CEMPAKA: TIMUR}
FILL = {
    "rest": BARAT,
    "code": BARAT,
    "picture_id": "tidak-ada",
    "key": "tidak-ada",
    "name": "any-192",
    "kind": "json",
}  # a new parameter of a path must say here what to put in
REPORT = {None: "1", BARAT: "1", ANGGREK: "1", TIMUR: "3", CEMPAKA: "3"}  # a report of Qlue's in each place

# Doors and pages that ask themselves: what each gives, to whom.
ASKING_THEMSELVES = {
    "/api/v1/snapshot": {(OPERATOR, None), (DEPUTY_MAYOR, None), (SCREEN, None)},
    **{path: {(who, None) for who in OFFICES} for path in FILES},  # who names no area means his own
}

# Doors that open by a program's key, and by no account.
BY_KEY = {("POST", "/open311/v2/requests.{kind}")}

# Pages whose address names no area: an empty layout, whose callbacks ask; and an account's own box.
EMPTY_PAGES = {"/rekap", "/pemberitahuan", "/pemberitahuan/langganan", "/pemberitahuan/kunci"}

# Callbacks that answer anybody, with words and without a figure.
OPEN_CALLBACKS = {"office-bar", "formulas-standing", "example-"}


def doors_of(app: Dash) -> list[Door]:
    """What the app itself says it has, the framework's empty layouts aside."""
    doors: Doors = app.server.state.doors
    return [door for door in doors.declared if door not in FRAMEWORK]


def address(door: Door, place: str | None) -> str:
    """An address of a door, for an area."""
    path = re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: filled(found[1], place), door.path)
    named = isinstance(door.area, str) or door.area is Place.ITSELF
    return f"{path}?area={place}&wilayah={place}" if place and named and "{" not in door.path else path


def filled(name: str, place: str | None) -> str:
    """What is put in for a parameter of a path: a report's is one of that place."""
    always = {named: FILL[named] for named in ("picture_id", "key", "name", "kind")}
    report = {"source": "qlue", "number": REPORT[place], **always}
    return report.get(name) or place or FILL[name]


def expected(door: Door, who: Who, place: str | None) -> bool:
    """Whether somebody is let through, by the core's rule on the act that the door declares."""
    if door.path in ASKING_THEMSELVES and place is None:
        return (who, None) in ASKING_THEMSELVES[door.path]
    if door.path in EMPTY_PAGES:
        return may_somewhere(who, door.act)
    named = isinstance(door.area, str) or door.area is Place.ITSELF
    asks_for = (place or (BARAT if "{" in door.path else None)) if named else None
    return may(who, door.act, PARENT[asks_for])


@pytest.mark.parametrize("who", CAST, ids=lambda who: who.name or "nobody")
def test_each_door_lets_through_whom_its_act_allows_and_writes_down_whom_not(
    closed: Dash, closed_site: Site, who: Who
) -> None:
    signed_in = header_of(closed_site.accounts, who)
    asked = [(door, place) for door in doors_of(closed) if door.act is not Act.SIGN_IN for place in PLACES]
    assert len(asked) > 20
    for door, place in asked:
        answer = ask(closed, door.method, address(door, place), headers=signed_in)
        if (door.method, door.path) in BY_KEY:
            assert answer.status_code == 403
            continue
        refused = answer.status_code in (401, 403) or "/masuk" in answer.headers.get("location", "")
        assert refused is not expected(door, who, place), (door, place, answer.status_code)
        written = {
            (x.who, x.act, x.object.partition(" ")[0], x.outcome) for x in closed_site.accounts.audit()
        }
        line = (who.name, door.act, address(door, place).split("?")[0], "ditolak")
        assert (line in written) or not refused


def test_nobody_is_led_to_the_sign_in_by_a_page_and_back_to_where_they_wanted(closed: Dash) -> None:
    answer = ask(closed, "GET", "/sumber?a=b")
    assert (answer.status_code, answer.headers["location"]) == (303, "/masuk?ke=/sumber%3Fa%3Db")


def test_a_camat_is_told_in_words_what_is_not_his(closed: Dash) -> None:
    answer = ask(closed, "GET", "/sumber", CAMAT_BARAT)
    assert answer.status_code == 403
    assert "tidak berwenang memeriksa sumber data" in answer.text
    assert "hubungi operator command center" in answer.text


def callbacks(app: Dash) -> list[dict[str, Any]]:
    """The callbacks that run on the server."""
    return [made for made in app._callback_list if not made.get("clientside_function")]


def outputs(written: str) -> Any:
    """An output as a browser sends it: ``a.children``, or ``..a.children...b.data..`` for several."""
    several = written.startswith("..")
    found = [one.rsplit(".", 1) for one in written.strip(".").split("...")]
    made = [{"id": identity(name), "property": value} for name, value in found]
    return made if several else made[0]


def identity(written: str) -> Any:
    """A component's id; where a part of it is a pattern, one that fits."""
    if not written.startswith("{"):
        return written
    return {key: BARAT if isinstance(value, list) else value for key, value in json.loads(written).items()}


def payload(made: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """What a browser would send, with the address and every other input of the sender's choice."""

    def given(wanted: dict[str, str]) -> dict[str, Any]:
        said = path if wanted["property"] == "pathname" else value
        return {**wanted, "id": identity(wanted["id"]), "value": said}

    return {
        "output": made["output"], "outputs": outputs(made["output"]), "changedPropIds": [],
        "inputs": [given(one) for one in made["inputs"]],
        "state": [given(one) for one in made["state"]],
    }  # fmt: skip


def test_each_callback_gives_nobody_no_figure(closed: Dash, closed_site: Site) -> None:
    assert callbacks(closed)
    for made in callbacks(closed):
        answer = ask(closed, "POST", "/_dash-update-component", json=payload(made, "/tinjauan", None))
        is_open = any(name in made["output"] for name in OPEN_CALLBACKS)
        assert answer.status_code in ((200,) if is_open else (401,)), made["output"]
        assert [n for n in ("Banjir", "Anggrek", "Barat", "Qlue") if n in answer.text] == [], made["output"]


def test_each_callback_gives_a_camat_nothing_of_another_kecamatan(closed: Dash) -> None:
    for made in callbacks(closed):
        for value in (TIMUR, CEMPAKA, 1):
            body = payload(made, f"/kecamatan/{TIMUR}", value)
            answer = ask(closed, "POST", "/_dash-update-component", CAMAT_BARAT, json=body)
            assert answer.status_code in (200, 204, 401, 403), made["output"]
            assert [n for n in ("Cempaka", "Delima", CEMPAKA, DELIMA) if n in answer.text] == [], made[
                "output"
            ]


def test_a_refused_callback_leaves_a_line(closed: Dash, closed_site: Site) -> None:
    (made,) = [made for made in callbacks(closed) if "feeds" in made["output"]]
    answer = ask(closed, "POST", "/_dash-update-component", CAMAT_BARAT, json=payload(made, "/sumber", 1))
    assert answer.status_code == 403
    line = closed_site.accounts.audit(1)[0]
    assert (line.who, line.act, line.object, line.outcome, line.address) == (
        "camat.barat", Act.INSPECT, "/_dash-update-component", "ditolak", "127.0.0.1",
    )  # fmt: skip


def test_a_page_that_dash_is_asked_to_put_in_is_refused_too(closed: Dash) -> None:
    (made,) = [made for made in callbacks(closed) if made["output"] == "page.children"]
    body = payload(made, "/sumber", None)
    assert made["inputs"][0]["id"] == ADDRESS
    assert ask(closed, "POST", "/_dash-update-component", json=body).status_code == 401
    assert ask(closed, "POST", "/_dash-update-component", CAMAT_BARAT, json=body).status_code == 403
    assert ask(closed, "POST", "/_dash-update-component", OPERATOR, json=body).status_code == 200


async def _careless(_request: Request) -> Response:
    return JSONResponse({"secret": digest("all of it")})


def test_a_route_that_nobody_declared_stops_the_start(closed: Dash) -> None:
    closed.server.router.add_route("/rahasia", _careless)
    with pytest.raises(UndeclaredError, match="/rahasia"):
        closed.server.state.doors.check()


def test_a_door_that_forgets_to_ask_gives_nothing(closed: Dash) -> None:
    closed.server.state.doors.add("/lupa", _careless, Act.READ, area=Place.ITSELF)
    answer = ask(closed, "GET", "/lupa", OPERATOR)
    assert answer.status_code == 403
    assert "secret" not in answer.text


def test_an_open_wall_is_for_anybody_and_opens_no_programs_door(closed_site: Site) -> None:
    open_ = create_app(replace(closed_site, settings=replace(closed_site.settings, wall_access="open")))
    found = {
        path: ask(open_, "GET", path).status_code
        for path in ("/layar", "/api/v1/wall", "/geo/main/areas.json")
    }
    assert set(found.values()) == {200}
    assert ask(open_, "GET", "/api/v1/snapshot").status_code == 401


@pytest.mark.parametrize(
    ("setting", "simulated", "is_open"),
    [("auto", True, True), ("auto", False, False), ("open", False, True), ("token", True, False)],
)
def test_a_practice_city_opens_its_wall_unless_told_otherwise(
    closed_site: Site, setting: str, simulated: bool, is_open: bool
) -> None:
    site = replace(closed_site, settings=replace(closed_site.settings, wall_access=setting))
    if simulated:
        practice = {"name": "latihan", "kind": "simulated", "every_seconds": 5}
        site = replace(site, city=city(source=[practice]))
    assert site.open_wall is is_open


def test_a_role_without_an_act_anywhere_is_only_nobody() -> None:
    """A reporter does not sign in: the key of his receipt opens his own report's tracking and no more."""
    assert {who.role for who in CAST} == set(Role) - {Role.REPORTER}
    assert NOBODY in CAST
