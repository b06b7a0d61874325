"""The moments at which a report is approaching its deadline and very late, from filing and deadline."""

import pandas as pd
import pytest

from data.core.clock.sla import approaching_at, judgement_time, sla_states, very_late_at
from tests.personas import local_time

# filed, due, approaching from, very late from
CASES = [
    ("ten hours on a Monday", "2026-11-23 08:00", "2026-11-23 18:00", "2026-11-23 16:00", "2026-11-24 14:00"),
    ("Friday to Sunday", "2026-11-27 09:00", "2026-11-29 09:00", "2026-11-28 23:24", "2026-12-03 09:00"),
    ("no time at all", "2026-11-23 08:00", "2026-11-23 08:00", "2026-11-23 08:00", None),
    ("due ten hours before the filing", "2026-11-23 18:00", "2026-11-23 08:00", "2026-11-23 10:00", None),
    ("no deadline", "2026-11-23 08:00", None, None, None),
]  # fmt: skip


def moments(*texts: str | None) -> pd.Series:
    return pd.to_datetime(
        pd.Series([local_time(text) if text else None for text in texts], index=[7] * len(texts)), utc=True
    )


@pytest.mark.parametrize(
    ("filed", "due", "approaching", "very_late"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_the_two_moments_follow_from_filing_and_deadline(
    filed: str, due: str | None, approaching: str | None, very_late: str | None
) -> None:
    start, end = moments(filed), moments(due)
    pd.testing.assert_series_equal(approaching_at(start, end), moments(approaching), check_dtype=False)
    pd.testing.assert_series_equal(very_late_at(start, end), moments(very_late), check_dtype=False)


def test_a_stopped_clock_is_judged_at_its_stop_time() -> None:
    as_of = local_time("2026-11-25 12:00")  # Wednesday
    stopped = moments("2026-11-24 08:00", "2026-11-25 12:00", "2026-11-26 08:00", None)
    expected = moments("2026-11-24 08:00", "2026-11-25 12:00", "2026-11-25 12:00", "2026-11-25 12:00")
    pd.testing.assert_series_equal(judgement_time(stopped, as_of), expected, check_dtype=False)


def test_states_have_the_index_of_the_reports() -> None:
    filed, due = moments("2026-11-23 08:00", "2026-11-23 08:00"), moments("2026-11-23 18:00", None)
    states = sla_states(filed, due, local_time("2026-11-23 19:00"))  # Monday
    pd.testing.assert_series_equal(states, pd.Series(["late", "no_target"], index=[7, 7], dtype="str"))
