"""A practice city that keeps living: reports that nobody filed, for training and for a first look."""

from data.sources.simulated.feed import SimulatedFeed
from data.sources.simulated.profiles import PROFILES

__all__ = ["PROFILES", "SimulatedFeed"]
