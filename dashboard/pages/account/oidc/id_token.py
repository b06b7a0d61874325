"""Validation of ID tokens (OpenID Connect Core 1.0, section 3.1.3.7)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt

# Signatures with a key that only the directory has: never "none", nor a shared secret.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY_SECONDS = 60  # two clocks may differ by so much


class TokenError(Exception):
    """The token is not valid. ``reason``: a word for the audit log, such as ``nonce``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def validate_id_token(
    token: object, keys: dict[str, Any], issuer: str, client_id: str, nonce: str, now: datetime
) -> "CodeIDToken":
    """Return the claims of an ID token after checking signature, issuer, audience, times and nonce.

    :param keys: the directory's key set, as JSON
    :raises TokenError: the token is not valid; it names the first claim that is wrong
    """
    from joserfc import jwt
    from joserfc.errors import ClaimError, JoseError
    from joserfc.jwk import KeySet

    try:
        decoded = jwt.decode(str(token), KeySet.import_key_set(keys), ALGORITHMS)  # type: ignore[arg-type]
        claims = _build_claims(decoded, issuer, client_id, nonce)
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
    except ClaimError as error:
        raise TokenError(error.claim) from error
    except (JoseError, ValueError, TypeError, KeyError) as error:  # key set and header may be malformed
        raise TokenError("tanda tangan") from error
    return claims


def _build_claims(decoded: "jwt.Token", issuer: str, client_id: str, nonce: str) -> "CodeIDToken":
    from authlib.oidc.core import CodeIDToken

    expected_claims = {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": client_id},
    }
    return CodeIDToken(
        decoded.claims, decoded.header, expected_claims, {"nonce": nonce, "client_id": client_id}
    )
