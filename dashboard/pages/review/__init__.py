"""The page ``/tinjauan``: two moments compared, and the packs that meetings have seen."""
