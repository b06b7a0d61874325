"""A source that has another name now is not read as a new one: every report would count twice."""

from bootstrap import AppContext
from data.core.config.city import SourceBase
from data.services.start_check import earlier_name_of
from data.sources.base import FeedError


def check_source_name(app_context: AppContext, source: SourceBase) -> None:
    """Refuse a pull of a source whose reports are stored under an earlier name.

    :raises FeedError: naming both and what to do
    """
    earlier = earlier_name_of(app_context.engine, app_context.city, source)
    if earlier is not None:
        raise FeedError(
            f"source {earlier!r} is gone from the city's file and {source.name!r} reads the same: stop the "
            f"board and run `python -m data rename-source {earlier} {source.name}`, or put the name back"
        )
