"""Whether an ID token is what the directory said about somebody, to us, just now."""

from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import ClaimError, JoseError
from joserfc.jwk import KeySet

# Signed with a key that only the directory has; never "none", nor a secret that others may know too.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY_SECONDS = 60  # two clocks may differ by so much


class TokenError(Exception):
    """What came back proves nothing. ``fault``: a word for the audit log, such as ``nonce``."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


def checked(
    token: object, keys: dict[str, Any], issuer: str, client: str, nonce: str, now: datetime
) -> CodeIDToken:
    """The claims of an ID token whose signature, issuer, audience, times and nonce are right.

    :param keys: the directory's key set, as JSON
    :raises TokenError: naming the first thing that is wrong
    """
    try:
        read = jwt.decode(str(token), KeySet.import_key_set(keys), ALGORITHMS)  # type: ignore[arg-type]
        claims = _claims(read, issuer, client, nonce)
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
    except ClaimError as error:
        raise TokenError(error.claim) from error
    except (JoseError, ValueError, TypeError, KeyError) as error:  # neither key set nor header need be sound
        raise TokenError("tanda tangan") from error
    return claims


def _claims(read: jwt.Token, issuer: str, client: str, nonce: str) -> CodeIDToken:
    ours = {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client}}
    return CodeIDToken(read.claims, read.header, ours, {"nonce": nonce, "client_id": client})
