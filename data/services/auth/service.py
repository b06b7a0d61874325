"""The service for accounts, sessions, displays and the audit log, for web pages and commands."""

from data.services.auth.preferences import PreferenceService
from data.services.auth.sign_ins import SignInService
from data.services.auth.user_admin import UserAdmin


class AuthService(SignInService, UserAdmin, PreferenceService):
    """Authentication and user administration of one store."""
