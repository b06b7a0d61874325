"""Notifications: what happened to a report, for whom, in which text, by which channel."""
