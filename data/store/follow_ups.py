"""Reading and writing of submissions, filings, follow-ups and pictures."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from data.core.follow_up.records import Filing, FollowUp, Picture, PictureMetadata
from data.core.report.key import ReportKey
from data.store.bulk_insert import insert_many
from data.store.schema import event, service_request
from data.store.schema_follow_ups import filing, follow_up, picture, submission

LOCAL_PULL_ID = 0  # the pull_id of events without a pull


def find_answer(connection: Connection, submission_id: str, sender: str) -> dict[str, Any] | None:
    """Return the answer to an earlier submission of the same sender; None if it is new.

    :raises ValueError: another sender has used the name
    """
    row = (
        connection.execute(select(submission).where(submission.c.submission == submission_id))
        .mappings()
        .first()
    )
    if row is None:
        return None
    if row["who"] != sender:
        raise ValueError("the submission is somebody else's")
    return dict(row["answer"])


def save_answer(
    connection: Connection, submission_id: str, sender: str, at: datetime, answer: dict[str, Any]
) -> None:
    """Store the answer to a submission, within the transaction of its result."""
    connection.execute(submission.insert().values(submission=submission_id, who=sender, at=at, answer=answer))


def insert_filing(connection: Connection, key: ReportKey, new_filing: Filing) -> None:
    """Store how a report was submitted."""
    connection.execute(filing.insert().values(**_key_columns(key), **asdict(new_filing)))


def find_filing(connection: Connection, key: ReportKey) -> Filing | None:
    """Return how a report was submitted here; None if it came from elsewhere."""
    row = connection.execute(select(filing).where(_matches_key(filing, key))).mappings().first()
    return Filing(**{name: row[name] for name in Filing.__slots__}) if row else None


def set_joined_report(connection: Connection, key: ReportKey, original: ReportKey | None) -> None:
    """Store with which report another is counted from now on; None: with none."""
    source, report_id = original or (None, None)
    connection.execute(
        update(filing).where(_matches_key(filing, key)).values(joined_source=source, joined_id=report_id)
    )


def list_low_rated(connection: Connection, max_stars: int, since: datetime, limit: int) -> list[ReportKey]:
    """Return closed reports with at most so many stars, not confirmed yet; the newest first."""
    report = service_request.c
    confirmed = select(follow_up.c.change).where(
        follow_up.c.source == report.source,
        follow_up.c.service_request_id == report.service_request_id,
        follow_up.c.move == "tetap_selesai",
    )
    query = (
        select(report.source, report.service_request_id)
        .where(report.status == "closed", report.closed_datetime >= since)
        .where(report.status_description == "selesai", report.details["rating"].as_integer() <= max_stars)
        .where(~confirmed.exists())
        .order_by(report.closed_datetime.desc())
        .limit(limit)
    )
    return [(source, report_id) for source, report_id in connection.execute(query)]


def insert_follow_up(connection: Connection, key: ReportKey, new_follow_up: FollowUp) -> None:
    """Append a follow-up."""
    connection.execute(follow_up.insert().values(**_key_columns(key), **asdict(new_follow_up)))


def list_follow_ups(connection: Connection, key: ReportKey) -> list[FollowUp]:
    """Return all follow-ups of a report, in order."""
    columns = [follow_up.c[name] for name in FollowUp.__slots__]
    query = select(*columns).where(_matches_key(follow_up, key)).order_by(follow_up.c.change)
    return [FollowUp(*row) for row in connection.execute(query)]


def insert_pictures(
    connection: Connection, key: ReportKey, change: int, at: datetime, pictures: Sequence[Picture]
) -> None:
    """Store the pictures of an event."""
    rows = [
        {**_key_columns(key), "change": change, "at": at, "position": position, **asdict(new_picture)}
        for position, new_picture in enumerate(pictures)
    ]
    insert_many(connection, picture, rows)


def list_pictures(
    connection: Connection, keys: Iterable[ReportKey]
) -> dict[ReportKey, list[PictureMetadata]]:
    """Return the metadata of each report's pictures, the first ones first."""
    pictures: dict[ReportKey, list[PictureMetadata]] = {key: [] for key in keys}
    columns = [picture.c[name] for name in PictureMetadata.__slots__]
    for key, metadata in pictures.items():
        query = (
            select(*columns).where(_matches_key(picture, key)).order_by(picture.c.change, picture.c.position)
        )
        metadata.extend(PictureMetadata(*row) for row in connection.execute(query))
    return pictures


def find_picture(connection: Connection, picture_id: str) -> tuple[ReportKey, Picture] | None:
    """Return a picture and the report that it belongs to."""
    row: Row[Any] | None = connection.execute(
        select(picture).where(picture.c.picture_id == picture_id)
    ).first()
    if row is None:
        return None
    values = row._mapping
    return (values["source"], values["service_request_id"]), Picture(
        **{name: values[name] for name in Picture.__slots__}
    )


def previous_status(connection: Connection, key: ReportKey, current: str) -> str | None:
    """Return the status before the present one; None if there was none."""
    same_report = (event.c.source == key[0]) & (event.c.service_request_id == key[1])
    is_different = event.c.status_description != current
    query = (
        select(event.c.status_description)
        .where(same_report, is_different)
        .order_by(event.c.change.desc())
        .limit(1)
    )
    return connection.execute(query).scalar_one_or_none()


def _key_columns(key: ReportKey) -> dict[str, str]:
    return {"source": key[0], "service_request_id": key[1]}


def _matches_key(table: Any, key: ReportKey) -> Any:
    return (table.c.source == key[0]) & (table.c.service_request_id == key[1])
