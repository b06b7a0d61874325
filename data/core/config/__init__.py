"""Configuration models of a city: categories, policies, working hours, sources, rules of its rankings."""
