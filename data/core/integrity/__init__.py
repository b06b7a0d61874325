"""The identities that make the figures trustworthy."""
