"""Integrity checks of the figures, and counts of outcomes."""
