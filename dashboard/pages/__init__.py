"""The pages: one folder for each, with the same file names in all."""
