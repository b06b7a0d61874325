"""The page ``/cara-hitung``: each formula in plain Indonesian, with an example from the live data."""
