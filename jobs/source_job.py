"""The job of a source: a pull of its feed, or a scan of its folder."""

from collections.abc import Callable
from functools import partial
from typing import Any

from bootstrap import AppContext
from data.core.config.city import FolderSource, Source
from jobs.drop_folder import scan_folder
from jobs.feed_factory import open_feed
from jobs.pull import pull


def source_job(app_context: AppContext, source: Source) -> Callable[[], dict[str, Any]]:
    """Return the job of a source, which returns its ledger line; the schedule and ``jobs pull`` run it."""
    if isinstance(source, FolderSource):
        return partial(scan_folder, app_context, source)
    return partial(pull, app_context, source, open_feed(source, app_context))
