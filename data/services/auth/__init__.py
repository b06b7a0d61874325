"""Accounts, displays, sign-in and the audit log: authentication; the core decides what is allowed."""
