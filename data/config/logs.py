"""Logging: one line per event on standard error, in UTC, without personal data or secrets."""

import logging
import sys
from typing import TextIO

import structlog


def configure_logging(level: str) -> None:
    """Set up the logging of the process; only entry points call this."""
    logging.basicConfig(level=level.upper(), format="%(message)s")
    logging.getLogger("apscheduler").setLevel(
        logging.ERROR
    )  # a run skipped because the pull before it still runs is normal
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(_standard_error()),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
    )


def _standard_error() -> TextIO:
    return sys.stderr
