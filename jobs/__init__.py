"""What happens on a schedule: pulls into the report store, reminders, messages."""
