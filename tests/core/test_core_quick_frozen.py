"""Frozen dataclasses that are made fast are otherwise as frozen dataclasses are."""

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from data.core.quick_frozen import copier, quick


@quick
@dataclass(frozen=True, slots=True)
class Pair:
    """Two values, of which one may be missing, and a list of its own."""

    first: int
    second: str | None = None
    rest: list[int] = field(default_factory=list)


def test_it_is_made_by_position_and_by_name_with_its_defaults() -> None:
    assert (Pair(1).first, Pair(1).second, Pair(1).rest) == (1, None, [])
    assert Pair(1, "a", [2]) == Pair(first=1, second="a", rest=[2])
    assert Pair(1).rest is not Pair(1).rest


def test_it_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Pair(1).first = 2  # type: ignore[misc]


def test_it_can_be_copied_and_pickled() -> None:
    pair = Pair(1, "a", [2])
    assert replace(pair, second="b") == Pair(1, "b", [2])
    assert copy.copy(pair) == copy.deepcopy(pair) == pickle.loads(pickle.dumps(pair)) == pair
    assert isinstance(copy.copy(pair), Pair)


def test_a_missing_or_unknown_value_is_refused() -> None:
    with pytest.raises(TypeError):
        Pair()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Pair(1, third=3)  # type: ignore[call-arg]


def test_a_copy_has_the_same_values_and_is_one_of_the_class() -> None:
    pair = Pair(1, "a", [2])
    copied = copier(Pair)(pair)
    assert copied == pair
    assert copied is not pair
    assert type(copied) is Pair
    with pytest.raises(FrozenInstanceError):
        copied.first = 2  # type: ignore[misc]


def test_a_class_of_it_makes_its_own() -> None:
    class Named(Pair):
        __slots__ = ()

    assert type(Named(1)) is Named
