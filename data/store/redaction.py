"""Redaction of reports that become confidential: what was readable of them is deleted."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, Text, cast, delete, func, null, or_, select, update

from data.core.config.city import CONFIDENTIAL
from data.core.digest import digest
from data.core.report.key import ReportKey
from data.core.report.record import RejectedRow
from data.store.query_chunks import key_chunks, value_chunks
from data.store.schema import event, rejected_row, service_request
from data.store.schema_follow_ups import follow_up, notice, picture

WITHHELD = '"(dirahasiakan)"'  # JSON, as every raw row is
WITHHELD_REASON = "withheld: its report is confidential"


def redact(connection: Connection, keys: Iterable[ReportKey]) -> Counter[str]:
    """Delete the texts, points and reporters of the reports' events, and their rows in quarantine.

    Pictures and the notes of follow-ups are deleted too, and notifications name no category or area. In
    events area, category, statuses and times stay, because past snapshots count by them. Return how many of
    each had any.
    """
    counts = Counter[str]()
    for source, ids in key_chunks(keys):
        counts.update(_redact(connection, source, ids))
    return counts


def hide_points(connection: Connection, keys: Iterable[ReportKey], sensitive: Collection[str]) -> None:
    """Delete the points of the reports' events from before they became sensitive: past boards show them.

    :param sensitive: codes of categories; an event of one of them is shown without its point anyway
    """
    for source, ids in key_chunks(keys):
        conditions = (*_of_reports(event, source, ids), event.c.service_code.not_in(sensitive))
        connection.execute(update(event).where(*conditions).values(lat=None, long=None))


def _redact(connection: Connection, source: str, ids: Sequence[str]) -> dict[str, int]:
    columns = event.c
    has_content = or_(
        cast(columns.amended, Text) != "{}", columns.lat.is_not(None), columns.reporter.is_not(None)
    )
    emptied: dict[str, Any] = {"amended": {}, "lat": None, "long": None, "reporter": None}
    public_events = (columns.service_code != CONFIDENTIAL, has_content)
    notes = update(follow_up).where(*_of_reports(follow_up, source, ids), follow_up.c.note != "")
    statements = {
        "events": update(event).where(*_of_reports(event, source, ids), *public_events).values(emptied),
        "notes": notes.values(note=""),
        "pictures": delete(picture).where(*_of_reports(picture, source, ids)),
    }
    counts = {name: int(connection.execute(statement).rowcount) for name, statement in statements.items()}
    notices = _redact_notices(connection, source, ids)
    return {
        **counts,
        "notices": notices,
        "rejected": _redact_rejected(connection, source, _names_report(ids)),
    }


def _of_reports(table: Table, source: str, ids: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    return table.c.source == source, table.c.service_request_id.in_(ids)


def redact_rejected_reports(connection: Connection, keys: Iterable[ReportKey]) -> int:
    """Delete the texts of the reports' rows in quarantine, resolved ones too; return how many had any."""
    return sum(_redact_rejected(connection, source, _names_report(ids)) for source, ids in key_chunks(keys))


def redact_rejected_rows(connection: Connection, source: str, raw_texts: Iterable[str]) -> int:
    """Delete the texts of rows in quarantine that are known by their raw texts; return how many had any."""
    fingerprints = sorted({digest(raw) for raw in raw_texts})
    return sum(
        _redact_rejected(connection, source, rejected_row.c.fingerprint.in_(chunk))
        for chunk in value_chunks(fingerprints)
    )


def redact_rejections(connection: Connection, source: str, rejections: Iterable[RejectedRow]) -> int:
    """Delete the texts of rejected rows whose report is confidential, whether or not the rows say so.

    Return how many had any.
    """
    raw_texts: dict[str, list[str]] = {}
    for rejection in rejections:
        raw_texts.setdefault(_number_of(rejection.fields.get("service_request_id")), []).append(rejection.raw)
    confidential = _confidential_ids(connection, source, list(raw_texts))
    return redact_rejected_rows(
        connection, source, [raw for number in confidential for raw in raw_texts[number]]
    )


def _number_of(value: object) -> str:
    return "" if value is None else str(value).strip()


def _confidential_ids(connection: Connection, source: str, ids: Sequence[str]) -> list[str]:
    table, found = service_request.c, list[str]()
    for chunk in value_chunks(ids):
        conditions = (*_of_reports(service_request, source, chunk), table.service_code == CONFIDENTIAL)
        found += connection.scalars(select(table.service_request_id).where(*conditions))
    return found


def _names_report(ids: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a rejected row names one of these reports; a source may give numbers."""
    return rejected_report_id().in_(ids)


def rejected_report_id() -> ColumnElement[str]:
    """Return the id of the report that a rejected row names."""
    return func.trim(cast(rejected_row.c.fields["service_request_id"].as_string(), Text))


def has_readable_text() -> ColumnElement[bool]:
    """Return the condition that a rejected row of a confidential report can be read.

    One of which only what may be stored is there can still be repaired.
    """
    columns = rejected_row.c
    code = columns.fields["service_code"].as_string()
    is_readable = or_(columns.raw != WITHHELD, columns.reason != WITHHELD_REASON)
    return is_readable & (code.is_(None) | (code != CONFIDENTIAL))


def _redact_rejected(connection: Connection, source: str, condition: ColumnElement[bool]) -> int:
    of_source = rejected_row.c.source == source
    statement = update(rejected_row).where(of_source, condition, has_readable_text())
    values = {"raw": WITHHELD, "reason": WITHHELD_REASON, "fields": null()}
    return int(connection.execute(statement.values(values)).rowcount)


def _redact_notices(connection: Connection, source: str, ids: Sequence[str]) -> int:
    """Let the notifications of reports name neither category nor kelurahan; return how many did."""
    redacted = 0
    query = select(notice.c.notice_id, notice.c["values"]).where(*_of_reports(notice, source, ids))
    for notice_id, values in connection.execute(query).all():
        new_values = {**values, "service_code": CONFIDENTIAL, "area_code": None}
        if new_values != values:
            change = update(notice).where(notice.c.notice_id == notice_id)
            connection.execute(change.values({"values": new_values}))
            redacted += 1
    return redacted
