"""What accounts prefer: kept in the store, so that it holds on every device of the account."""

from data.core.access import Principal
from data.services.auth.base import AuthBase
from data.store import preferences


class PreferenceService(AuthBase):
    """Read and store the preferences of accounts."""

    def preferences(self, principal: Principal) -> dict[str, str]:
        """Return the preferences of an account by name, such as ``theme``; empty for none."""
        with self._read_engine.connect() as connection:
            return preferences.load(connection, principal.name)

    def set_preference(self, principal: Principal, name: str, value: str) -> None:
        """Store one preference of an account."""
        with self._write_engine.begin() as connection:
            preferences.save(connection, principal.name, name, value)
