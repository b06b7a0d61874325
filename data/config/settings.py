"""Settings from the environment, as one frozen object built from a mapping.

A wrong value stops the start and names the setting, its value and what is allowed. Every setting carries
its help text; a test compares the table in the README with :data:`SETTINGS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

CITIES = Path(__file__).parents[1] / "cities"
LOG_LEVELS = ("debug", "info", "warning", "error")
PROFILES = ("sibuk", "tenang")
WALL_ACCESS = ("auto", "open", "token")
# Parts of the names of settings whose values are never shown in a message.
SECRET_NAME_PARTS = ("KEY", "URL", "TOKEN", "SECRET")
YES_NO = ("auto", "yes", "no")
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "::1")  # http is safe: nothing leaves the machine
OIDC_SETTINGS = ("PANTAU_OIDC_ISSUER", "PANTAU_OIDC_CLIENT_ID", "PANTAU_OIDC_CLIENT_SECRET")  # all or none


class SettingError(Exception):
    """A setting cannot be used; the message names it, its value and what is allowed."""


@dataclass(frozen=True)
class Setting:
    """One setting: its name in the environment, its default, its help text and its parser."""

    name: str
    default: str
    help: str
    parse: Callable[[str], Any]


def _parse_port(text: str) -> int:
    if not (text.isdecimal() and 0 < int(text) < 65_536):
        raise ValueError("a port number from 1 to 65535")
    return int(text)


def _parse_database_url(text: str) -> str:
    if not text:
        return text
    try:
        backend = make_url(text).get_backend_name()
    except ArgumentError:
        backend = ""
    if backend not in ("sqlite", "postgresql"):
        raise ValueError("a URL such as sqlite:///var/pantau.db or postgresql+psycopg://user@host/name")
    return text


def _parse_optional_path(text: str) -> Path | None:
    return Path(text) if text else None


def _one_of(*allowed: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"one of {', '.join(allowed)}")
        return text

    return parse


def _parse_speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0
    if not 1 <= speed <= 3_600:
        raise ValueError("a number from 1 (real time) to 3600")
    return speed


def _parse_whole_number(text: str) -> int:
    if not (text.isdecimal() and 0 < int(text) < 100_000):
        raise ValueError("a whole number from 1 to 99999")
    return int(text)


def is_protected_url(url: str) -> bool:
    """Return whether requests to an address use TLS or stay on this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK_HOSTS))


def _parse_base_url(text: str) -> str:
    if text and (not is_protected_url(text) or "?" in text or "#" in text):
        raise ValueError("an https address without a query, such as https://pantau.kota.go.id")
    return text.rstrip("/")


def _parse_contact(text: str) -> str:
    if not text.startswith(("mailto:", "https://")):
        raise ValueError("a mailto: or https: address")
    return text


def _parse_issuer(text: str) -> str:
    if text and (not is_protected_url(text) or "?" in text or "#" in text):
        raise ValueError(
            "an https address as the directory calls itself, such as https://sso.kota.go.id/realms/kota"
        )
    return text


def _parse_client_secret(text: str) -> str:
    if text and len(text) < 16:  # it also encrypts the login state in the cookie
        raise ValueError("the secret that the directory made, at least 16 characters")
    return text


