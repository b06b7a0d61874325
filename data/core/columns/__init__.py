"""Reports as narrow columns: what the board holds of them in memory, and what is computed from that."""
