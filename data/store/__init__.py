"""The report store: current state, append-only events, the ledger of pulls and the rejected rows."""
