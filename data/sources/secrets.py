"""Lookup of secrets in environment variables and files. No message contains one."""

from collections.abc import Mapping
from pathlib import Path

from data.core.config.source_config import SecretReference
from data.sources.base import FeedError


def resolve_secret(secret: SecretReference, environ: Mapping[str, str], folder: Path) -> str:
    """Return the secret, read anew with every pull so that it can be changed without a restart.

    :param folder: base folder of a relative file
    :raises FeedError: naming the variable or file that is missing or empty
    """
    value = _read_secret_file(folder / secret.file) if secret.file else environ.get(secret.env or "", "")
    if not value:
        raise FeedError(f"no secret in {secret.file or 'environment variable ' + str(secret.env)}")
    return secret.prefix + value


def resolve_secrets(
    secrets: Mapping[str, SecretReference], environ: Mapping[str, str], folder: Path
) -> dict[str, str]:
    """Return each secret under its name."""
    return {name: resolve_secret(secret, environ, folder) for name, secret in secrets.items()}


def _read_secret_file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise FeedError(f"the secret's file {path} cannot be read: {type(error).__name__}") from error
