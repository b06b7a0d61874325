"""Hosts from which browsers may load the pictures that sources name."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field

# A name in ASCII, with a port where it is not 443; no wildcard.
PictureHost = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[1-9][0-9]{0,4})?$")]
DEFAULT_PORTS = {"http": 80, "https": 443}


def host_of(url: str | None) -> str:
    """Return the host of a web address in lower case, with its port unless that is usual; empty for none."""
    try:
        parts = urlsplit(url or "")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in DEFAULT_PORTS or not host.isascii():
        return ""
    return host if port in (None, DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
