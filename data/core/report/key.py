"""The identity of a report: its source and its number there."""

ReportKey = tuple[str, str]
