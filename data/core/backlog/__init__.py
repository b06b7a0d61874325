"""The backlog of one kecamatan: order, filters, duplicates, what-if."""
