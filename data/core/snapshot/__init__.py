"""The snapshot: everything that screens show of one moment."""
