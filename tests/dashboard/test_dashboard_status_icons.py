"""Every state of a deadline has its own icon and its own label."""

from dashboard.ui.status_icons import STATE_LABELS, status_icon
from data.core.clock.sla import SlaState


def test_every_sla_state_has_its_own_label() -> None:
    assert set(STATE_LABELS) == set(SlaState)
    assert len(set(map(str, STATE_LABELS.values()))) == len(SlaState)


def test_a_status_icon_has_an_accessible_label() -> None:
    for state in SlaState:
        icon = status_icon(state)
        assert (icon.className, icon.title, icon.role) == (
            f"status-icon {state}",
            str(STATE_LABELS[state]),
            "img",
        )


def test_every_status_icon_has_a_shape_in_the_style_sheet() -> None:
    from tests.architecture.source_code import ROOT

    style = (ROOT / "dashboard/pages/wall/static/wall.css").read_text(encoding="utf-8")
    states_with_shape = [state for state in SlaState if f".wall .status-icon.{state} {{" in style]
    assert set(states_with_shape) == set(SlaState) - {SlaState.ON_TIME}, "on time is the plain disc"
