"""One report: its record, its standing and events, and its clocks."""
