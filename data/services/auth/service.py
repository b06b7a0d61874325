"""The service for accounts, sessions, displays and the audit log, for web pages and commands."""

from data.services.auth.sessions import SessionService
from data.services.auth.user_admin import UserAdmin


class AuthService(SessionService, UserAdmin):
    """Authentication and user administration of one store."""
