"""Redaction of reports that become confidential: what was readable of them is deleted."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, cast, delete, func, null, select, update

from data.core.config.city import CONFIDENTIAL
from data.core.digest import digest
from data.core.report.key import ReportKey
from data.store.report_states import IDS_PER_QUERY, ids_by_source
from data.store.schema import event, rejected_row
from data.store.schema_follow_ups import follow_up, notice, picture

WITHHELD = '"(dirahasiakan)"'  # JSON, as every raw row is
WITHHELD_REASON = "withheld: its report is confidential"


def redact(connection: Connection, keys: Iterable[ReportKey]) -> None:
    """Delete the texts, points and reporters of the reports' events, and their rows in quarantine.

    Pictures and the notes of follow-ups are deleted too, and notifications name no category or area. In
    events area, category, statuses and times stay, because past snapshots count by them.
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
    _redact_notices(connection, source, ids)
    _redact_rejected(connection, source, _names_report(ids))


def redact_rejected_reports(connection: Connection, keys: Iterable[ReportKey]) -> int:
    """Delete the texts of the reports' rows in quarantine, resolved ones too; return how many had any."""
    return sum(
        _redact_rejected(connection, source, _names_report(ids[start : start + IDS_PER_QUERY]))
        for source, ids in ids_by_source(keys).items()
        for start in range(0, len(ids), IDS_PER_QUERY)
    )


def redact_rejected_rows(connection: Connection, source: str, raw_texts: Iterable[str]) -> int:
    """Delete the texts of rows in quarantine that are known by their raw texts; return how many had any."""
    fingerprints = sorted({digest(raw) for raw in raw_texts})
    return sum(
        _redact_rejected(connection, source, rejected_row.c.fingerprint.in_(chunk))
        for start in range(0, len(fingerprints), IDS_PER_QUERY)
        if (chunk := fingerprints[start : start + IDS_PER_QUERY])
    )


def _names_report(ids: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a rejected row names one of these reports; a source may give numbers."""
    identity = rejected_row.c.fields["service_request_id"].as_string()
    return func.trim(cast(identity, Text)).in_(ids)


def _redact_rejected(connection: Connection, source: str, condition: ColumnElement[bool]) -> int:
    """Redact rejected rows; one of which only what may be stored is there can still be repaired."""
    columns = rejected_row.c
    code = columns.fields["service_code"].as_string()
    is_open = (columns.raw != WITHHELD) & (code.is_(None) | (code != CONFIDENTIAL))
    statement = update(rejected_row).where(columns.source == source, condition, is_open)
    values = {"raw": WITHHELD, "reason": WITHHELD_REASON, "fields": null()}
    return int(connection.execute(statement.values(values)).rowcount)


def _redact_notices(connection: Connection, source: str, ids: Sequence[str]) -> None:
    """Let the notifications of reports name neither category nor kelurahan."""
    same_report = (notice.c.source == source) & notice.c.service_request_id.in_(ids)
    for notice_id, values in connection.execute(
        select(notice.c.notice_id, notice.c["values"]).where(same_report)
    ).all():
        redacted = {**values, "service_code": CONFIDENTIAL, "area_code": None}
        connection.execute(update(notice).where(notice.c.notice_id == notice_id).values({"values": redacted}))
