"""Filing a report (`/lapor`) and following one's own by its receipt (`/lacak`)."""
