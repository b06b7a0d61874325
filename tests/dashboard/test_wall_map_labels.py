"""Which names a map of many areas shows first."""

from dashboard.pages.wall.sections.map_labels import label_order
from data.core.history.rows import AreaCountsRow

MANY = 280


def area(code: str, *, late: int = 0, open_reports: int = 0, parent: str = "") -> AreaCountsRow:
    return {
        "code": code, "name": code, "parent": parent or code, "open": open_reports, "overdue": late,
        "very_late": 0, "approaching": 0,
    }  # fmt: skip


def quiet_areas(count: int) -> list[AreaCountsRow]:
    return [area(f"quiet-{number:03}") for number in range(count)]


def test_a_city_of_few_areas_shows_all_names() -> None:
    """A kecamatan counts once, however many kelurahan it has."""
    assert label_order(quiet_areas(20)) == []
    assert label_order([area(f"{number}", parent=f"{number % 11}") for number in range(87)]) == []


def test_late_areas_come_first_then_those_with_open_reports() -> None:
    """Kind: cities of many areas. 280 names lay on one map, one over another."""
    areas = [*quiet_areas(MANY), area("busy", open_reports=9), area("late", late=1, open_reports=1)]
    assert label_order(areas)[:3] == ["late", "busy", "quiet-000"]
    assert len(label_order(areas)) == MANY + 2


def test_late_reports_of_a_parent_are_those_of_its_areas() -> None:
    areas = [*quiet_areas(MANY), area("one", late=2, parent="alone")]
    areas += [area(f"part-{number}", late=1, parent="together") for number in range(3)]
    assert label_order(areas)[:2] == ["together", "alone"]


def test_the_name_of_the_view_comes_before_all() -> None:
    assert label_order([*quiet_areas(MANY), area("late", late=9)], "quiet-007")[:2] == ["quiet-007", "late"]


def test_the_order_does_not_depend_on_that_of_the_rows() -> None:
    areas = [*quiet_areas(MANY), area("late", late=9)]
    assert label_order(areas) == label_order(areas[::-1])
