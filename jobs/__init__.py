"""What happens on a schedule: pulling sources into the report store."""
