"""Logging: one line per event on standard error, in UTC, without personal data or secrets.

Warnings and errors that requests cause are throttled (:mod:`data.lib.log_throttle`), whoever writes them.
"""

import logging
import sys
from typing import Any, TextIO

import structlog

from data.lib.log_throttle import LogThrottle, is_of_stranger, shorten

SERVER_LOGGERS = ("asyncio", "uvicorn")  # whatever they write, a sender of requests can cause
LEFT_OUT = "left_out"  # how many lines of the same kind were not written before this one
THROTTLED_METHODS = ("warning", "error", "critical", "exception")


def configure_logging(level: str) -> None:
    """Set up the logging of the process; only entry points call this."""
    throttle = LogThrottle()
    logging.basicConfig(level=level.upper(), handlers=[build_handler(throttle)])
    logging.getLogger("apscheduler").setLevel(
        logging.ERROR
    )  # a run skipped because the pull before it still runs is normal
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(_standard_error()),
        processors=build_processors(throttle),
    )


def build_handler(throttle: LogThrottle) -> logging.Handler:
    """Return the handler of the standard library's loggers."""
    handler = logging.StreamHandler(_standard_error())
    handler.setFormatter(ShortFormatter("%(message)s"))
    handler.addFilter(ThrottleFilter(throttle))
    return handler


def build_processors(throttle: LogThrottle) -> list[Any]:
    """Return the processors of structlog's lines."""
    return [
        ThrottleProcessor(throttle),
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        lambda _logger, _method, line: shorten(line),
    ]


class ShortFormatter(logging.Formatter):
    """Format a record, its traceback included, within the longest line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return shorten(super().format(record))


class ThrottleFilter(logging.Filter):
    """Leave out what the server writes too often, and what requests cause too often."""

    def __init__(self, throttle: LogThrottle) -> None:
        super().__init__()
        self._throttle = throttle

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the line is written."""
        is_throttled = record.name.partition(".")[0] in SERVER_LOGGERS or is_of_stranger()
        if record.levelno < logging.WARNING or not is_throttled:
            return True
        left_out = self._throttle.admit(f"{record.name} {record.msg}")
        if left_out:
            record.msg, record.args = f"{record.getMessage()} {LEFT_OUT}={left_out}", ()
        return left_out is not None


class ThrottleProcessor:
    """The same for structlog."""

    def __init__(self, throttle: LogThrottle) -> None:
        self._throttle = throttle

    def __call__(self, _logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
        """Return the event.

        :raises structlog.DropEvent: it is left out
        """
        if method not in THROTTLED_METHODS or not is_of_stranger():
            return event
        left_out = self._throttle.admit(str(event.get("event")))
        if left_out is None:
            raise structlog.DropEvent
        return {**event, LEFT_OUT: left_out} if left_out else event


def _standard_error() -> TextIO:
    return sys.stderr
