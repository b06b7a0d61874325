"""The page ``/cara-hitung``: every formula in plain Indonesian, each with an example from the live data."""
