"""Fault injection: processes killed at random moments, stores lost, clocks moved."""
