"""Reports that turn secret: what was readable of them until then is taken out of the store."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, null, update

from data.core.config.city import CONFIDENTIAL
from data.core.report.key import Key
from data.store.report_states import IDS_PER_QUERY
from data.store.schema import event, rejected_row
from data.store.schema_follow_ups import follow_up, picture

WITHHELD = '"(dirahasiakan)"'  # JSON, as every raw row is


def redact(connection: Connection, turned: Iterable[Key]) -> None:
    """Empties the texts, the point and the reporter of the reports' events, and their rows in quarantine.

    Pictures and the notes of follow-ups go too.

    Area, category, states and times stay: boards of the past count by them.
    """
    by_source: dict[str, list[str]] = {}
    for source, identity in turned:
        by_source.setdefault(source, []).append(identity)
    for source, ids in by_source.items():
        for start in range(0, len(ids), IDS_PER_QUERY):
            _redact(connection, source, ids[start : start + IDS_PER_QUERY])


def _redact(connection: Connection, source: str, ids: Sequence[str]) -> None:
    told = event.c
    open_ones = (told.source == source, told.service_request_id.in_(ids), told.service_code != CONFIDENTIAL)
    bare: dict[str, Any] = {"amended": {}, "lat": None, "long": None, "reporter": None}
    connection.execute(update(event).where(*open_ones).values(bare))
    mine = (follow_up.c.source == source) & follow_up.c.service_request_id.in_(ids)
    connection.execute(update(follow_up).where(mine).values(note=""))
    shown = (picture.c.source == source) & picture.c.service_request_id.in_(ids)
    connection.execute(delete(picture).where(shown))
    waiting = rejected_row.c
    named = waiting.fields["service_request_id"].as_string().in_(ids)
    connection.execute(
        update(rejected_row).where(waiting.source == source, named).values(raw=WITHHELD, fields=null())
    )
