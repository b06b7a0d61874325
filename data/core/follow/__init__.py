"""What staff and reporters do to a report: the one state machine, and what each move makes of it."""
