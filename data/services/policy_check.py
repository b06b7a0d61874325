"""A check at every start that the city's file has every policy that judged a stored report."""

import structlog
from sqlalchemy import Engine

from data.core.config.city import City
from data.core.integrity.checks import check_policies
from data.store.origin_counts import load_counts

log = structlog.get_logger(__name__)


def warn_of_missing_policies(engine: Engine, city: City) -> None:
    """Log a warning for each missing policy; nothing stops, since reports keep their stored deadlines."""
    with engine.connect() as connection:
        counts = load_counts(connection)
    for fault in check_policies(counts.policies, city):
        log.warning(
            "the city's file lacks a policy: put it back; until then, clocks that stood still under it "
            "go on in calendar time, and their deadlines are marked provisional",
            missing=fault.where,
            reports=fault.figures,
        )
