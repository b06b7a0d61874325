"""The one door to accounts, sessions, displays and the audit log: web pages and commands both use it."""

from data.services.auth.sessions import SignIns
from data.services.auth.user_admin import Register


class Accounts(SignIns, Register):
    """Who there is, and who is here."""
