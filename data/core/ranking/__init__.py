"""Comparing parents (kecamatan) fairly: rates with intervals, rank ranges, durations."""
