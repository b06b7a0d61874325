"""Redaction by command: reports that are stored already and turn out to be confidential."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Engine

from data.core.config.city import CONFIDENTIAL, City
from data.core.report.key import ReportKey
from data.core.report.standing import Event
from data.core.report.withheld import withheld_details, withhold_known
from data.sources.confidential import marking_rule
from data.store import audit
from data.store.audit import AuditEntry
from data.store.confidential_reports import parents_of
from data.store.engine import writer
from data.store.events import write_events
from data.store.follow_ups import LOCAL_PULL_ID
from data.store.marked_rows import list_marked_rejections, list_marked_reports
from data.store.redaction import redact, redact_rejected_reports, redact_rejected_rows
from data.store.report_states import TrackedReport, latest_changes, load_reports, write_states

COUNTED = ("reports", "events", "notes", "pictures", "notices", "rejected")


@dataclass(frozen=True)
class RedactionTarget:
    """What is to be redacted: reports, and rows in quarantine as source and raw text."""

    keys: frozenset[ReportKey]
    rejections: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RedactionResult:
    """How many of each were redacted; ``not_stored`` are reports that the store does not have."""

    counts: Mapping[str, int]
    not_stored: int


def find_marked(engine: Engine, city: City) -> RedactionTarget:
    """Return all that is stored in the open although its own words call it confidential."""
    rule = marking_rule(city)
    with engine.connect() as connection:
        rejections, keys = list_marked_rejections(connection, rule)
        return RedactionTarget(frozenset(keys | list_marked_reports(connection, rule)), tuple(rejections))


def redact_stored(
    engine: Engine, target: RedactionTarget, now: datetime, *, dry_run: bool
) -> RedactionResult:
    """Redact reports with all that is stored of them; doing it again changes nothing.

    The source cannot undo it: a report stays confidential whatever its later rows say.

    :param dry_run: only count
    """
    with writer(engine).connect() as connection, connection.begin() as transaction:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete=ON")  # overwrite what is deleted
        result = _redact_all(connection, target, now)
        if dry_run:
            transaction.rollback()
        elif any(result.counts.values()):
            audit.write(connection, _audit_entry(target, result, now))
    if engine.dialect.name == "sqlite" and not dry_run:
        with engine.connect() as connection:  # the log beside the file holds earlier pages
            connection.rollback()
            connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return result


def _redact_all(connection: Connection, target: RedactionTarget, now: datetime) -> RedactionResult:
    reports = load_reports(connection, target.keys, now)
    stored = {key: report for key, report in reports.items() if report.known is not None}
    counts = Counter(dict.fromkeys(COUNTED, 0))
    counts["reports"] = _withhold_states(connection, stored, now)
    counts.update(redact(connection, stored))
    counts["rejected"] += redact_rejected_reports(connection, target.keys - stored.keys())
    for source in sorted({source for source, _raw in target.rejections}):
        raw_texts = (raw for name, raw in target.rejections if name == source)
        counts["rejected"] += redact_rejected_rows(connection, source, raw_texts)
    return RedactionResult(dict(counts), len(target.keys) - len(stored))


def _withhold_states(
    connection: Connection, reports: Mapping[ReportKey, TrackedReport], now: datetime
) -> int:
    """Make reports confidential; return how many were not, or had a text all the same."""
    codes = {report.known.standing.area_code for report in reports.values() if report.known}
    parents = parents_of(connection, filter(None, codes))
    events, states = list[tuple[ReportKey, Event]](), dict[ReportKey, TrackedReport]()
    for key, report in reports.items():
        state, new_events = _withhold(report, parents, now)
        if state != report:
            states[key] = state
            events.extend((key, event) for event in new_events)
    changes = {key: latest.change for key, latest in latest_changes(connection, states).items()}
    changes |= write_events(connection, events, LOCAL_PULL_ID)
    write_states(connection, states, changes)
    return len(states)


def _withhold(
    report: TrackedReport, parents: Mapping[str, str], now: datetime
) -> tuple[TrackedReport, Iterable[Event]]:
    known = report.known
    assert known is not None
    if known.standing.service_code == CONFIDENTIAL:
        return replace(report, known=replace(known, details=withheld_details(known.details))), ()
    code = known.standing.area_code
    kecamatan = parents.get(code, code) if code else None
    withheld, events = withhold_known(known, kecamatan, max(now, known.last_occurred_at))
    return replace(report, known=withheld), events


def _audit_entry(target: RedactionTarget, result: RedactionResult, now: datetime) -> AuditEntry:
    keys = sorted(target.keys)
    named = "/".join(keys[0]) if len(keys) == 1 else f"{len(keys)} laporan"
    outcome = ", ".join(f"{name} {count}" for name, count in result.counts.items() if count)
    return AuditEntry(now, "", "perintah", "rahasiakan", named, outcome, "")
