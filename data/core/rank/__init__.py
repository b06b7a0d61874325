"""Comparing kecamatan fairly: rates, intervals, ranges of ranks, times to resolve."""
