"""The workflow of one report: which actions there are, who may take them, and their events."""
