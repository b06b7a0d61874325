"""The only way back: what staff and reporters do to a report, into the store, in one transaction each.

Whoever acts says which change number he was looking at. If the report has changed since, nothing is
written and he is told what did. A move that is sent twice under one submission is made once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine

from data.config.clock import Clock
from data.core.access import Who
from data.core.clock.timekeeper import Timekeeper
from data.core.config.city import City
from data.core.follow_up import records
from data.core.follow_up.actions import LOW_STARS, ActError, Acting, Fault, acted
from data.core.follow_up.workflow import Move
from data.core.report.change import status_since
from data.core.report.key import Key
from data.core.report.record import ServiceRequest, Target
from data.core.report.standing import Event, Known, Standing
from data.core.status import FIRST
from data.services.deadlines import targets_of
from data.store import follow_ups as stored
from data.store.engine import writer
from data.store.events import write_events
from data.store.ingest import Tell, tell_nobody
from data.store.report_states import Report, known_reports, latest_changes, write_states

LOOK_BACK, MOST_TO_LOOK_AT = timedelta(days=30), 50


class NoReportError(LookupError):
    """There is no such report."""


class ChangedError(Exception):
    """The report is no longer what whoever acts was looking at; ``change`` is its number now."""

    def __init__(self, change: int) -> None:
        super().__init__(f"changed since: {change}")
        self.change = change


@dataclass(frozen=True)
class Sent:
    """A move as it is sent in.

    :param submission: made by the sender, the same each time that the same move is sent
    :param seen: the change number of the report that the sender was looking at
    :param acting: the move; its time, and what the store knows better, are put in here
    """

    submission: str
    key: Key
    seen: int
    acting: Acting
    pictures: tuple[records.Picture, ...] = ()


@dataclass(frozen=True)
class Done:
    """What a move came to: the report's new change number and state."""

    change: int
    status_description: str


@dataclass(frozen=True)
class Looked:
    """A report as it stands now, with all that was done to it here."""

    key: Key
    change: int
    standing: Standing
    details: dict[str, Any]
    follow_ups: list[records.FollowUp]
    pictures: list[records.Shown]

    @property
    def shows_before(self) -> bool:
        """Whether there is a picture from before the work."""
        return _shows_before(self.details, (found.purpose for found in self.pictures))


