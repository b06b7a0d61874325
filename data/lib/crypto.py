"""Encryption and hashing of secrets that are stored."""

from base64 import urlsafe_b64encode
from hashlib import blake2b, sha256

from cryptography.fernet import Fernet


def cipher(secret: bytes, purpose: str) -> Fernet:
    """Return the cipher for one purpose.

    :param purpose: at most 16 letters; text encrypted for one purpose cannot be decrypted with another
    """
    derived_key = blake2b(key=secret[:64], person=purpose.encode(), digest_size=32).digest()
    return Fernet(urlsafe_b64encode(derived_key))


def opaque_id(secret: bytes, purpose: str, text: str) -> str:
    """Return a name for a text, 32 hex digits: always the same, and without the secret it tells nothing.

    :param purpose: at most 16 letters; the names of two purposes have nothing in common
    """
    return blake2b(text.encode(), key=secret[:64], person=purpose.encode(), digest_size=16).hexdigest()


def token_hash(token: str) -> str:
    """Return the hash under which a random token is stored: it identifies the token and cannot replace it."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def keyed_hash(key: bytes, name: str) -> str:
    """Return a reporter's hash under a key, 24 hex digits: without the key, a hash of a name is guessable."""
    return blake2b(name.casefold().encode(), key=key[:64], digest_size=12).hexdigest()
