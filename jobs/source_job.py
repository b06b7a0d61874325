"""One turn of a source: a pull of its feed, or a look into its folder."""

from collections.abc import Callable
from functools import partial
from typing import Any

from bootstrap import World
from data.core.config.city import FolderSource, Source
from jobs.drop_folder import look
from jobs.feed_factory import feed_of
from jobs.pull import pull


def turn_of(world: World, source: Source) -> Callable[[], dict[str, Any]]:
    """What the schedule and ``python -m jobs pull`` do with a source; returns its line of the ledger."""
    if isinstance(source, FolderSource):
        return partial(look, world, source)
    return partial(pull, world, source, feed_of(source, world))
