"""Rate limits of addresses: one rule for everything that is counted by them, on both databases."""

import pytest
from sqlalchemy import select

from bootstrap import AppContext
from data.core.throttle import SITE_FACTOR
from data.services.submission import SubmissionService
from data.store.schema_follow_ups import allowance

LIMIT = 3


@pytest.fixture
def submissions(app_context_on_each_db: AppContext) -> SubmissionService:
    return app_context_on_each_db.submissions


def addresses(count: int, site: int = 7) -> list[str]:
    """Return addresses in so many /64 networks of one /48."""
    return [f"2001:db8:{site:x}:{number:x}::1" for number in range(count)]


def test_many_networks_of_one_site_share_an_allowance(submissions: SubmissionService) -> None:
    """Kind: a limit that whoever has a /48 may multiply by 65,536."""
    allowed = [
        submissions.consume_allowance(address, LIMIT) for address in addresses(LIMIT * SITE_FACTOR + 5)
    ]
    assert allowed == [True] * (LIMIT * SITE_FACTOR) + [False] * 5
    assert submissions.consume_allowance("2001:db8:8::1", LIMIT)


def test_one_machine_does_not_use_up_the_allowance_of_its_site(submissions: SubmissionService) -> None:
    machine, neighbour = addresses(2)
    allowed = [submissions.consume_allowance(machine, LIMIT) for _ in range(LIMIT * SITE_FACTOR + 5)]
    assert allowed.count(True) == LIMIT
    assert submissions.consume_allowance(neighbour, LIMIT)


def test_networks_are_stored_as_hashes(app_context_on_each_db: AppContext) -> None:
    assert app_context_on_each_db.submissions.consume_allowance("2001:db8:7:1::1", LIMIT)
    with app_context_on_each_db.engine.connect() as connection:
        subjects = connection.execute(select(allowance.c.subject)).scalars().all()
    assert len(subjects) == 2
    assert not any(":" in subject for subject in subjects)
