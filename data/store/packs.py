"""Review packs in the store: appended and read, never changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from data.store.schema import review_pack


@dataclass(frozen=True)
class StoredPack:
    """A row as it stands: whether it is what was once written is for its reader to check."""

    pack_id: int
    frozen_at: datetime
    checksum: str
    body: bytes


def append(connection: Connection, frozen_at: datetime, checksum: str, body: bytes) -> int:
    """Stores a pack and returns its number."""
    row = review_pack.insert().values(frozen_at=frozen_at, checksum=checksum, body=body.decode())
    key = connection.execute(row).inserted_primary_key
    assert key is not None
    return int(key[0])


def find(connection: Connection, pack_id: int) -> StoredPack | None:
    """One pack; None if there is none of that number."""
    found = connection.execute(select(review_pack).where(review_pack.c.pack_id == pack_id)).first()
    return None if found is None else _stored(found)


def every(connection: Connection) -> Iterator[StoredPack]:
    """All packs, the newest first."""
    for row in connection.execute(select(review_pack).order_by(review_pack.c.pack_id.desc())):
        yield _stored(row)


def _stored(row: object) -> StoredPack:
    pack_id, frozen_at, checksum, body = row  # type: ignore[misc]
    return StoredPack(pack_id, frozen_at, checksum, body.encode())  # type: ignore[has-type]
