"""The page ``/sumber``: how each source of reports is doing, and what is not known yet about the calendar."""
