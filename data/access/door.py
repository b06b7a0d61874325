"""The one door to accounts, sessions, displays and the audit log: web pages and commands both use it."""

from data.access.register import Register
from data.access.sign_ins import SignIns


class Accounts(SignIns, Register):
    """Who there is, and who is here."""
