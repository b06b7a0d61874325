"""Bytes made once for any number of readers: plain, compressed, and named by their content."""

import gzip
from dataclasses import dataclass

from data.core.digest import digest


@dataclass(frozen=True)
class Packed:
    """A UTF-8 body in both forms, with its ETag."""

    body: bytes
    zipped: bytes
    etag: str


def pack(body: bytes) -> Packed:
    """Compresses and names a body; equal bodies get equal bytes and equal tags."""
    return Packed(body, gzip.compress(body, mtime=0), f'"{digest(body.decode())}"')