SETTINGS: tuple[Setting, ...] = (
    Setting("PORT", "8050", "port of the web app", _parse_port),
    Setting("PANTAU_HOST", "127.0.0.1", "address the web app listens on; 0.0.0.0 for the whole network", str),
    Setting("PANTAU_CITY", "manado", "name of a city in `data/cities`, or path of a city's TOML file", str),
    Setting("PANTAU_DATABASE_URL", "", "report store; empty: a SQLite file in `PANTAU_VAR`",
            _parse_database_url),
    Setting("PANTAU_VAR", "var", "folder for what the board itself keeps (store, imported areas, key)", Path),
    Setting("PANTAU_AREA_FILE", "", "area layer to use instead of the city's own", _parse_optional_path),
    Setting("PANTAU_REPORTER_KEY", "", "secret for hashing reporters' names, at least 32 bytes; empty: "
            "made and kept", str),
    Setting("PANTAU_SIMULATION", "sibuk", "practice city: `sibuk` (150 reports a day) or `tenang` (3)",
            _one_of(*PROFILES)),
    Setting("PANTAU_SPEED", "1", "practice city: how many times faster than real time, 1 to 3600",
            _parse_speed),
    Setting("PANTAU_TILE_URL", "", "tile server for a street map under the areas; empty: none", str),
    Setting("PANTAU_WALL_ACCESS", "auto", "who sees the wall: `open` for anybody, `token` for displays and "
            "sign-ins; `auto`: open in a practice city", _one_of(*WALL_ACCESS)),
    Setting("PANTAU_SESSION_HOURS", "12", "how long a sign-in lasts at most", _parse_whole_number),
    Setting("PANTAU_SESSION_IDLE_MINUTES", "180", "how long a sign-in lasts without any request",
            _parse_whole_number),
    Setting("PANTAU_COOKIE_SECURE", "auto", "cookies over TLS only: `yes`, `no`; `auto`: yes, except on this "
            "machine and in a practice city", _one_of(*YES_NO)),
    Setting("PANTAU_OIDC_ISSUER", "", "issuer of the city's directory (OpenID Connect); empty: none",
            _parse_issuer),
    Setting("PANTAU_OIDC_CLIENT_ID", "", "what the directory calls this board", str),
    Setting("PANTAU_OIDC_CLIENT_SECRET", "", "secret that the directory made for this board",
            _parse_client_secret),
    Setting("PANTAU_OIDC_CLAIM", "preferred_username", "claim of the ID token that holds the account's name",
            str),
    Setting("PANTAU_OIDC_LABEL", "Masuk dengan akun kota", "what the button on `/masuk` says", str),
    Setting("PANTAU_BASE_URL", "", "where people reach the board, for links in messages; empty: no links",
            _parse_base_url),
    Setting("PANTAU_CHANNELS", "", "channels of messages, TOML, see docs/notices.md; best by `_FILE`", str),
    Setting("PANTAU_PUSH_CONTACT", "mailto:operator@localhost",
            "whom push services write to if pushes go wrong", _parse_contact),
    Setting("PANTAU_FILINGS_PER_HOUR", "20",
            "reports that one address may file without an account in an hour", _parse_whole_number),
    Setting("PANTAU_CACHE_MB", "64", "megabytes that all caches of one process may keep, see docs/memory.md",
            _parse_whole_number),
    Setting("PANTAU_METRICS_TOKEN", "", "bearer token for `/metrics`; empty: this machine only", str),
    Setting("PANTAU_LOG_LEVEL", "info", "debug, info, warning or error", _one_of(*LOG_LEVELS)),
)  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """Every setting, read and checked."""

    port: int
    host: str
    city: str
    database_url: str = field(repr=False)  # may hold a password
    var: Path
    area_file: Path | None
    reporter_key: str = field(repr=False)
    simulation: str
    speed: float
    tile_url: str
    wall_access: str
    session_hours: int
    session_idle_minutes: int
    cookie_secure: str
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str = field(repr=False)
    oidc_claim: str
    oidc_label: str
    base_url: str
    channels: str = field(repr=False)  # holds passwords
    push_contact: str
    filings_per_hour: int
    cache_mb: int
    metrics_token: str = field(repr=False)
    log_level: str

    @property
    def city_file(self) -> Path:
        """Return the path of the city's TOML file; a bare name is that of a bundled city."""
        return CITIES / f"{self.city}.toml" if self.is_bundled_city else Path(self.city)

    @property
    def is_bundled_city(self) -> bool:
        """Whether the city is a bundled one, named without a path."""
        return not (self.city.endswith(".toml") or "/" in self.city)

    @property
    def city_stem(self) -> str:
        """Return the name of the city's file: files in ``var`` had it before they were named by code."""
        return self.city_file.stem


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read all settings from ``environ``; ``NAME_FILE`` gives the path of a file that holds the value.

    :raises SettingError: naming the setting, its value and what is allowed
    """
    values = {setting.name: _read_setting(setting, environ) for setting in SETTINGS}
    _check_all_or_none({name: values[name] for name in OIDC_SETTINGS})
    return Settings(**{name.removeprefix("PANTAU_").lower(): value for name, value in values.items()})


def _check_all_or_none(values: Mapping[str, str]) -> None:
    """Check that all of these settings have a value, or none.

    :raises SettingError: naming the first one without a value, if others have one
    """
    missing = [name for name, value in values.items() if not value]
    if missing and len(missing) < len(values):
        raise SettingError(
            f"{missing[0]} = '': allowed is a value; {', '.join(values)} go together, all or none"
        )


def _read_setting(setting: Setting, environ: Mapping[str, str]) -> Any:
    text = environ.get(setting.name) or _from_file(setting.name, environ.get(f"{setting.name}_FILE"))
    return _parse_value(setting.name, text or setting.default, setting.parse)


def _from_file(name: str, path: str | None) -> str | None:
    if not path:
        return None
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingError(f"{name}_FILE = {path}: cannot be read ({error.strerror})") from error
    except UnicodeError as error:
        raise SettingError(f"{name}_FILE = {path}: is not text in UTF-8") from error


def _parse_value(name: str, text: str, parse: Callable[[str], Any]) -> Any:
    try:
        return parse(text)
    except ValueError as allowed:
        displayed = "(not shown)" if any(part in name for part in SECRET_NAME_PARTS) else repr(text)
        raise SettingError(f"{name} = {displayed}: allowed is {allowed}") from None
