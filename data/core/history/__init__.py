"""Events of many reports: standings at any moment, counts, flow and time by assignee."""
