"""The board at 150, 1,000 and 10,000 reports a day: what each answer costs, against a floor."""
