"""Sources of reports: each yields rows under our field names, which the row validator accepts or rejects."""
