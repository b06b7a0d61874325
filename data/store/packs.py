"""Review packs in the store: appended and read, never changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from data.store.schema import review_pack


@dataclass(frozen=True)
class StoredPack:
    """A row as it is stored; its reader verifies the checksum."""

    pack_id: int
    frozen_at: datetime
    checksum: str
    body: bytes


def append(connection: Connection, frozen_at: datetime, checksum: str, body: bytes) -> int:
    """Insert a pack and return its number."""
    statement = review_pack.insert().values(frozen_at=frozen_at, checksum=checksum, body=body.decode())
    inserted_key = connection.execute(statement).inserted_primary_key
    assert inserted_key is not None
    return int(inserted_key[0])


def find(connection: Connection, pack_id: int) -> StoredPack | None:
    """Return one pack; None for an unknown number."""
    row = connection.execute(select(review_pack).where(review_pack.c.pack_id == pack_id)).first()
    return None if row is None else _stored_pack(row)


def iter_all(connection: Connection) -> Iterator[StoredPack]:
    """Yield all packs, the newest first."""
    for row in connection.execute(select(review_pack).order_by(review_pack.c.pack_id.desc())):
        yield _stored_pack(row)


def _stored_pack(row: object) -> StoredPack:
    pack_id, frozen_at, checksum, body = row  # type: ignore[misc]
    return StoredPack(pack_id, frozen_at, checksum, body.encode())  # type: ignore[has-type]
