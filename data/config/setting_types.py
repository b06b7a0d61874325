"""The types of settings: what each accepts, and how a message says what is allowed."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "::1")  # http is safe: nothing leaves the machine


@dataclass(frozen=True)
class Allowed:
    """What a type of settings allows, for the message of a wrong value."""

    text: str


def is_protected_url(url: str) -> bool:
    """Return whether requests to an address use TLS or stay on this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK_HOSTS))


def _check_digits(text: str) -> str:
    if not text.isdecimal():
        raise ValueError
    return text


def _check_database_url(text: str) -> str:
    try:
        backend = make_url(text).get_backend_name()
    except ArgumentError:
        backend = ""
    if backend not in ("sqlite", "postgresql"):
        raise ValueError
    return text


def _check_address(text: str) -> str:
    if not is_protected_url(text) or "?" in text or "#" in text:
        raise ValueError
    return text


Port = Annotated[
    int, BeforeValidator(_check_digits), Field(ge=1, le=65_535), Allowed("a port number from 1 to 65535")
]
WholeNumber = Annotated[
    int, BeforeValidator(_check_digits), Field(ge=1, le=99_999), Allowed("a whole number from 1 to 99999")
]
Speed = Annotated[float, Field(ge=1, le=3_600), Allowed("a number from 1 (real time) to 3600")]
DatabaseUrl = Annotated[
    str,
    AfterValidator(_check_database_url),
    Allowed("a URL such as sqlite:///var/pantau.db or postgresql+psycopg://user@host/name"),
]
BaseUrl = Annotated[
    str,
    AfterValidator(_check_address),
    AfterValidator(lambda text: text.rstrip("/")),
    Allowed("an https address without a query, such as https://pantau.kota.go.id"),
]
Issuer = Annotated[
    str,
    AfterValidator(_check_address),
    Allowed("an https address as the directory calls itself, such as https://sso.kota.go.id/realms/kota"),
]
# It also encrypts the login state in the cookie.
ClientSecret = Annotated[
    str, Field(min_length=16), Allowed("the secret that the directory made, at least 16 characters")
]
Contact = Annotated[str, Field(pattern=r"^(mailto:|https://)"), Allowed("a mailto: or https: address")]
