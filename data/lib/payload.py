"""Encoded bodies for any number of readers: plain, compressed, and with an ETag of their content."""

import gzip
from dataclasses import dataclass

from data.core.digest import digest

COMPRESSION = 6  # the highest, 9, takes five times as long and saves a fifteenth


@dataclass(frozen=True)
class EncodedBody:
    """A UTF-8 body, plain and compressed, with its ETag."""

    body: bytes
    gzipped: bytes
    etag: str


def encode(body: bytes) -> EncodedBody:
    """Compress a body and compute its ETag; equal bodies give equal bytes and equal tags."""
    return EncodedBody(body, gzip.compress(body, COMPRESSION, mtime=0), f'"{digest(body.decode())}"')
