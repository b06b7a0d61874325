"""Redaction of reports that become confidential: what was readable of them is deleted."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, null, update

from data.core.config.city import CONFIDENTIAL
from data.core.report.key import ReportKey
from data.store.report_states import IDS_PER_QUERY, ids_by_source
from data.store.schema import event, rejected_row
from data.store.schema_follow_ups import follow_up, picture

WITHHELD = '"(dirahasiakan)"'  # JSON, as every raw row is


def redact(connection: Connection, keys: Iterable[ReportKey]) -> None:
    """Delete the texts, points and reporters of the reports' events, and their rows in quarantine.

    Pictures and the notes of follow-ups are deleted too. Area, category, statuses and times stay, because
    past snapshots count by them.
    """
    for source, ids in ids_by_source(keys).items():
        for start in range(0, len(ids), IDS_PER_QUERY):
            _redact(connection, source, ids[start : start + IDS_PER_QUERY])


def hide_points(connection: Connection, keys: Iterable[ReportKey], sensitive: Collection[str]) -> None:
    """Delete the points of the reports' events from before they became sensitive: past boards show them.

    :param sensitive: codes of categories; an event of one of them is shown without its point anyway
    """
    for source, ids in ids_by_source(keys).items():
        for start in range(0, len(ids), IDS_PER_QUERY):
            conditions = (
                event.c.source == source,
                event.c.service_request_id.in_(ids[start : start + IDS_PER_QUERY]),
                event.c.service_code.not_in(sensitive),
            )
            connection.execute(update(event).where(*conditions).values(lat=None, long=None))


def _redact(connection: Connection, source: str, ids: Sequence[str]) -> None:
    event_columns = event.c
    public_events = (
        event_columns.source == source,
        event_columns.service_request_id.in_(ids),
        event_columns.service_code != CONFIDENTIAL,
    )
    emptied: dict[str, Any] = {"amended": {}, "lat": None, "long": None, "reporter": None}
    connection.execute(update(event).where(*public_events).values(emptied))
    report_follow_ups = (follow_up.c.source == source) & follow_up.c.service_request_id.in_(ids)
    connection.execute(update(follow_up).where(report_follow_ups).values(note=""))
    report_pictures = (picture.c.source == source) & picture.c.service_request_id.in_(ids)
    connection.execute(delete(picture).where(report_pictures))
    rejected_columns = rejected_row.c
    same_report = rejected_columns.fields["service_request_id"].as_string().in_(ids)
    connection.execute(
        update(rejected_row)
        .where(rejected_columns.source == source, same_report)
        .values(raw=WITHHELD, fields=null())
    )
