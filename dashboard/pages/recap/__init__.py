"""The page ``/rekap`` and its files: reports received and resolved, for a meeting, an office and a phone."""
