"""The identity of a report: its source and its number there."""

Key = tuple[str, str]
