"""Fuzzing of each parser with a few inputs; ``make fuzz`` runs 100,000."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.example_limits import limited_examples
from tests.fuzz.parsers import PARSERS

RUNS = 100_000


@st.composite
def corrupted(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """Draw a valid input with a part of it replaced."""
    seed = draw(st.sampled_from(seeds))
    at, until = sorted((draw(st.integers(0, len(seed))), draw(st.integers(0, len(seed)))))
    return seed[:at] + draw(st.binary(max_size=20) | st.sampled_from(seeds)) + seed[until:]


@pytest.mark.parametrize("name", PARSERS)
def test_any_input_is_parsed_or_refused_and_no_row_is_lost(name: str) -> None:
    parser = PARSERS[name]
    for seed in parser.seeds:
        parser.check(seed)

    @limited_examples(15)
    @given(corrupted(list(parser.seeds)))
    def check_any_input(body: bytes) -> None:
        parser.check(body)

    check_any_input()


def test_the_full_run_has_a_hundred_thousand_inputs() -> None:
    assert sum(parser.runs for parser in PARSERS.values()) == RUNS
