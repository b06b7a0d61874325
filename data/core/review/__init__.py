"""The supervision review of two moments: flow, ranking, indicators, packs."""