class FollowUps:
    """Follow-ups of one city's reports; any thread may call it."""

    def __init__(
        self, engine: Engine, city: City, clock: Clock, keeper: Timekeeper, tell: Tell = tell_nobody
    ) -> None:
        self._read, self._write = engine, writer(engine)
        self._city, self._clock, self._keeper, self._tell = city, clock, keeper, tell

    def act(self, sent: Sent) -> Done:
        """Makes a move.

        :raises NoReportError: there is no such report
        :raises ChangedError: the report has changed since it was looked at
        :raises data.core.follow_up.actions.ActError: the move cannot be made
        :raises ValueError: the submission is somebody else's
        """
        who = sent.acting.who.name
        with self._write.begin() as connection:
            before = stored.answered(connection, sent.submission, who)
            if before is not None:
                return Done(**before)
            done = self._made(connection, sent)
            told = {"change": done.change, "status_description": done.status_description}
            stored.answer_once(connection, sent.submission, who, self._clock.now(), told)
        return done

    def _made(self, connection: Connection, sent: Sent) -> Done:
        report, change = _looked_at(connection, sent.key, self._clock.now())
        if change != sent.seen:
            raise ChangedError(change)
        assert report.known is not None
        acting = self._completed(connection, sent, report.known)
        if acting.original:
            self._check_original(connection, acting)
        events = acted(sent.key, report.known, acting, self._keeper)
        number = self._stored(connection, sent.key, report, events)
        self._noted(connection, sent, acting, events[-1], number)
        self._tell(connection, [(sent.key, item) for item in events])
        return Done(number, events[-1].standing.status_description)

    def join(self, connection: Connection, key: Key, original: Key, who: Who) -> None:
        """Counts a report with another, as a part of a transaction that is under way.

        :raises NoReportError: there is no such report
        :raises data.core.follow_up.actions.ActError: the move cannot be made
        """
        seen = latest_changes(connection, [key])[key].change
        acting = Acting(Move.JOIN, who, self._clock.now(), original=original)
        self._made(connection, Sent("", key, seen, acting))

    def _check_original(self, connection: Connection, acting: Acting) -> None:
        """:raises ActError: the report to count with is itself counted with another"""
        assert acting.original is not None
        original, _change = _looked_at(connection, acting.original, self._clock.now())
        if original.known and original.known.standing.status_description == "duplikat":
            raise ActError(acting.move, Fault.IS_JOINED)

    def _completed(self, connection: Connection, sent: Sent, known: Known) -> Acting:
        """The move with what the store knows: the time, earlier pictures and states, the new deadline."""
        standing, acting = known.standing, sent.acting
        shown = stored.pictures_of(connection, [sent.key])[sent.key]
        purposes = [found.purpose for found in shown] + [found.purpose for found in sent.pictures]
        return replace(
            acting,
            at=self._clock.now(),
            before=_shows_before(known.details, purposes),
            after=any(found.purpose == "after" for found in sent.pictures),
            earlier=stored.word_before(connection, sent.key, standing.status_description) or FIRST,
            target=self._target(sent.key, known, acting.service_code) if acting.service_code else None,
        )

    def _target(self, key: Key, known: Known, service_code: str) -> Target:
        """What the report would have been judged by, had it been filed under that category."""
        given = known.standing.expected_datetime if known.standing.expected_basis == "source" else None
        record = ServiceRequest(
            source=key[0],
            service_request_id=key[1],
            service_code=service_code,
            requested_datetime=known.standing.requested_datetime,
            expected_datetime=given,
        )
        return targets_of([record], self._keeper)[0]

    def _stored(self, connection: Connection, key: Key, report: Report, events: list[Event]) -> int:
        numbers = write_events(connection, [(key, item) for item in events], stored.HERE)
        after = Report(_known_after(report, events), report.first_learnt_at, stored=True)
        write_states(connection, {key: after}, numbers)
        return numbers[key]

    def _noted(self, connection: Connection, sent: Sent, acting: Acting, last: Event, number: int) -> None:
        source, identity = acting.original or (None, None)
        made = records.FollowUp(
            number, last.occurred_at, acting.move, acting.who.name, acting.who.role, acting.note.strip(),
            acting.agency, acting.stars, source, identity,
        )  # fmt: skip
        stored.keep_follow_up(connection, sent.key, made)
        stored.keep_pictures(connection, sent.key, number, last.occurred_at, sent.pictures)
        if acting.move in (Move.JOIN, Move.REOPEN):
            stored.join(connection, sent.key, acting.original)

    def look(self, key: Key) -> Looked | None:
        """A report as whoever wants to act on it has to see it; None if there is none."""
        with self._read.connect() as connection:
            report = known_reports(connection, [key], self._clock.now())[key]
            if report.known is None:
                return None
            return Looked(
                key=key,
                change=latest_changes(connection, [key])[key].change,
                standing=report.known.standing,
                details=report.known.details,
                follow_ups=stored.follow_ups(connection, key),
                pictures=stored.pictures_of(connection, [key])[key],
            )

    def rated_low(self) -> list[Key]:
        """Reports closed lately whose reporter gave one or two stars, and that nobody has looked at since."""
        with self._read.connect() as connection:
            since = self._clock.now() - LOOK_BACK
            return stored.rated_low(connection, LOW_STARS, since, MOST_TO_LOOK_AT)

    def picture(self, key: Key, picture_id: str) -> records.Picture | None:
        """A picture of a report; None if there is none of that number, or it is another report's."""
        with self._read.connect() as connection:
            found = stored.picture_at(connection, picture_id)
        return found[1] if found and found[0] == key else None

    def pictures(self, key: Key) -> list[records.Shown]:
        """What pictures of a report were handed in here, first ones first."""
        with self._read.connect() as connection:
            return stored.pictures_of(connection, [key])[key]

    def made(self, key: Key) -> list[records.FollowUp]:
        """All moves made on a report here, in order."""
        with self._read.connect() as connection:
            return stored.follow_ups(connection, key)


def _shows_before(details: Mapping[str, Any], purposes: Iterable[str]) -> bool:
    """Whether a report has a picture from before the work: the reporter's own counts."""
    return bool(details.get("media_url")) or not {"report", "before"}.isdisjoint(purposes)


def _looked_at(connection: Connection, key: Key, now: datetime) -> tuple[Report, int]:
    """:raises NoReportError: there is no such report"""
    report = known_reports(connection, [key], now)[key]
    if report.known is None:
        raise NoReportError("/".join(key))
    return report, latest_changes(connection, [key])[key].change


def _known_after(report: Report, events: list[Event]) -> Known:
    before, last = report.known, events[-1]
    assert before is not None
    changed: dict[str, Any] = {**before.details, **last.amended}
    details = {name: value for name, value in changed.items() if value is not None}
    status_at = status_since(events, before)
    return Known(last.standing, details, last.occurred_at, status_at, before.fingerprint)
