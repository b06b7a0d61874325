"""What the board keeps so that nobody else can use it: enciphered, or only as a hash."""

from base64 import urlsafe_b64encode
from hashlib import blake2b, sha256

from cryptography.fernet import Fernet


def cipher(secret: bytes, purpose: str) -> Fernet:
    """The cipher of a purpose.

    :param purpose: at most 16 letters; what one enciphers, another cannot read
    """
    derived_key = blake2b(key=secret[:64], person=purpose.encode(), digest_size=32).digest()
    return Fernet(urlsafe_b64encode(derived_key))


def token_hash(token: str) -> str:
    """What is kept of a token drawn by lot: enough to know it again, nothing to sign in with."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
