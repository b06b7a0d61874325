"""The review of two moments: flow, ranking, indicators, drilldown and packs."""
