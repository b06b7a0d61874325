"""The key by which push services know this board."""

from base64 import urlsafe_b64encode
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02


def push_key(var: Path) -> Vapid02:
    """The key: made once, and kept where only we can read it."""
    kept = var / "vapid.pem"
    if not kept.exists():
        var.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        made = Vapid02()
        made.generate_keys()
        made.save_key(str(kept))
    return Vapid02.from_file(str(kept))


def public_part(key: Vapid02) -> str:
    """What a browser needs of it to subscribe: the point, uncompressed, in base64 for URLs."""
    point = key.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).decode().rstrip("=")
