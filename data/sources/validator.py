"""The border guard: a row becomes a :class:`ServiceRequest`, or a rejection that says why.

What makes a report unusable (no id, no filing time, a filing time that cannot be) rejects the row. What
merely spoils a part (unreadable coordinates, an impossible rating) is set aside, named in ``issues``, and
the report is kept: a flood filed with a broken position is still a flood.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from data.core.config.city import CONFIDENTIAL, OTHER, City, SourceBase
from data.core.report.record import Rejection, ServiceRequest, StatusChange
from data.core.status import BY_CODE, UNKNOWN
from data.sources.base import Row
from data.sources.points import position
from data.sources.redaction import HIDDEN
from data.sources.values import coordinates, folded, parse_time, rating, shown, text, text_or_none

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
EARLIEST_STEP = datetime(1899, 12, 31, tzinfo=UTC)  # a closing before the filing is dirt, but the source's
AHEAD = timedelta(hours=24)  # a wrong zone is at most this far off; more is a wrong date
RAW_LIMIT = 64_000
ALIAS = "reporter "  # before the hash that stands for a reporter in quarantine
PLAIN = ("description", "status_notes", "agency_responsible", "address", "area_name", "parent_name",
         "media_url", "evidence_url")  # fmt: skip
DISTANT = timedelta(days=50 * 365)  # a deadline further off is a placeholder such as 9999-12-31
TIMES = (("updated_datetime", AHEAD), ("expected_datetime", DISTANT), ("closed_datetime", AHEAD))
WORDS = {"wait": "menunggu", "waiting": "menunggu", "process": "proses", "complete": "selesai",
         "completed": "selesai", "open": "menunggu", "closed": "selesai"}  # fmt: skip


class UnusableError(Exception):
    """The row cannot be a report; the message is its reason for rejection."""


@dataclass(frozen=True)
class Guard:
    """The rules for the rows of one source.

    :param hide: turns a reporter's name into a keyed hash
    """

    city: City
    source: SourceBase
    hide: Callable[[str], str]
    date_format: str | None = None

    def check(self, row: Row, now: datetime) -> ServiceRequest | Rejection:
        """The record of a row, or its rejection; never an exception, whatever the row holds."""
        try:
            if row.problem:
                raise UnusableError(row.problem)
            return self._record(row.fields, now)
        except UnusableError as reason:
            return self._rejection(row, str(reason))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            return self._rejection(row, f"{'.'.join(map(str, first['loc']))}: {first['msg']}")

    def _rejection(self, row: Row, reason: str) -> Rejection:
        who = self._reporter(row.fields.get("reporter"))
        fields = {**row.fields, "reporter": f"{ALIAS}{who}"} if who else row.fields
        return Rejection(row.number, self.kept(row), text(reason)[:1_000], fields)

    def kept(self, row: Row) -> str:
        """A row's own text as quarantine keeps it; it names the row from one pull to the next."""
        who = self._reporter(row.fields.get("reporter"))
        raw = text(row.raw).replace(HIDDEN, f"{ALIAS}{who}") if who else text(row.raw)
        return raw[:RAW_LIMIT]

    def _record(self, fields: Mapping[str, Any], now: datetime) -> ServiceRequest:
        issues: list[str] = []
        zone = ZoneInfo(self.source.timezone or self.city.timezone)
        category = text_or_none(fields.get("service_name"))
        word = text_or_none(fields.get("status_description"))
        return ServiceRequest(
            source=self.source.name,
            service_request_id=_identity(fields.get("service_request_id")),
            service_code=self._category(fields.get("service_code"), category),
            service_name=category,
            status_description=_decided(fields) or self._status(word),
            requested_datetime=self._filed(fields.get("requested_datetime"), zone, now),
            reporter=self._reporter(fields.get("reporter")),
            rating=rating(fields.get("rating"), issues),
            history=self._history(fields.get("history"), zone, now, issues),
            **coordinates(*_place(fields, issues), issues),
            **{name: text_or_none(fields.get(name)) for name in PLAIN} | self._notes(word, fields),
            **{name: self._time(name, fields.get(name), zone, now + ahead, issues) for name, ahead in TIMES},
            issues=tuple(issues),
        )

    def _filed(self, value: Any, zone: ZoneInfo, now: datetime) -> datetime:
        if value is None or value == "":
            raise UnusableError("requested_datetime is missing")
        moment = parse_time(value, zone, self.date_format)
        if moment is None:
            raise UnusableError(f"requested_datetime {shown(value)} is not a time in the configured format")
        if moment < EARLIEST:
            raise UnusableError(f"requested_datetime {moment.isoformat()} lies before {EARLIEST.year}")
        if moment > now + AHEAD:
            raise UnusableError(f"requested_datetime {moment.isoformat()} lies more than a day in the future")
        return moment

    def _time(
        self, name: str, value: Any, zone: ZoneInfo, latest: datetime, issues: list[str]
    ) -> datetime | None:
        if value is None or value == "":
            return None
        moment = parse_time(value, zone, self.date_format)
        if moment is None or not EARLIEST_STEP <= moment <= latest:
            issues.append(f"{name} {shown(value)} is not a usable time")
            return None
        return moment

    def _status(self, word: str | None) -> str:
        """Our word for the source's; one that nobody has mapped is unknown, and unknown is not finished."""
        if word is None:
            return UNKNOWN
        return self._status_words.get(folded(word), UNKNOWN)

    @cached_property
    def _status_words(self) -> dict[str, str]:
        return known_words(self.source)

    def _notes(self, word: str | None, fields: Mapping[str, Any]) -> dict[str, str | None]:
        """The source's own status word is kept where ours says less than it did."""
        known = word is None or self._status(word) != UNKNOWN
        return {} if known else {"status_notes": text_or_none(fields.get("status_notes")) or word}

    def _category(self, code: Any, name: str | None) -> str:
        if code == CONFIDENTIAL:
            return CONFIDENTIAL
        for candidate in (text_or_none(code), name):
            if candidate is not None and (found := self._categories.get(folded(candidate))):
                return found
        return OTHER

    @cached_property
    def _categories(self) -> dict[str, str]:
        return {
            folded(spelling): category.code
            for category in self.city.category
            for spelling in (category.code, category.name, *category.aliases)
        }

    def _reporter(self, value: Any) -> str | None:
        name = text_or_none(value)
        return None if name is None else self.hide(name)

    def _history(
        self, value: Any, zone: ZoneInfo, now: datetime, issues: list[str]
    ) -> tuple[StatusChange, ...]:
        if not isinstance(value, list):
            return ()
        steps = [self._step(step, zone, now + AHEAD) for step in value]
        if None in steps:
            issues.append("a step of the history has no usable time")
        return tuple(step for step in steps if step)

    def _step(self, step: Any, zone: ZoneInfo, latest: datetime) -> StatusChange | None:
        if not isinstance(step, Mapping):
            return None
        at = parse_time(step.get("at"), zone, self.date_format)
        word, agency = (text_or_none(step.get(name)) for name in ("status_description", "agency_responsible"))
        if at is None or not EARLIEST <= at <= latest:
            return None
        return StatusChange(at=at, status_description=self._status(word), agency_responsible=agency)


def _decided(fields: Mapping[str, Any]) -> str | None:
    """Our own word, where the source's rules have decided already; the source's words do not apply to it."""
    word = fields.get("status_code")
    return word if isinstance(word, str) and word in BY_CODE else None


def _place(fields: Mapping[str, Any], issues: list[str]) -> tuple[Any, Any]:
    """Latitude and longitude as written: in columns of their own, or both in ``point``."""
    apart, point = (fields.get("lat"), fields.get("long")), fields.get("point")
    if point is None or apart != (None, None):
        return apart
    if (found := position(point)) is None and text_or_none(point):
        issues.append(f"point {shown(point)} is not a position")
    return found or apart


def known_words(source: SourceBase) -> dict[str, str]:
    """Every status word of a source, folded, with ours."""
    words = {**{code: code for code in BY_CODE}, **WORDS, **source.status_words}
    return {folded(theirs): ours for theirs, ours in words.items()}


def _identity(value: Any) -> str:
    if isinstance(value, bool | float):
        raise UnusableError(f"service_request_id {shown(value)} is not an id")
    identity = text_or_none(value)
    if identity is None:
        raise UnusableError("service_request_id is missing")
    return identity
