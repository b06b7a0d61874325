"""Who may do what: every role, act and place, by a table that can be read aloud."""

import pytest

from data.core.access import NOBODY, Act, Role, Who, may, may_somewhere
from tests.personas import BARAT, CAMAT_BARAT, DEPUTY_MAYOR, EXECUTOR_BARAT, OPERATOR, REPORTER, SCREEN, TIMUR

CITY = None
PLACES = (CITY, BARAT, TIMUR)
ANYBODY = {(act, place) for act in (Act.SIGN_IN, Act.FILE) for place in PLACES}
OWN_BARAT = {(Act.READ, BARAT), (Act.ACT, BARAT)}
ALLOWED = {
    OPERATOR: {(act, place) for act in Act for place in PLACES},
    DEPUTY_MAYOR: {(act, place) for act in Act if act not in (Act.RUN, Act.ACT) for place in PLACES},
    CAMAT_BARAT: ANYBODY | OWN_BARAT,
    EXECUTOR_BARAT: ANYBODY | OWN_BARAT,
    REPORTER: ANYBODY,
    SCREEN: {(act, place) for act in (Act.SIGN_IN, Act.SEE_WALL) for place in PLACES},
    NOBODY: ANYBODY,
}


@pytest.mark.parametrize("who", ALLOWED, ids=lambda who: who.role)
def test_everybody_may_do_exactly_what_the_table_says(who: Who) -> None:
    granted = {(act, place) for act in Act for place in (CITY, BARAT, TIMUR) if may(who, act, place)}
    assert granted == ALLOWED[who]


def test_every_role_stands_in_the_table() -> None:
    assert {who.role for who in ALLOWED} == set(Role)


ONLY_SOME = [act for act in Act if act not in (Act.SIGN_IN, Act.FILE)]


@pytest.mark.parametrize("role", [Role.CAMAT, Role.EXECUTOR])
def test_a_camat_without_a_kecamatan_sees_nothing_at_all(role: Role) -> None:
    stray = Who("camat.tanpa", role)
    assert not any(may(stray, act, place) for act in ONLY_SOME for place in (CITY, BARAT))


@pytest.mark.parametrize("role", [Role.DISPLAY, Role.NOBODY, Role.DEPUTY_MAYOR])
def test_a_kecamatan_beside_another_role_gives_it_nothing_more(role: Role) -> None:
    bound, free = Who("layar barat", role, BARAT), Who("layar", role)
    places = (CITY, BARAT, TIMUR)
    assert [may(bound, act, place) for act in Act for place in places] == [
        may(free, act, place) for act in Act for place in places
    ]


@pytest.mark.parametrize("who", ALLOWED, ids=lambda who: who.role)
def test_an_open_wall_is_seen_by_everybody_and_opens_nothing_else(who: Who) -> None:
    granted = {(act, p) for act in Act for p in (CITY, BARAT, TIMUR) if may(who, act, p, open_wall=True)}
    assert granted == ALLOWED[who] | {(Act.SEE_WALL, p) for p in (CITY, BARAT, TIMUR)}


@pytest.mark.parametrize("who", ALLOWED, ids=lambda who: who.role)
def test_somewhere_means_in_at_least_one_place(who: Who) -> None:
    granted = {act for act in Act if may_somewhere(who, act)}
    assert granted == {act for act, _place in ALLOWED[who]}


def test_an_open_wall_is_somewhere_for_anybody_and_a_closed_one_is_not() -> None:
    assert may_somewhere(NOBODY, Act.SEE_WALL, open_wall=True)
    assert not may_somewhere(NOBODY, Act.SEE_WALL)
