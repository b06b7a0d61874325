"""Training in a practice city: the trainee's exercises, the trainer's page, and the handout."""
