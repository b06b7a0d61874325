"""Allowed times as people write them."""

import pytest

from data.core.amount import Measure, parse_amount
from data.core.moments import DAY, HOUR, MINUTE

WRITTEN = [
    ("45 menit", Measure.CALENDAR, 45 * MINUTE, 0.75),
    ("12 jam", Measure.CALENDAR, 12 * HOUR, 12),
    ("2 hari", Measure.CALENDAR, 2 * DAY, 48),
    ("1000 hari", Measure.CALENDAR, 1000 * DAY, 24_000),
    ("30 menit kerja", Measure.WORKING, 30 * MINUTE, 2.1),
    ("10 jam kerja", Measure.WORKING, 10 * HOUR, 42),
    ("40 jam kerja", Measure.WORKING, 40 * HOUR, 168),
    ("5 hari kerja", Measure.WORKDAYS, 5, 168),
]


@pytest.mark.parametrize(("text", "measure", "count", "usual"), WRITTEN)
def test_a_written_amount_says_how_much_of_what(text, measure, count, usual):
    amount = parse_amount(text)
    assert (amount.measure, amount.count, amount.text) == (measure, count, text)
    assert amount.usual_hours == pytest.approx(usual)


WRONG = ["", "jam", "12", "0 jam", "-1 jam", "1,5 jam", "12 Jam", "12jam", "12 jam ", "12 hours", "5 kerja",
         "5 hari  kerja", "1001 hari", "1001 hari kerja", "24001 jam", "9 jam kerja kerja"]  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_anything_else_is_refused_with_what_is_allowed(text):
    with pytest.raises(ValueError, match=r'allowed is .*"12 jam", "2 hari", "10 jam kerja"'):
        parse_amount(text)
