"""Bytes made once for any number of readers: plain, compressed, and named by their content."""

import gzip
from dataclasses import dataclass

from data.core.digest import digest


@dataclass(frozen=True)
class EncodedBody:
    """A UTF-8 body in both forms, with its ETag."""

    body: bytes
    gzipped: bytes
    etag: str


def encode(body: bytes) -> EncodedBody:
    """Compresses and names a body; equal bodies get equal bytes and equal tags."""
    return EncodedBody(body, gzip.compress(body, mtime=0), f'"{digest(body.decode())}"')
