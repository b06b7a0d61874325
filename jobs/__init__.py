"""Scheduled work: pulls into the report store, reminders and the delivery of messages."""
