"""The case file of one report: state, assignees, history."""
