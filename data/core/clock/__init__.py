"""Time as the city counts it: working time, deadlines, and SLA states."""
