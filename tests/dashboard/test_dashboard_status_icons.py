"""Every state of a deadline has its own sign and its own word."""

from dashboard.ui.status_icons import WORDS, mark
from data.core.clock.sla import Sla


def test_every_state_has_a_word_of_its_own() -> None:
    assert set(WORDS) == set(Sla)
    assert len(set(WORDS.values())) == len(Sla)


def test_a_sign_says_to_everybody_what_it_means() -> None:
    for state in Sla:
        sign = mark(state)
        assert (sign.className, sign.title, sign.role) == (f"mark {state}", WORDS[state], "img")


def test_every_sign_has_a_shape_in_the_style_sheet() -> None:
    from tests.architecture.source_code import ROOT

    style = (ROOT / "dashboard/pages/wall/static/wall.css").read_text(encoding="utf-8")
    shaped = [state for state in Sla if f".wall .mark.{state} {{" in style]
    assert set(shaped) == set(Sla) - {Sla.ON_TIME}, "on time is the plain disc"
