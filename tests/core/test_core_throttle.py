"""How long a sign-in waits after failures: a few are free, then twice as long each time, never for long."""

from datetime import timedelta

import pytest

from data.core.throttle import wait


@pytest.mark.parametrize(
    ("kind", "failures", "seconds"),
    [
        ("account", 0, 0),
        ("account", 4, 0),
        ("account", 5, 15),
        ("account", 6, 30),
        ("account", 7, 60),
        ("account", 10, 480),  # 15 seconds, five times doubled
        ("account", 11, 900),  # 960 would be more than a quarter of an hour
        ("account", 10_000, 900),
        ("address", 19, 0),  # an office shares one address
        ("address", 20, 15),
        ("address", 21, 30),
        ("address", 10_000, 900),
    ],
)
def test_the_wait_after_so_many_failures(kind: str, failures: int, seconds: int) -> None:
    assert wait(kind, failures) == timedelta(seconds=seconds)


def test_a_kind_that_nobody_counts_is_a_fault() -> None:
    with pytest.raises(KeyError):
        wait("phone", 3)
