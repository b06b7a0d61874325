"""A check at every start that the board's keys fit what the store holds.

A store that was restored without its keys, or whose key file is gone, works on under new ones. What was
written under the earlier ones is lost with them: that is said, with how much it is.
"""

from dataclasses import asdict, dataclass

import structlog
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Connection, Engine

from data.config.secret_files import REPORTER_KEY_FILE
from data.lib.crypto import cipher, token_hash
from data.services.notifications.vapid import PUSH_KEY_FILE
from data.services.submission import CONTACT_PURPOSE, tracking_key
from data.store import encrypted_rows
from data.store.encrypted_rows import ReceiptRow

SAMPLE_SIZE = 50  # the oldest and the newest rows that a key is tried on; all of them once one does not fit
REMEDY = "stop the board and put {file} back from the backup of this store, see docs/operations.md"

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class MissingKeys:
    """Which key files were not there at the start."""

    reporter_key: bool
    push_key: bool


NO_MISSING_KEYS = MissingKeys(reporter_key=False, push_key=False)


@dataclass(frozen=True)
class UnreadableRows:
    """How much of the store was written under another reporter key."""

    receipts: int
    contacts: int
    browsers: int


def warn_of_lost_keys(engine: Engine, secret: bytes, missing: MissingKeys) -> None:
    """Log an error for each key that is missing or does not fit, with what is lost; nothing stops."""
    with engine.connect() as connection:
        unreadable = count_unreadable(connection, secret)
        reporters = missing.reporter_key and encrypted_rows.has_reporters(connection)
        browsers = len(encrypted_rows.sample_subscriptions(connection, 1)) if missing.push_key else 0
    if missing.reporter_key and (unreadable or reporters):
        _log_reporter_key("the reporter key was missing, a new one is made", unreadable)
    elif unreadable:
        _log_reporter_key("the reporter key does not fit the store", unreadable)
    if browsers:
        log.error(
            "the push key was missing, a new one is made",
            lost="subscribed browsers get no pushes until they subscribe again",
            remedy=REMEDY.format(file=PUSH_KEY_FILE),
        )


def _log_reporter_key(message: str, unreadable: UnreadableRows | None) -> None:
    log.error(
        message,
        lost="contacts and subscriptions of these receipts cannot be read: their reporters get no messages, "
        "links in messages do not open these reports, and earlier reporters count as new ones",
        remedy=REMEDY.format(file=REPORTER_KEY_FILE),
        **asdict(unreadable or UnreadableRows(0, 0, 0)),
    )


def count_unreadable(connection: Connection, secret: bytes) -> UnreadableRows | None:
    """Return how many rows a reporter key does not fit; None if it fits the oldest and the newest ones."""
    contacts, browsers = cipher(secret, CONTACT_PURPOSE), cipher(secret, "push")
    receipts = encrypted_rows.sample_receipts(connection, SAMPLE_SIZE)
    subscriptions = encrypted_rows.sample_subscriptions(connection, SAMPLE_SIZE)
    if all(_fits(row, secret) for row in receipts) and all(_opens(browsers, each) for each in subscriptions):
        return None
    unfit = [row for row in encrypted_rows.all_receipts(connection) if not _fits(row, secret)]
    return UnreadableRows(
        receipts=len(unfit),
        contacts=sum(row.contact is not None and not _opens(contacts, row.contact) for row in unfit),
        browsers=sum(not _opens(browsers, each) for each in encrypted_rows.all_subscriptions(connection)),
    )


def _fits(row: ReceiptRow, secret: bytes) -> bool:
    return token_hash(tracking_key(secret, row.number)) == row.key_hash


def _opens(key: Fernet, text: str) -> bool:
    try:
        key.decrypt(text.encode())
    except InvalidToken:
        return False
    return True
