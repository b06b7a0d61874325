"""The choices in the bar: theme and language."""
