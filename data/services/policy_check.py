"""A check at every start that the city's file has every policy that judged a stored report."""

import structlog
from sqlalchemy import Engine

from data.core.config.city import City
from data.core.integrity.checks import check_policies
from data.store import reports

log = structlog.get_logger(__name__)


def warn_of_missing_policies(engine: Engine, city: City) -> None:
    """Log a warning for each missing policy; nothing stops, since reports keep their stored deadlines."""
    with engine.connect() as connection:
        stored_policies = reports.policies(connection)
    for fault in check_policies(stored_policies, city):
        log.warning(
            "the city's file lacks a policy: put it back; until then, clocks that stood still under it "
            "go on in calendar time, and their deadlines are marked provisional",
            missing=fault.where,
            reports=fault.figures,
        )
