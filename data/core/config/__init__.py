"""What a city decides: its categories, targets, working hours, sources, and the rules of its rankings."""
