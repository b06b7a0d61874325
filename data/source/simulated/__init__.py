"""A practice city that keeps living: reports that nobody filed, for training and for a first look."""

from data.source.simulated.feed import SimulatedFeed
from data.source.simulated.profiles import PROFILES

__all__ = ["PROFILES", "SimulatedFeed"]
