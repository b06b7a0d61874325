"""Accounts, displays, sign-in and the audit log: who somebody is. What they may do is the core's to say."""
