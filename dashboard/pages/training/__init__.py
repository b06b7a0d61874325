"""Training mode of a practice city: seven exercises, the trainer's page, and the hand-out."""
