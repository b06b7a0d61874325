"""Who may do what: every role, act and place, by a table that can be read aloud."""

import pytest

from data.core.access import ANONYMOUS, Permission, Principal, Role, is_allowed, is_allowed_in_any_area
from tests.personas import (
    BARAT,
    CAMAT_BARAT,
    DEPUTY_MAYOR,
    EXECUTOR_BARAT,
    OPERATOR,
    REPORTER,
    TIMUR,
    WALL_DISPLAY,
)

CITY = None
PLACES = (CITY, BARAT, TIMUR)
ANYBODY = {
    (permission, place)
    for permission in (Permission.VIEW_PUBLIC, Permission.SUBMIT_REPORT)
    for place in PLACES
}
OWN_KECAMATAN = {(Permission.VIEW_REPORTS, BARAT), (Permission.FOLLOW_UP, BARAT)}
ALLOWED = {
    OPERATOR: {(act, place) for act in Permission for place in PLACES},
    DEPUTY_MAYOR: {
        (act, place)
        for act in Permission
        if act not in (Permission.ADMINISTER, Permission.FOLLOW_UP)
        for place in PLACES
    },
    CAMAT_BARAT: ANYBODY | OWN_KECAMATAN,
    EXECUTOR_BARAT: ANYBODY | OWN_KECAMATAN,
    REPORTER: ANYBODY,
    WALL_DISPLAY: {
        (act, place) for act in (Permission.VIEW_PUBLIC, Permission.VIEW_WALL) for place in PLACES
    },
    ANONYMOUS: ANYBODY,
}


@pytest.mark.parametrize("who", ALLOWED, ids=lambda who: who.role)
def test_each_role_has_exactly_the_permissions_of_the_table(who: Principal) -> None:
    granted = {
        (permission, place)
        for permission in Permission
        for place in (CITY, BARAT, TIMUR)
        if is_allowed(who, permission, place)
    }
    assert granted == ALLOWED[who]


def test_every_role_is_in_the_table() -> None:
    assert {who.role for who in ALLOWED} == set(Role)


RESTRICTED_PERMISSIONS = [
    act for act in Permission if act not in (Permission.VIEW_PUBLIC, Permission.SUBMIT_REPORT)
]


@pytest.mark.parametrize("role", [Role.CAMAT, Role.EXECUTOR])
def test_a_camat_without_a_kecamatan_has_no_restricted_permission(role: Role) -> None:
    principal = Principal("camat.tanpa", role)
    assert not any(
        is_allowed(principal, permission, place)
        for permission in RESTRICTED_PERMISSIONS
        for place in (CITY, BARAT)
    )


@pytest.mark.parametrize("role", [Role.DISPLAY, Role.ANONYMOUS, Role.DEPUTY_MAYOR])
def test_a_kecamatan_adds_no_permission_to_other_roles(role: Role) -> None:
    bound, free = Principal("layar barat", role, BARAT), Principal("layar", role)
    places = (CITY, BARAT, TIMUR)
    assert [is_allowed(bound, permission, place) for permission in Permission for place in places] == [
        is_allowed(free, permission, place) for permission in Permission for place in places
    ]


@pytest.mark.parametrize("who", ALLOWED, ids=lambda who: who.role)
def test_a_public_wall_adds_only_the_view_wall_permission(who: Principal) -> None:
    granted = {
        (permission, p)
        for permission in Permission
        for p in (CITY, BARAT, TIMUR)
        if is_allowed(who, permission, p, public_wall=True)
    }
    assert granted == ALLOWED[who] | {(Permission.VIEW_WALL, p) for p in (CITY, BARAT, TIMUR)}


@pytest.mark.parametrize("who", ALLOWED, ids=lambda who: who.role)
def test_allowed_in_any_area_means_at_least_one_area(who: Principal) -> None:
    granted = {permission for permission in Permission if is_allowed_in_any_area(who, permission)}
    assert granted == {permission for permission, _place in ALLOWED[who]}


def test_an_anonymous_visitor_can_view_only_a_public_wall() -> None:
    assert is_allowed_in_any_area(ANONYMOUS, Permission.VIEW_WALL, public_wall=True)
    assert not is_allowed_in_any_area(ANONYMOUS, Permission.VIEW_WALL)
