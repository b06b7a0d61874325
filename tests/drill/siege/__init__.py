"""Hostile callers against a running board while walls, offices and citizens work: bounded, on loopback."""
