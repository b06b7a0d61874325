"""Simulation of a practice city: invented reports for training and for a first look at the product."""

from data.sources.simulated.feed import SimulatedFeed
from data.sources.simulated.profiles import PROFILES

__all__ = ["PROFILES", "SimulatedFeed"]
