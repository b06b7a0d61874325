"""Delays after failed sign-ins, and by what failures are counted."""

from datetime import timedelta

import pytest

from data.core.throttle import MAX_DELAY, sign_in_delay, throttle_key

SECONDS = [
    ("account", 1, 0), ("account", 4, 0), ("account", 5, 15), ("account", 6, 30), ("account", 7, 60),
    ("account", 10, 480), ("account", 11, 900), ("account", 10_000, 900),
    ("address", 19, 0), ("address", 20, 15), ("address", 21, 30), ("address", 26, 900),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "failures", "seconds"), SECONDS)
def test_the_delay_doubles_up_to_a_quarter_of_an_hour(kind: str, failures: int, seconds: int) -> None:
    assert sign_in_delay(kind, failures) == timedelta(seconds=seconds)


@pytest.mark.parametrize("kind", ["account", "address"])
def test_another_failure_never_shortens_the_delay(kind: str) -> None:
    delays = [sign_in_delay(kind, failures) for failures in range(60)]
    assert delays == sorted(delays)
    assert max(delays) == MAX_DELAY


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.7", "10.0.0.8", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:10.0.0.7", "::ffff:10.0.0.8", False),
        ("", "testclient", False),
    ],
)
def test_one_machine_with_many_addresses_counts_as_one(one: str, other: str, same: bool) -> None:
    assert (throttle_key(one) == throttle_key(other)) is same


def test_a_network_has_64_bits() -> None:
    assert throttle_key("2001:db8::1") == throttle_key("2001:db8:0:0:8000::1") == "2001:db8::/64"
