"""A number's name, as it stands in an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.review.metric_key import Cell, Figure, cell_of

parents = st.none() | st.text(st.characters(exclude_characters=":"), max_size=9)
details = st.none() | st.text(max_size=20)


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("closing", Cell(Figure.CLOSING)),
        ("closing@71.71.01", Cell(Figure.CLOSING, "71.71.01")),
        ("closing@", Cell(Figure.CLOSING, "")),
        ("held@71.71.01:Dinas PUPR: bidang jalan", Cell(Figure.HELD, "71.71.01", "Dinas PUPR: bidang jalan")),
        ("held:", Cell(Figure.HELD, None, "")),
    ],
)
def test_a_cell_and_its_name(name: str, cell: Cell) -> None:
    assert (cell_of(name), str(cell)) == (cell, name)


@given(st.sampled_from(Figure), parents, details)
def test_a_name_leads_back_to_its_cell(figure: Figure, parent: str | None, detail: str | None) -> None:
    cell = Cell(figure, parent, detail)
    assert cell_of(str(cell)) == cell


@pytest.mark.parametrize("name", ["", "tunggakan", "Closing", "../closing"])
def test_what_names_no_figure_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"names no figure|is not a valid Figure"):
        cell_of(name)
