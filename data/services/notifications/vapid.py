"""The VAPID key by which push services recognise this board."""

from base64 import urlsafe_b64encode
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from data.config.secret_files import load_secret

PUSH_KEY_FILE = "vapid.pem"


def load_push_key(var: Path) -> Vapid02:
    """Return the key; the first call generates it and stores it readable by this user only.

    :raises SettingError: the key file is empty, short or no such key
    """
    return load_secret(var / PUSH_KEY_FILE, _generate_push_key, _parse_push_key)


def is_push_key_missing(var: Path) -> bool:
    """Return whether there is no key file, so that a new key will be made."""
    return not (var / PUSH_KEY_FILE).exists()


def check_push_key(var: Path) -> None:
    """Check the key file, if there is one.

    :raises SettingError: it is empty, short or no such key
    """
    if not is_push_key_missing(var):
        load_push_key(var)


def _generate_push_key() -> bytes:
    new_key = Vapid02()
    new_key.generate_keys()
    pem: bytes = new_key.private_pem()
    return pem


def _parse_push_key(content: bytes) -> Vapid02:
    """:raises ValueError: neither PEM nor DER in base64, or another kind of key"""
    parse = Vapid02.from_pem if b"-----BEGIN" in content else Vapid02.from_der
    try:
        key = parse(content)
    except (TypeError, IndexError, UnsupportedAlgorithm) as error:
        raise ValueError("not a private key") from error
    private_key = key.private_key
    if not isinstance(private_key, EllipticCurvePrivateKey) or not isinstance(private_key.curve, SECP256R1):
        raise ValueError("not a key of the curve P-256")
    return key


def public_key_text(key: Vapid02) -> str:
    """Return the public key for browsers: the uncompressed point, in base64 for URLs."""
    point = key.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).decode().rstrip("=")
