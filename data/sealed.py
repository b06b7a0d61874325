"""Ciphers of the board: what only the board itself may read again, each for a purpose of its own."""

from base64 import urlsafe_b64encode
from hashlib import blake2b

from cryptography.fernet import Fernet


def cipher(secret: bytes, purpose: str) -> Fernet:
    """The cipher of a purpose.

    :param purpose: at most 16 letters; what one enciphers, another cannot read
    """
    made = blake2b(key=secret[:64], person=purpose.encode(), digest_size=32).digest()
    return Fernet(urlsafe_b64encode(made))
