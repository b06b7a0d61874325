"""Login states, kept encrypted in the browser's cookie: any process of the board can finish the sign-in."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

LIFETIME_SECONDS = 600  # to sign in at the directory
HEADER = {"alg": "dir", "enc": "A256GCM"}


@dataclass(frozen=True)
class PendingSignIn:
    """What must come back from the directory, and where to go then.

    :param state: comes back in the address, so that nobody finishes what another browser began
    :param nonce: comes back in the ID token, so that no token is used twice
    :param verifier: proves to the directory that the code goes to whoever requested it (PKCE, RFC 7636)
    :param next_path: an address of this board, or empty
    """

    state: str
    nonce: str
    verifier: str
    next_path: str


def new_pending_sign_in(next_path: str) -> PendingSignIn:
    """Return a login state with three random values."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return PendingSignIn(state, nonce, verifier, next_path)


class PendingSignInCipher:
    """Encrypt and authenticate login states with a key derived from the client secret."""

    def __init__(self, secret: str) -> None:
        self._key = OctKey.import_key(sha256(b"pantau directory ticket\0" + secret.encode()).digest())

    def encrypt(self, pending: PendingSignIn, now: datetime) -> str:
        """Return a login state as the cookie's value."""
        payload = {
            "state": pending.state,
            "nonce": pending.nonce,
            "verifier": pending.verifier,
            "wanted": pending.next_path,
            "until": now.timestamp() + LIFETIME_SECONDS,
        }
        return jwe.encrypt_compact(HEADER, json.dumps(payload), self._key, list(HEADER.values()))

    def decrypt(self, value: str, now: datetime) -> PendingSignIn | None:
        """Return the login state; None if the board did not write it, or if it is too old."""
        try:
            decrypted = jwe.decrypt_compact(value, self._key, list(HEADER.values()))
        except (JoseError, ValueError):
            return None
        payload = json.loads(decrypted.plaintext or b"{}")  # the board wrote it: nobody else has the key
        if now.timestamp() >= payload["until"]:
            return None
        return PendingSignIn(payload["state"], payload["nonce"], payload["verifier"], payload["wanted"])
