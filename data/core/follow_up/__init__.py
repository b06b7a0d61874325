"""Work on a report: which actions there are, who may take them, and the events that they make."""
