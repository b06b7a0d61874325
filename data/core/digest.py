"""Digests of content: they show that nothing changed, and identify rows without an id."""

from hashlib import blake2b


def digest(*parts: str) -> str:
    """Return 128 bits in hexadecimal. Where parts end counts: ("ab", "c") differs from ("a", "bc")."""
    hasher = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        hasher.update(len(data).to_bytes(8, "big") + data)
    return hasher.hexdigest()
