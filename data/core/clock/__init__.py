"""Time as the city counts it: working time, deadlines, and how late is late."""
