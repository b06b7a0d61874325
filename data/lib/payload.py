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


@dataclass(frozen=True)
class CompactBody:
    """A large body that is kept compressed alone: a tenth of its size, or less."""

    gzipped: bytes
    etag: str

    @property
    def encoded(self) -> EncodedBody:
        """The body as it is sent."""
        return EncodedBody(gzip.decompress(self.gzipped), self.gzipped, self.etag)


def encode(body: bytes) -> EncodedBody:
    """Compress a body and compute its ETag; equal bodies give equal bytes and equal tags."""
    return EncodedBody(body, gzip.compress(body, COMPRESSION, mtime=0), f'"{digest(body.decode())}"')


def encode_compact(body: bytes) -> CompactBody:
    """Return :func:`encode` of a body without its plain form."""
    encoded = encode(body)
    return CompactBody(encoded.gzipped, encoded.etag)
