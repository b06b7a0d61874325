"""Many reports: their events, how they stood at any moment, and how many there were."""
