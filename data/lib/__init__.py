"""Helpers that know nothing of reports: encryption, payloads, dates, images."""
