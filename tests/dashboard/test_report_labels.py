"""Every code of a report has its own words, in each language."""

import pytest

from dashboard.ui.report_labels import ACTIONS, STATUS_LABELS, status_label
from data.core.follow_up.workflow import ActionType
from data.core.status import STATUS_BY_CODE
from data.lib.translation import use_language


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_status_has_a_label_of_its_own(language: str) -> None:
    with use_language(language):
        assert list(STATUS_LABELS) == list(STATUS_BY_CODE)
        assert len({status_label(code) for code in STATUS_BY_CODE}) == len(STATUS_BY_CODE)


def test_a_status_is_named_in_the_language_of_its_reader() -> None:
    assert status_label("diteruskan") == "Diteruskan ke Instansi Lain"
    with use_language("en"):
        assert status_label("diteruskan") == "Referred to another agency"


def test_an_unmapped_status_is_shown_as_it_is() -> None:
    assert status_label("beres") == "beres"


def test_every_action_has_a_label_and_a_description() -> None:
    assert set(ACTIONS) == set(ActionType)
    assert len({str(label) for label, _ in ACTIONS.values()}) == len(ActionType)
