"""Long drills: processes killed at random moments, and what is left of what they had accepted."""
