"""One folder a page; the files in it have the same names everywhere."""
