"""One report: its record, what changed, how it stands, and when its clock stops."""
