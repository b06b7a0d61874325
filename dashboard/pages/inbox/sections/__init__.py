"""Sections of the operator queue."""
