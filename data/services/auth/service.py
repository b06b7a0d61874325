"""The one door to accounts, sessions, displays and the audit log: web pages and commands both use it."""

from data.services.auth.sessions import SessionService
from data.services.auth.user_admin import UserAdmin


class AuthService(SessionService, UserAdmin):
    """Who there is, and who is here."""
