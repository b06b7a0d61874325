"""Content digests, used to see that nothing changed and to name rows that carry no id."""

from hashlib import blake2b


def digest(*parts: str) -> str:
    """A 128-bit digest of the parts; their borders count, so ("ab", "c") differs from ("a", "bc")."""
    hasher = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        hasher.update(len(data).to_bytes(8, "big") + data)
    return hasher.hexdigest()
