"""Stored rows that call their report confidential by today's words."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from sqlalchemy import Connection, Table, select

from data.core.config.city import CONFIDENTIAL
from data.core.marking import Marking, MarkingRule
from data.core.report.key import ReportKey
from data.store.schema import event, rejected_row, service_request

BATCH_ROWS = 2_000


def list_marked_reports(connection: Connection, rule: MarkingRule) -> set[ReportKey]:
    """Return the reports that are marked by their details, their agency, or what their events changed."""
    marked = set(_marked_keys(connection, rule, service_request, "details"))
    return marked | set(_marked_keys(connection, rule, event, "amended"))


def _marked_keys(connection: Connection, rule: MarkingRule, table: Table, column: str) -> Iterator[ReportKey]:
    columns = table.c
    query = select(columns.source, columns.service_request_id, columns.agency_responsible, columns[column])
    public = query.where(columns.service_code != CONFIDENTIAL).execution_options(yield_per=BATCH_ROWS)
    for source, report_id, agency, values in connection.execute(public):
        item = {**(values or {}), "agency_responsible": agency}
        if rule.may_mark(_as_text(item)) and rule.marking_of(item) is Marking.CONFIDENTIAL:
            yield source, report_id


def list_marked_rejections(
    connection: Connection, rule: MarkingRule
) -> tuple[list[tuple[str, str]], set[ReportKey]]:
    """Return the rows in quarantine that are marked, as source and raw text, and the reports that they name.

    A report may be stored although a later row of it, which calls it confidential, was rejected.
    """
    columns, rows, keys = rejected_row.c, list[tuple[str, str]](), set[ReportKey]()
    query = select(columns.source, columns.raw, columns.fields).execution_options(yield_per=BATCH_ROWS)
    for source, raw, fields in connection.execute(query):
        is_withheld = (fields or {}).get("service_code") == CONFIDENTIAL
        if not is_withheld and not _is_marked(rule, raw, fields):
            continue
        identity = (fields or {}).get("service_request_id")
        keys |= set() if identity is None else {(source, str(identity).strip())}
        rows += [] if is_withheld else [(source, raw)]
    return rows, keys


def _is_marked(rule: MarkingRule, raw: str, fields: Mapping[str, Any] | None) -> bool:
    if not rule.may_mark(raw) and not rule.may_mark(_as_text(fields or {})):
        return False
    return Marking.CONFIDENTIAL in map(rule.marking_of, (_parsed(raw), fields or {}))


def _parsed(raw: str) -> Any:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return raw


def _as_text(item: Mapping[str, Any]) -> str:
    return orjson.dumps(item, default=str).decode()
