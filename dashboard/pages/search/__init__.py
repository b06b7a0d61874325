"""``/cari``: reports found by words and filters, all of them in the address."""
