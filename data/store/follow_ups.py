"""Reading and writing what enters here: submissions, filings, follow-ups, pictures."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from data.core.follow_up.records import Filing, FollowUp, Picture, Shown
from data.core.report.key import Key
from data.store.bulk_insert import insert_many
from data.store.schema import event, service_request
from data.store.schema_follow_ups import filing, follow_up, picture, submission

HERE = 0  # the pull_id of events that no pull brought


def answered(connection: Connection, name: str, who: str) -> dict[str, Any] | None:
    """What a submission came to when it was first sent by the same sender; None if it is new.

    :raises ValueError: somebody else has sent one of that name
    """
    found = connection.execute(select(submission).where(submission.c.submission == name)).mappings().first()
    if found is None:
        return None
    if found["who"] != who:
        raise ValueError("the submission is somebody else's")
    return dict(found["answer"])


def answer_once(connection: Connection, name: str, who: str, at: datetime, answer: dict[str, Any]) -> None:
    """Keeps what a submission came to, within the transaction in which it came to it."""
    connection.execute(submission.insert().values(submission=name, who=who, at=at, answer=answer))


def keep_filing(connection: Connection, key: Key, found: Filing) -> None:
    """Notes how a report was filed."""
    connection.execute(filing.insert().values(**_named(key), **asdict(found)))


def filing_of(connection: Connection, key: Key) -> Filing | None:
    """How a report was filed here; None if it came from elsewhere."""
    row = connection.execute(select(filing).where(_is(filing, key))).mappings().first()
    return Filing(**{name: row[name] for name in Filing.__slots__}) if row else None


def join(connection: Connection, key: Key, original: Key | None) -> None:
    """Notes with which report another is counted from now on; None: with none."""
    source, identity = original or (None, None)
    connection.execute(
        update(filing).where(_is(filing, key)).values(joined_source=source, joined_id=identity)
    )


def rated_low(connection: Connection, stars: int, since: datetime, most: int) -> list[Key]:
    """Closed reports whose reporter gave so few stars, not looked at yet; the newest first."""
    report = service_request.c
    looked = select(follow_up.c.change).where(
        follow_up.c.source == report.source,
        follow_up.c.service_request_id == report.service_request_id,
        follow_up.c.move == "tetap_selesai",
    )
    found = (
        select(report.source, report.service_request_id)
        .where(report.status == "closed", report.closed_datetime >= since)
        .where(report.status_description == "selesai", report.details["rating"].as_integer() <= stars)
        .where(~looked.exists())
        .order_by(report.closed_datetime.desc())
        .limit(most)
    )
    return [(source, number) for source, number in connection.execute(found)]


def keep_follow_up(connection: Connection, key: Key, found: FollowUp) -> None:
    """Appends a move."""
    connection.execute(follow_up.insert().values(**_named(key), **asdict(found)))


def follow_ups(connection: Connection, key: Key) -> list[FollowUp]:
    """All moves made on a report here, in order."""
    columns = [follow_up.c[name] for name in FollowUp.__slots__]
    found = select(*columns).where(_is(follow_up, key)).order_by(follow_up.c.change)
    return [FollowUp(*row) for row in connection.execute(found)]


def keep_pictures(
    connection: Connection, key: Key, change: int, at: datetime, pictures: Sequence[Picture]
) -> None:
    """Keeps the pictures that came with an event."""
    rows = [
        {**_named(key), "change": change, "at": at, "position": number, **asdict(found)}
        for number, found in enumerate(pictures)
    ]
    insert_many(connection, picture, rows)


def pictures_of(connection: Connection, keys: Iterable[Key]) -> dict[Key, list[Shown]]:
    """What pictures there are of each report, first ones first, without the pictures themselves."""
    found: dict[Key, list[Shown]] = {key: [] for key in keys}
    columns = [picture.c[name] for name in Shown.__slots__]
    for key, shown in found.items():
        asked = select(*columns).where(_is(picture, key)).order_by(picture.c.change, picture.c.position)
        shown.extend(Shown(*row) for row in connection.execute(asked))
    return found


def picture_at(connection: Connection, picture_id: str) -> tuple[Key, Picture] | None:
    """A picture and the report that it belongs to."""
    row: Row[Any] | None = connection.execute(
        select(picture).where(picture.c.picture_id == picture_id)
    ).first()
    if row is None:
        return None
    values = row._mapping
    return (values["source"], values["service_request_id"]), Picture(
        **{name: values[name] for name in Picture.__slots__}
    )


def word_before(connection: Connection, key: Key, present: str) -> str | None:
    """The state that a report was in before its present one; None if there was none."""
    mine = (event.c.source == key[0]) & (event.c.service_request_id == key[1])
    other = event.c.status_description != present
    found = select(event.c.status_description).where(mine, other).order_by(event.c.change.desc()).limit(1)
    return connection.execute(found).scalar_one_or_none()


def _named(key: Key) -> dict[str, str]:
    return {"source": key[0], "service_request_id": key[1]}


def _is(table: Any, key: Key) -> Any:
    return (table.c.source == key[0]) & (table.c.service_request_id == key[1])
