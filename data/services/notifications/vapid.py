"""The VAPID key by which push services recognise this board."""

from base64 import urlsafe_b64encode
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02


def load_push_key(var: Path) -> Vapid02:
    """Return the key; the first call generates it and stores it readable by this user only."""
    key_file = var / "vapid.pem"
    if not key_file.exists():
        var.mkdir(parents=True, exist_ok=True)
        key_file.touch(mode=0o600)
        new_key = Vapid02()
        new_key.generate_keys()
        new_key.save_key(str(key_file))
    return Vapid02.from_file(str(key_file))


def public_key_text(key: Vapid02) -> str:
    """Return the public key for browsers: the uncompressed point, in base64 for URLs."""
    point = key.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).decode().rstrip("=")
