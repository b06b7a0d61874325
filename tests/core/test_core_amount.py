"""Allowed times as people write them, parsed."""

import pytest

from data.core.amount import TimeMeasure, parse_allowed_time
from data.core.moments import DAY, HOUR, MINUTE

VALID = [
    ("45 menit", TimeMeasure.CALENDAR, 45 * MINUTE, 0.75),
    ("12 jam", TimeMeasure.CALENDAR, 12 * HOUR, 12),
    ("2 hari", TimeMeasure.CALENDAR, 2 * DAY, 48),
    ("1000 hari", TimeMeasure.CALENDAR, 1000 * DAY, 24_000),
    ("30 menit kerja", TimeMeasure.WORKING, 30 * MINUTE, 2.1),
    ("10 jam kerja", TimeMeasure.WORKING, 10 * HOUR, 42),
    ("40 jam kerja", TimeMeasure.WORKING, 40 * HOUR, 168),
    ("5 hari kerja", TimeMeasure.WORKDAYS, 5, 168),
]


@pytest.mark.parametrize(("text", "measure", "count", "hours"), VALID)
def test_an_allowed_time_is_parsed_into_measure_and_count(text, measure, count, hours):
    allowed = parse_allowed_time(text)
    assert (allowed.measure, allowed.count, allowed.text) == (measure, count, text)
    assert allowed.approximate_hours == pytest.approx(hours)


INVALID = ["", "jam", "12", "0 jam", "-1 jam", "1,5 jam", "12 Jam", "12jam", "12 jam ", "12 hours", "5 kerja",
         "5 hari  kerja", "1001 hari", "1001 hari kerja", "24001 jam", "9 jam kerja kerja"]  # fmt: skip


@pytest.mark.parametrize("text", INVALID)
def test_any_other_text_is_refused_naming_the_allowed_forms(text):
    with pytest.raises(ValueError, match=r'allowed is .*"12 jam", "2 hari", "10 jam kerja"'):
        parse_allowed_time(text)
