"""``/tinjauan``: the supervision review, its numbers with the reports behind them, and what meetings saw."""
