"""The bar: which pages each role finds in it, and which four of them on a phone."""

import pytest

from dashboard.web.navigation import NavEntry, nav_entries, parent_entry
from data.core.access import ANONYMOUS, Principal
from tests.personas import (
    ALL_PRINCIPALS,
    BARAT,
    CAMAT_BARAT,
    DEPUTY_MAYOR,
    EXECUTOR_BARAT,
    OPERATOR,
    STAFF_PRINCIPALS,
    WALL_DISPLAY,
)

BACKLOG = f"/kecamatan/{BARAT}"


def entries(
    principal: Principal, *, public_wall: bool = False, has_training: bool = False
) -> tuple[NavEntry, ...]:
    return nav_entries(principal, public_wall=public_wall, has_training=has_training)


def paths(principal: Principal, *, public_wall: bool = False) -> list[str]:
    return [entry.path for entry in entries(principal, public_wall=public_wall)]


def phone_paths(principal: Principal) -> list[str]:
    return [entry.path for entry in entries(principal) if entry.on_phone]


def test_nobody_finds_report_tracking_and_method_and_an_open_wall() -> None:
    assert paths(ANONYMOUS) == ["/lapor", "/lacak", "/cara-hitung"]
    assert paths(ANONYMOUS, public_wall=True) == ["/lapor", "/lacak", "/layar", "/cara-hitung"]


@pytest.mark.parametrize("principal", STAFF_PRINCIPALS, ids=lambda principal: principal.name)
def test_staff_find_their_inbox_and_no_tracking_by_receipt(principal: Principal) -> None:
    assert "/pemberitahuan" in paths(principal)
    assert "/lacak" not in paths(principal)


def test_pages_of_the_operator_are_for_the_operator_only() -> None:
    for path in ("/meja", "/layar/semua"):
        assert [principal for principal in ALL_PRINCIPALS if path in paths(principal)] == [OPERATOR]


def test_a_camat_finds_the_own_kecamatan_first_and_no_review() -> None:
    assert paths(CAMAT_BARAT)[0] == BACKLOG
    assert "/tinjauan" not in paths(CAMAT_BARAT)
    assert "/tinjauan" in paths(DEPUTY_MAYOR)


def test_the_training_is_there_in_a_practice_city_for_people_only() -> None:
    with_training = [
        principal
        for principal in ALL_PRINCIPALS
        if "/latihan" in [entry.path for entry in entries(principal, has_training=True)]
    ]
    assert with_training == list(STAFF_PRINCIPALS)


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        (OPERATOR, ["/meja", "/layar/semua", "/pemberitahuan", "/lapor"]),
        (DEPUTY_MAYOR, ["/tinjauan", "/rekap", "/pemberitahuan", "/lapor"]),
        (CAMAT_BARAT, [BACKLOG, "/rekap", "/pemberitahuan", "/lapor"]),
        (EXECUTOR_BARAT, [BACKLOG, "/rekap", "/pemberitahuan", "/lapor"]),
        (ANONYMOUS, ["/lapor", "/lacak", "/cara-hitung"]),
    ],
    ids=lambda value: value.name if isinstance(value, Principal) else "",
)
def test_a_phone_shows_what_the_role_does_most(principal: Principal, expected: list[str]) -> None:
    assert phone_paths(principal) == expected


@pytest.mark.parametrize("principal", ALL_PRINCIPALS, ids=lambda principal: principal.name or "nobody")
def test_a_phone_has_at_most_four_and_never_the_wall(principal: Principal) -> None:
    assert 1 <= len(phone_paths(principal)) <= 4
    assert "/layar" not in phone_paths(principal)


def test_a_display_finds_nothing_of_a_person() -> None:
    assert paths(WALL_DISPLAY) == ["/layar", "/cara-hitung"]


@pytest.mark.parametrize(
    ("principal", "path", "expected"),
    [
        (CAMAT_BARAT, "/laporan/qlue/1", BACKLOG),
        (DEPUTY_MAYOR, "/laporan/qlue/1", "/rekap"),
        (DEPUTY_MAYOR, BACKLOG, "/tinjauan"),
        (CAMAT_BARAT, BACKLOG, None),
        (ANONYMOUS, "/lacak/P1/K", "/lacak"),
        (ANONYMOUS, "/tindak/qlue/1", None),
        (OPERATOR, "/meja", None),
        (OPERATOR, "/tidak-ada", None),
    ],
    ids=str,
)
def test_a_page_below_another_leads_back_to_it(principal: Principal, path: str, expected: str | None) -> None:
    parent = parent_entry(path, entries(principal))
    assert (parent.path if parent else None) == expected
