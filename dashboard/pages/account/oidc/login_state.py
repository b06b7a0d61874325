"""One sign-in under way, kept in the browser's cookie, sealed: any process of the board can finish it."""

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

LIFETIME_SECONDS = 600  # to sign in at the directory
HEADER = {"alg": "dir", "enc": "A256GCM"}


@dataclass(frozen=True)
class PendingSignIn:
    """What must come back, and where to go then.

    :param state: comes back in the address, so that nobody finishes what another browser began
    :param nonce: comes back in the ID token, so that none is used twice
    :param verifier: shows the directory that whoever brings the code asked for it (PKCE)
    :param wanted: an address of ours, or empty
    """

    state: str
    nonce: str
    verifier: str
    wanted: str


def new_pending_sign_in(next_path: str) -> PendingSignIn:
    """A ticket of three random values."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return PendingSignIn(state, nonce, verifier, next_path)


class PendingSignInCipher:
    """Encrypts and authenticates tickets with a key made from the board's secret at the directory."""

    def __init__(self, secret: str) -> None:
        self._key = OctKey.import_key(sha256(b"pantau directory ticket\0" + secret.encode()).digest())

    def encrypt(self, pending: PendingSignIn, now: datetime) -> str:
        """A ticket as the cookie's value."""
        payload = {**asdict(pending), "until": now.timestamp() + LIFETIME_SECONDS}
        return jwe.encrypt_compact(HEADER, json.dumps(payload), self._key, list(HEADER.values()))

    def decrypt(self, value: str, now: datetime) -> PendingSignIn | None:
        """The ticket; None if it is not one of ours, or too old."""
        try:
            decrypted = jwe.decrypt_compact(value, self._key, list(HEADER.values()))
        except (JoseError, ValueError):
            return None
        payload = json.loads(decrypted.plaintext or b"{}")  # we wrote it: nobody else has the key
        until = payload.pop("until")
        return PendingSignIn(**payload) if now.timestamp() < until else None
