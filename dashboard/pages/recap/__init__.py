"""The page ``/rekap``: reports received and resolved in whole days, on the screen and as files."""
