"""An Open311 GeoReport v2 server as a feed: https://wiki.open311.org/GeoReport_v2/."""

from data.sources.open311.feed import Open311Feed

__all__ = ["Open311Feed"]
