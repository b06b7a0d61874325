"""How many pictures one sending may bring, and how large each may be."""

MOST = 3
LARGEST_BYTES = 12 * 1024 * 1024
