"""Reports of the whole history as a list: which of them a query selects, and in which order."""
