"""What city file, area layer and store disagree on is told together at the start, and stops nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bootstrap import AppContext
from data.core.access import Principal, Role
from data.core.config.agreement import Mismatch, Problem
from data.core.config.city import City
from data.core.faults import FaultKind
from data.services.start_check import check_start
from geo.areas import AreaRemark
from jobs.area_reassignment import sync_layer
from tests.builders import city, qlue_row
from tests.personas import MONDAY_NOON
from tests.pulls import open_test_context, pull_rows

QLUE = {
    "name": "qlue",
    "kind": "qlue",
    "url": "https://qlue.example/api",
    "fixed": {"service_name": "Banjir"},
}
FLOOD = {"code": "banjir", "name": "Banjir", "agencies": ["BPBD"]}


@pytest.fixture
def context(tmp_path: Path) -> AppContext:
    """Return a city with one report of its only category."""
    opened = open_test_context(tmp_path, source=[QLUE], category=[FLOOD], policy=[])
    sync_layer(opened)
    assert pull_rows(opened, qlue_row(1))["new"] == 1
    return opened


def mismatches_of(context: AppContext, city_file: City, **layer: object) -> list[Mismatch]:
    areas = context.layer
    return check_start(
        context.engine,
        city_file,
        layer.get("has_code", areas.has_code),
        frozenset(layer.get("parents", areas.parents["code"])),
        layer.get("left_out", ()),
        MONDAY_NOON,
    )


def faults_of(context: AppContext) -> set[str]:
    return {each.item for each in context.faults.list_all([]) if each.kind is FaultKind.SETTING}


def test_what_agrees_is_not_mentioned(context: AppContext) -> None:
    with capture_logs() as logs:
        assert mismatches_of(context, context.city) == []
    assert logs == []
    assert faults_of(context) == set()


def test_everything_that_does_not_agree_is_told_at_once_and_ends_when_it_is_put_right(
    context: AppContext,
) -> None:
    context.accounts.create_account(
        Principal("camat.selatan", Role.CAMAT, "31.01.09"), "kata sandi panjang 1"
    )
    areas = context.city.areas.model_copy(
        update={"inset": ("31.01.09",), "parent_names": {"31.01.08": "Utara"}}
    )
    wrong = context.city.model_copy(update={"areas": areas, "source": (), "category": ()})
    remark = AreaRemark("31.01.01.1009", "Pulau", "no geometry")
    with capture_logs() as logs:
        found = mismatches_of(context, wrong, left_out=(remark,))
    assert [each.problem for each in found] == [
        Problem.NO_AREA,
        Problem.NO_AREA,
        Problem.UNUSABLE_AREA,
        Problem.NO_KECAMATAN,
        Problem.NO_SOURCE,
        Problem.NO_CATEGORY,
    ]
    (line,) = logs
    for words in (
        'inset "31.01.09"',
        'parent_names "31.01.08"',
        "Pulau",
        "camat.selatan",
        '"qlue"',
        '"banjir"',
    ):
        assert any(words in text for text in line["mismatches"])
    assert len(faults_of(context)) == 6
    context.accounts.disable_account("camat.selatan")
    assert mismatches_of(context, context.city) == []
    assert faults_of(context) == set()


def test_a_source_that_reads_the_same_under_another_name_is_recognised(context: AppContext) -> None:
    renamed = city(source=[{**QLUE, "name": "qlue2"}], category=[FLOOD], policy=[])
    (found,) = mismatches_of(context, renamed)
    assert found.hint == '1 report(s); "qlue2" is the same: python -m data rename-source qlue qlue2'


def test_another_source_is_not_taken_for_the_one_that_is_gone(context: AppContext) -> None:
    other = city(
        source=[{**QLUE, "name": "qlue2", "url": "https://other.example"}], category=[FLOOD], policy=[]
    )
    (found,) = mismatches_of(context, other)
    assert found.hint == "1 report(s)"


@pytest.mark.parametrize("aliases", [{"name": "Banjir"}, {"name": "Genangan", "aliases": ["BANJIR"]}])
def test_a_category_with_another_code_is_recognised_by_its_name(aliases: dict, context: AppContext) -> None:
    renamed = city(source=[QLUE], category=[{**FLOOD, "code": "banjir_longsor", **aliases}], policy=[])
    (found,) = mismatches_of(context, renamed)
    assert "rename-category banjir banjir_longsor" in found.hint


def test_a_layer_with_an_inset_that_it_lacks_still_has_a_map(context: AppContext) -> None:
    assert context.layer.usable_inset(["99.99"]) == ()
    every_parent = tuple(context.layer.parents["code"])
    assert context.layer.usable_inset(every_parent) == ()
    assert context.layer.usable_inset(("99.99", every_parent[0])) == (every_parent[0],)
    assert replace(context.layer, source="lain").usable_inset([]) == ()
