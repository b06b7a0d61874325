"""Comparison of parents (kecamatan): rates with intervals, rank ranges, durations."""
