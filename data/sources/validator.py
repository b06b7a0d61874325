"""Row validator: turns a row into a :class:`ServiceRequest`, or into a rejection with its reason.

What makes a report unusable (no id, no filing time, an impossible filing time) rejects the row. A fault in
a part (unreadable coordinates, an impossible rating) drops this part and is named in ``issues``; the report
is stored, because a flood with wrong coordinates still has to be handled.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from data.core.config.city import CONFIDENTIAL, City, SourceBase
from data.core.report.record import RejectedRow, ServiceRequest, StatusChange
from data.core.status import UNKNOWN_STATUS
from data.sources.base import Row
from data.sources.confidential import RowRedaction, marking_rule
from data.sources.points import parse_position, parse_projected
from data.sources.projected import project
from data.sources.redaction import REDACTED
from data.sources.row_codes import RowCodes, decided_status
from data.sources.row_times import RowTimes, UnusableRowError, names_of_days
from data.sources.source_times import SourceTime
from data.sources.unstated_codes import as_fields
from data.sources.values import (
    clean_text,
    parse_coordinates,
    parse_rating,
    quote_value,
    text_or_none,
)

RAW_LIMIT = 64_000
REPORTER_PREFIX = "reporter "  # before the hash that stands for a reporter in quarantine
TEXT_FIELDS = ("description", "status_notes", "agency_responsible", "address", "area_name", "parent_name",
         "media_url", "evidence_url")  # fmt: skip


@dataclass(frozen=True)
class RowValidator:
    """The rules for the rows of one source.

    :param hash_reporter: turns a reporter's name into a keyed hash
    """

    city: City
    source: SourceBase
    hash_reporter: Callable[[str], str]
    date_format: str | None = None

    def check(self, row: Row, now: datetime) -> ServiceRequest | RejectedRow:
        """Return the record of a row, or its rejection; never raise, whatever the row contains."""
        row = self._redaction.apply(row)
        try:
            if row.problem:
                raise UnusableRowError(row.problem)
            return self._record(row, now)
        except UnusableRowError as reason:
            return self._rejection(row, str(reason))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            return self._rejection(row, f"{'.'.join(map(str, first['loc']))}: {first['msg']}")

    def _rejection(self, row: Row, reason: str) -> RejectedRow:
        reporter_hash = self._reporter_hash(row.fields.get("reporter"))
        hashed = {"reporter": f"{REPORTER_PREFIX}{reporter_hash}"} if reporter_hash else {}
        reason_text = clean_text(reason)[:1_000]
        return RejectedRow(row.number, self.quarantine_text(row), reason_text, {**row.fields, **hashed})

    def quarantine_text(self, row: Row) -> str:
        """Return the row's text as quarantine stores it; it identifies the row in later pulls."""
        row = self._redaction.apply(row)
        reporter_hash = self._reporter_hash(row.fields.get("reporter"))
        raw = clean_text(row.raw)
        if reporter_hash:
            raw = raw.replace(REDACTED, f"{REPORTER_PREFIX}{reporter_hash}")
        return raw[:RAW_LIMIT]

    def mark_days(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows of a feed, each with the fields in which a midnight stands for its day."""
        return self._times.mark_days(rows)

    @cached_property
    def _times(self) -> RowTimes:
        zone = ZoneInfo(self.source.timezone or self.city.timezone)
        return RowTimes(zone, self.date_format, self.source.due_end_of_day)

    def _record(self, row: Row, now: datetime) -> ServiceRequest:
        fields, issues, time_issues = row.fields, list[str](), list[str]()
        identity = _parse_id(fields.get("service_request_id"))
        times = self._times.read(row, now, time_issues)
        rating, steps = parse_rating(fields.get("rating"), issues), self._history(row, now, issues)
        category = text_or_none(fields.get("service_name"))
        status_word = text_or_none(fields.get("status_description"))
        service_code, category_reason = self._codes.category(fields.get("service_code"), category)
        status_code, status_reason = self._codes.status(
            status_word, decided_status(fields.get("status_code"))
        )
        values: dict[str, Any] = {
            "source": self.source.name,
            "service_request_id": identity,
            "service_code": service_code,
            "service_name": category,
            "status_description": status_code,
            "reporter": self._reporter_hash(fields.get("reporter")),
            "rating": rating,
            "history": tuple(change for change, _at in steps) if steps else (),
        }
        values |= as_fields(service_code=category_reason, status_description=status_reason)
        values |= _coordinates(fields, self.source.crs, issues)
        values |= self._text_fields(fields, status_word)
        values |= {name: parsed.at for name, parsed in times.items()}
        values["date_only"] = names_of_days(times, (at for _change, at in steps))
        return ServiceRequest.of_parsed(values | {"issues": (*issues, *time_issues)})

    def _text_fields(self, fields: Mapping[str, Any], status_word: str | None) -> dict[str, str | None]:
        texts = {name: text_or_none(value) for name in TEXT_FIELDS if (value := fields.get(name)) is not None}
        return texts | self._status_notes(status_word, fields)

    @cached_property
    def _codes(self) -> RowCodes:
        return RowCodes(self.city, self.source)

    def _status_notes(self, status_word: str | None, fields: Mapping[str, Any]) -> dict[str, str | None]:
        """Return the source's own status word as notes where our code is only "unknown"."""
        is_known = status_word is None or self._codes.status_code(status_word) != UNKNOWN_STATUS
        return {} if is_known else {"status_notes": text_or_none(fields.get("status_notes")) or status_word}

    def redact(self, row: Row) -> Row:
        """Return a row without what it must not be stored or shown with, by what it says of its secrecy."""
        return self._redaction.apply(row)

    def is_confidential(self, row: Row) -> bool:
        """Return whether a row calls its report confidential."""
        return self.redact(row).fields.get("service_code") == CONFIDENTIAL

    @cached_property
    def _redaction(self) -> RowRedaction:
        return RowRedaction(marking_rule(self.city), self._times.is_time, self._codes.knows_status)

    def _reporter_hash(self, value: Any) -> str | None:
        name = text_or_none(value)
        return None if name is None else self.hash_reporter(name)

    def _history(self, row: Row, now: datetime, issues: list[str]) -> list[tuple[StatusChange, SourceTime]]:
        """Return the usable steps, each with its time."""
        value = row.fields.get("history")
        if not isinstance(value, list):
            return []
        steps = [self._status_change(step, row, now) for step in value]
        if None in steps:
            issues.append("a step of the history has no usable time")
        return [step for step in steps if step]

    def _status_change(self, step: Any, row: Row, now: datetime) -> tuple[StatusChange, SourceTime] | None:
        parsed = self._times.step_time(step, row, now) if isinstance(step, Mapping) else None
        if parsed is None:
            return None
        status_word, agency = (
            text_or_none(step.get(name)) for name in ("status_description", "agency_responsible")
        )
        status = self._codes.status_code(status_word)
        return StatusChange(at=parsed.at, status_description=status, agency_responsible=agency), parsed


def _coordinates(fields: Mapping[str, Any], crs: str | None, issues: list[str]) -> dict[str, float | None]:
    """Return degrees of what is written in its own columns, or both in ``point``, in the source's system."""
    north, east = fields.get("lat"), fields.get("long")
    point = fields.get("point")
    if point is not None and (north, east) == (None, None):
        pair = parse_projected(point) if crs else parse_position(point)
        if pair is None and text_or_none(point):
            issues.append(f"point {quote_value(point)} is not a position")
        north, east = pair or (None, None)
    return project(north, east, crs, issues) if crs else parse_coordinates(north, east, issues)


def _parse_id(value: Any) -> str:
    if isinstance(value, bool | float):
        raise UnusableRowError(f"service_request_id {quote_value(value)} is not an id")
    identity = text_or_none(value)
    if identity is None:
        raise UnusableRowError("service_request_id is missing")
    return identity
