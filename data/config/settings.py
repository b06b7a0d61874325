"""Settings from the environment, as one frozen object built from a mapping.

Each is said once, as a field of :class:`Settings`: type, default, help; its name is the field's. Wrong values
stop the start, with the name of each, its value and what is allowed. A test compares the table in the README
with :data:`SETTINGS`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self, get_args

from pydantic import Field, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from data.config.setting_types import (
    Allowed,
    BaseUrl,
    ClientSecret,
    Contact,
    DatabaseUrl,
    Issuer,
    Port,
    Speed,
    WholeNumber,
)

CITIES = Path(__file__).parents[1] / "cities"
PREFIX = "PANTAU_"
# Parts of the names of settings whose values are never shown in a message.
SECRET_NAME_PARTS = ("KEY", "URL", "TOKEN", "SECRET")
OIDC_SETTINGS = ("oidc_issuer", "oidc_client_id", "oidc_client_secret")  # all or none


class SettingError(Exception):
    """A setting cannot be used; the message names it, its value and what is allowed."""


@dataclass(frozen=True)
class Setting:
    """One setting: its name in the environment, its default as text, its help text."""

    name: str
    default: str
    help: str


class Settings(BaseSettings):
    """Every setting, read and checked."""

    model_config = SettingsConfigDict(
        frozen=True, validate_default=False, alias_generator=lambda name: PREFIX + name.upper()
    )

    port: Port = Field(8050, description="port of the web app", validation_alias="PORT")
    host: str = Field(
        "127.0.0.1", description="address the web app listens on; 0.0.0.0 for the whole network"
    )
    city: str = Field("manado", description="name of a city in `data/cities`, or path of a city's TOML file")
    # May hold a password.
    database_url: DatabaseUrl = Field(
        "", description="report store; empty: a SQLite file in `PANTAU_VAR`", repr=False
    )
    var: Path = Field(
        Path("var"), description="folder for what the board itself keeps (store, imported areas, key)"
    )
    area_file: Path | None = Field(None, description="area layer to use instead of the city's own")
    reporter_key: str = Field(
        "",
        description="secret for hashing reporters' names, at least 32 bytes; empty: made and kept",
        repr=False,
    )
    simulation: Literal["sibuk", "tenang"] = Field(
        "sibuk", description="practice city: `sibuk` (150 reports a day) or `tenang` (3)"
    )
    speed: Speed = Field(1, description="practice city: how many times faster than real time, 1 to 3600")
    tile_url: str = Field("", description="tile server for a street map under the areas; empty: none")
    wall_access: Literal["auto", "open", "token"] = Field(
        "auto",
        description="who sees the wall: `open` for anybody, `token` for displays and sign-ins; `auto`: "
        "open in a practice city",
    )
    session_hours: WholeNumber = Field(12, description="how long a sign-in lasts at most")
    session_idle_minutes: WholeNumber = Field(180, description="how long a sign-in lasts without any request")
    cookie_secure: Literal["auto", "yes", "no"] = Field(
        "auto",
        description="cookies over TLS only: `yes`, `no`; `auto`: yes, except on this machine and in a "
        "practice city",
    )
    oidc_issuer: Issuer = Field(
        "", description="issuer of the city's directory (OpenID Connect); empty: none"
    )
    oidc_client_id: str = Field("", description="what the directory calls this board")
    oidc_client_secret: ClientSecret = Field(
        "", description="secret that the directory made for this board", repr=False
    )
    oidc_claim: str = Field(
        "preferred_username", description="claim of the ID token that holds the account's name"
    )
    oidc_label: str = Field("Masuk dengan akun kota", description="what the button on `/masuk` says")
    base_url: BaseUrl = Field(
        "", description="where people reach the board, for links in messages; empty: no links"
    )
    # Holds passwords.
    channels: str = Field(
        "", description="channels of messages, TOML, see docs/notices.md; best by `_FILE`", repr=False
    )
    push_contact: Contact = Field(
        "mailto:operator@localhost", description="whom push services write to if pushes go wrong"
    )
    filings_per_hour: WholeNumber = Field(
        20, description="reports that one address may file without an account in an hour"
    )
    cache_mb: WholeNumber = Field(
        64, description="megabytes that all caches of one process may keep, see docs/memory.md"
    )
    metrics_token: str = Field(
        "", description="bearer token for `/metrics`; empty: this machine only", repr=False
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="debug, info, warning or error"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        *_others: PydanticBaseSettingsSource,
        **_more: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return no source that looks into the process's environment: :func:`read_settings` is given one."""
        return (init_settings,)

    @model_validator(mode="after")
    def _check_oidc(self) -> Self:
        """Check that all settings of the directory have a value, or none."""
        missing = [name for name in OIDC_SETTINGS if not getattr(self, name)]
        if missing and len(missing) < len(OIDC_SETTINGS):
            names = ", ".join(_setting_name(name) for name in OIDC_SETTINGS)
            message = (
                f"{_setting_name(missing[0])} = '': allowed is a value; {names} go together, all or none"
            )
            raise PydanticCustomError("incomplete", "{message}", {"message": message})
        return self

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


class MappingSource(PydanticBaseSettingsSource):
    """The settings of a mapping; ``NAME_FILE`` gives the path of a file that holds the value of ``NAME``."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        super().__init__(Settings)
        self._environ = environ

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return the text of a setting, empty if it is not set, and its name."""
        name = _setting_name(field_name)
        text = self._environ.get(name) or _from_file(name, self._environ.get(f"{name}_FILE"))
        return text, name, False

    def __call__(self) -> dict[str, Any]:
        """Return the texts of all settings that are set; an empty one is not."""
        found = [self.get_field_value(field, name) for name, field in Settings.model_fields.items()]
        return {name: text for text, name, _is_complex in found if text}


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read all settings from ``environ``.

    :raises SettingError: naming each wrong setting, its value and what is allowed, one a line
    """
    try:
        return Settings(**MappingSource(environ)())
    except ValidationError as error:
        raise SettingError("\n".join(map(_describe_error, error.errors()))) from None


def _from_file(name: str, path: str | None) -> str:
    if not path:
        return ""
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingError(f"{name}_FILE = {path}: cannot be read ({error.strerror})") from error
    except UnicodeError as error:
        raise SettingError(f"{name}_FILE = {path}: is not text in UTF-8") from error


def _describe_error(error: ErrorDetails) -> str:
    if not error["loc"]:
        return error["msg"]
    name = str(error["loc"][0])
    displayed = "(not shown)" if any(part in name for part in SECRET_NAME_PARTS) else repr(error["input"])
    return f"{name} = {displayed}: allowed is {_allowed(name)}"


def _allowed(name: str) -> str:
    """Return what a setting allows: what its type says, or one of the words of its type."""
    field = next(field for key, field in Settings.model_fields.items() if _setting_name(key) == name)
    texts = [item.text for item in field.metadata if isinstance(item, Allowed)]
    return texts[0] if texts else f"one of {', '.join(get_args(field.annotation))}"


def _setting_name(field_name: str) -> str:
    """Return the name in the environment; the port's is the one that platforms use."""
    return str(Settings.model_fields[field_name].validation_alias)


def _settings() -> Iterator[Setting]:
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else str(field.default)
        yield Setting(_setting_name(name), default, field.description or "")


SETTINGS = tuple(_settings())
