"""Pure rules: what a report is, when it is late, how areas compare. No SQL, network, Dash or clock."""
