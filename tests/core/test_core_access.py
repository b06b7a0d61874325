"""Permissions: every role, permission and area, by a table."""

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
PUBLIC = (Permission.VIEW_PUBLIC, Permission.SUBMIT_REPORT)
ANYBODY = {(permission, place) for permission in PUBLIC for place in PLACES}
OWN_KECAMATAN = {(Permission.VIEW_REPORTS, BARAT), (Permission.FOLLOW_UP, BARAT)}
ALLOWED = {
    OPERATOR: {(permission, place) for permission in Permission for place in PLACES},
    DEPUTY_MAYOR: {
        (permission, place)
        for permission in Permission
        if permission not in (Permission.ADMINISTER, Permission.FOLLOW_UP)
        for place in PLACES
    },
    CAMAT_BARAT: ANYBODY | OWN_KECAMATAN,
    EXECUTOR_BARAT: ANYBODY | OWN_KECAMATAN,
    REPORTER: ANYBODY,
    WALL_DISPLAY: {
        (permission, place)
        for permission in (Permission.VIEW_PUBLIC, Permission.VIEW_WALL)
        for place in PLACES
    },
    ANONYMOUS: ANYBODY,
}


@pytest.mark.parametrize("principal", ALLOWED, ids=lambda principal: principal.role)
def test_each_role_has_exactly_the_permissions_of_the_table(principal: Principal) -> None:
    granted = {
        (permission, place)
        for permission in Permission
        for place in PLACES
        if is_allowed(principal, permission, place)
    }
    assert granted == ALLOWED[principal]


def test_every_role_is_in_the_table() -> None:
    assert {principal.role for principal in ALLOWED} == set(Role)


RESTRICTED_PERMISSIONS = [permission for permission in Permission if permission not in PUBLIC]


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
    for permission in Permission:
        for place in PLACES:
            assert is_allowed(bound, permission, place) == is_allowed(free, permission, place)


@pytest.mark.parametrize("principal", ALLOWED, ids=lambda principal: principal.role)
def test_a_public_wall_adds_only_the_view_wall_permission(principal: Principal) -> None:
    granted = {
        (permission, place)
        for permission in Permission
        for place in PLACES
        if is_allowed(principal, permission, place, public_wall=True)
    }
    assert granted == ALLOWED[principal] | {(Permission.VIEW_WALL, place) for place in PLACES}


@pytest.mark.parametrize("principal", ALLOWED, ids=lambda principal: principal.role)
def test_allowed_in_any_area_means_at_least_one_area(principal: Principal) -> None:
    granted = {permission for permission in Permission if is_allowed_in_any_area(principal, permission)}
    assert granted == {permission for permission, _place in ALLOWED[principal]}


def test_an_anonymous_visitor_can_view_only_a_public_wall() -> None:
    assert is_allowed_in_any_area(ANONYMOUS, Permission.VIEW_WALL, public_wall=True)
    assert not is_allowed_in_any_area(ANONYMOUS, Permission.VIEW_WALL)
