"""Settings from the environment, city files, the clock, holidays and logging."""
