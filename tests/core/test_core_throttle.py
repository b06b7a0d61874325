"""Delays after failed sign-ins, and by what failures are counted."""

from datetime import timedelta

import pytest

from data.core.throttle import (
    MAX_DELAY,
    MAX_KEY_LENGTH,
    SITE_FACTOR,
    CountedNetwork,
    counted_networks,
    sign_in_delay,
    site_key,
    throttle_key,
)

SECONDS = [
    ("account", 1, 0), ("account", 4, 0), ("account", 5, 15), ("account", 6, 30), ("account", 7, 60),
    ("account", 10, 480), ("account", 11, 900), ("account", 10_000, 900),
    ("address", 19, 0), ("address", 20, 15), ("address", 21, 30), ("address", 26, 900),
    ("device", 4, 0), ("device", 5, 15),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "failures", "seconds"), SECONDS)
def test_the_delay_doubles_up_to_a_quarter_of_an_hour(kind: str, failures: int, seconds: int) -> None:
    assert sign_in_delay(kind, failures) == timedelta(seconds=seconds)


@pytest.mark.parametrize("kind", ["account", "address", "device"])
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
        ("::ffff:10.0.0.7", "10.0.0.7", True),
        ("", "testclient", False),
    ],
)
def test_one_machine_with_many_addresses_counts_as_one(one: str, other: str, same: bool) -> None:
    assert (throttle_key(one) == throttle_key(other)) is same


def test_a_network_has_64_bits() -> None:
    assert throttle_key("2001:db8::1") == throttle_key("2001:db8:0:0:8000::1") == "2001:db8::/64"


def test_an_owner_of_many_networks_counts_as_one_site_too() -> None:
    """Kind: a limit that 65,536 networks of one caller multiply."""
    machines = [f"2001:db8:7:{number:x}::1" for number in range(100)]
    assert len({throttle_key(address) for address in machines}) == 100
    assert {site_key(address) for address in machines} == {"2001:db8:7::/48"}
    assert site_key("2001:db8:8::1") != site_key(machines[0])
    assert counted_networks(machines[1]) == (
        CountedNetwork("2001:db8:7:1::/64"),
        CountedNetwork("2001:db8:7::/48", SITE_FACTOR),
    )


def test_ipv4_counts_by_its_address_alone() -> None:
    assert counted_networks("10.0.0.7") == (CountedNetwork("10.0.0.7"),)
    assert site_key("10.0.0.7") == "10.0.0.7"


def test_a_site_may_fail_as_often_as_several_machines() -> None:
    assert sign_in_delay("address", 20 * SITE_FACTOR - 1, SITE_FACTOR) == timedelta(0)
    assert sign_in_delay("address", 20 * SITE_FACTOR, SITE_FACTOR) == timedelta(seconds=15)


def test_text_that_is_no_address_is_cut() -> None:
    assert len(throttle_key("x" * 30_000)) == MAX_KEY_LENGTH
