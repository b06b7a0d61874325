"""Logging: one line per event on standard error, in UTC, without anything personal or secret."""

import logging
import sys
from typing import TextIO

import structlog


def configure_logging(level: str) -> None:
    """Sets up the process's logging; called by the entry points only."""
    logging.basicConfig(level=level.upper(), format="%(message)s")
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a turn left out while a pull runs is no news
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
