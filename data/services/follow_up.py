"""Follow-ups: actions of staff and reporters on a report, each stored in one transaction.

A request names the change number that its sender has seen. If the report has changed since, nothing is
stored and the error gives the new number. A request sent twice under one submission is applied once.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine

from data.config.clock import Clock
from data.core.access import Principal
from data.core.clock.timekeeper import Timekeeper
from data.core.config.city import City
from data.core.follow_up import records
from data.core.follow_up.actions import LOW_STARS, Action, ActionRefusedError, RefusalReason, apply_action
from data.core.follow_up.own_hand import OriginalReport
from data.core.follow_up.workflow import ActionType
from data.core.report.key import ReportKey
from data.core.report.record import ServiceRequest, Target
from data.core.report.standing import Event, KnownReport, Standing, status_since
from data.core.status import INITIAL_STATUS
from data.services import follow_up_facts as facts
from data.services.deadlines import targets_of
from data.store import follow_ups as stored
from data.store.engine import writer
from data.store.events import write_events
from data.store.ingest import EventHandler, ignore_events
from data.store.report_states import TrackedReport, latest_changes, load_reports, write_states

LOW_RATING_WINDOW, LOW_RATING_LIMIT = timedelta(days=30), 50


class ReportNotFoundError(LookupError):
    """There is no such report."""


class ReportChangedError(Exception):
    """The report has changed since the sender saw it; ``change`` is its number now."""

    def __init__(self, change: int) -> None:
        super().__init__(f"changed since: {change}")
        self.change = change


@dataclass(frozen=True)
class ActionRequest:
    """An action as it is sent.

    :param submission: made by the sender, the same each time that the same action is sent
    :param expected_change: the change number of the report that the sender has seen
    :param action: the action; the service sets its time and what the store knows better
    """

    submission: str
    key: ReportKey
    expected_change: int
    action: Action
    pictures: tuple[records.Picture, ...] = ()


@dataclass(frozen=True)
class ActionResult:
    """The report's change number and status description after an action."""

    change: int
    status_description: str


@dataclass(frozen=True)
class ReportDetail:
    """A report as it is now, with all follow-ups stored here."""

    key: ReportKey
    change: int
    standing: Standing
    details: dict[str, Any]
    follow_ups: list[records.FollowUp]
    pictures: list[records.PictureMetadata]

    @property
    def has_before_picture(self) -> bool:
        """Return whether there is a picture from before the work."""
        return _has_before_picture(self.details, (picture.purpose for picture in self.pictures))


class FollowUpService:
    """Follow-ups of one city's reports; any thread may call it."""

    def __init__(
        self,
        engine: Engine,
        city: City,
        clock: Clock,
        timekeeper: Timekeeper,
        on_events: EventHandler = ignore_events,
        parent_of: Callable[[str], str] = facts.parent_by_code,
    ) -> None:
        """:param parent_of: returns the kecamatan of an area, by codes; empty if there is none"""
        self._read_engine, self._write_engine = engine, writer(engine)
        self._parent_of = parent_of
        self._city, self._clock, self._timekeeper, self._on_events = city, clock, timekeeper, on_events

    def apply(self, request: ActionRequest) -> ActionResult:
        """Apply an action.

        :raises ReportNotFoundError: there is no such report
        :raises ReportChangedError: the report has changed since the sender saw it
        :raises data.core.follow_up.actions.ActionRefusedError: the action is not allowed
        :raises ValueError: the submission is another account's
        """
        account = request.action.principal.name
        with self._write_engine.begin() as connection:
            stored_answer = stored.find_answer(connection, request.submission, account)
            if stored_answer is not None:
                return ActionResult(**stored_answer)
            result = self._apply_once(connection, request)
            answer = {"change": result.change, "status_description": result.status_description}
            stored.save_answer(connection, request.submission, account, self._clock.now(), answer)
        return result

    def _apply_once(self, connection: Connection, request: ActionRequest) -> ActionResult:
        report, change = _load_report(connection, request.key, self._clock.now())
        if change != request.expected_change:
            raise ReportChangedError(change)
        assert report.known is not None
        action = self._complete_action(connection, request, report.known)
        events = apply_action(request.key, report.known, action, self._timekeeper)
        change_number = self._store_events(connection, request.key, report, events)
        self._store_follow_up(connection, request, action, events[-1], change_number)
        facts.forget_missing_if_closed(connection, request.key, events[-1])
        self._on_events(connection, [(request.key, item) for item in events])
        return ActionResult(change_number, events[-1].standing.status_description)

    def mark_duplicate(
        self, connection: Connection, key: ReportKey, original: ReportKey, principal: Principal
    ) -> None:
        """Count a report with another, within a transaction that is open already.

        :raises ReportNotFoundError: there is no such report
        :raises data.core.follow_up.actions.ActionRefusedError: the action is not allowed
        """
        expected_change = latest_changes(connection, [key])[key].change
        action = Action(ActionType.MARK_DUPLICATE, principal, self._clock.now(), original=original)
        self._apply_once(connection, ActionRequest("", key, expected_change, action))

    def _load_original(
        self, connection: Connection, action: Action, standing: Standing
    ) -> OriginalReport | None:
        """Return the report to count with; None if the action names none.

        :raises ReportNotFoundError: there is no such report
        :raises ActionRefusedError: it is a duplicate itself
        """
        if action.original is None:
            return None
        original, _change = _load_report(connection, action.original, self._clock.now())
        assert original.known is not None
        found = original.known.standing
        if found.status_description == "duplikat":
            raise ActionRefusedError(action.action_type, RefusalReason.IS_DUPLICATE)
        parents = [self._parent_of(code) if code else "" for code in (standing.area_code, found.area_code)]
        return OriginalReport(found, same_parent=bool(parents[0]) and parents[0] == parents[1])

    def _complete_action(
        self, connection: Connection, request: ActionRequest, known_report: KnownReport
    ) -> Action:
        """Return the action with what the store knows: time, pictures, earlier status, deadline, original."""
        standing, action = known_report.standing, request.action
        stored_pictures = stored.list_pictures(connection, [request.key])[request.key]
        purposes = [picture.purpose for picture in stored_pictures]
        purposes += [picture.purpose for picture in request.pictures]
        previous_status = stored.previous_status(connection, request.key, standing.status_description)
        target = None
        if action.service_code:
            target = self._target_in_category(request.key, known_report, action.service_code)
        return replace(
            action,
            at=self._clock.now(),
            before=_has_before_picture(known_report.details, purposes),
            after=any(picture.purpose == "after" for picture in request.pictures),
            earlier=previous_status or INITIAL_STATUS,
            target=target,
            original_report=self._load_original(connection, action, standing),
            reporter_reachable=facts.is_reachable(connection, request.key),
            is_missing=facts.is_missing(connection, request.key),
        )

    def _target_in_category(self, key: ReportKey, known_report: KnownReport, service_code: str) -> Target:
        """Return the target that the report would have, had it been filed under that category."""
        standing = known_report.standing
        source_deadline = standing.expected_datetime if standing.expected_basis == "source" else None
        record = ServiceRequest(
            source=key[0],
            service_request_id=key[1],
            service_code=service_code,
            requested_datetime=standing.requested_datetime,
            expected_datetime=source_deadline,
        )
        return targets_of([record], self._timekeeper)[0]

    def _store_events(
        self, connection: Connection, key: ReportKey, report: TrackedReport, events: list[Event]
    ) -> int:
        change_numbers = write_events(connection, [(key, item) for item in events], stored.LOCAL_PULL_ID)
        updated_report = TrackedReport(
            _updated_known_report(report, events), report.first_learnt_at, stored=True
        )
        write_states(connection, {key: updated_report}, change_numbers)
        return change_numbers[key]

    def _store_follow_up(
        self,
        connection: Connection,
        request: ActionRequest,
        action: Action,
        last_event: Event,
        change_number: int,
    ) -> None:
        original_source, original_id = action.original or (None, None)
        follow_up = records.FollowUp(
            change_number, last_event.occurred_at, action.action_type, action.principal.name,
            action.principal.role, action.note.strip(), action.agency, action.stars,
            original_source, original_id,
        )  # fmt: skip
        stored.insert_follow_up(connection, request.key, follow_up)
        stored.insert_pictures(
            connection, request.key, change_number, last_event.occurred_at, request.pictures
        )
        if action.action_type in (ActionType.MARK_DUPLICATE, ActionType.REOPEN):
            stored.set_joined_report(connection, request.key, action.original)

    def get(self, key: ReportKey) -> ReportDetail | None:
        """Return a report with its follow-ups and pictures; None if there is none."""
        with self._read_engine.connect() as connection:
            report = load_reports(connection, [key], self._clock.now())[key]
            if report.known is None:
                return None
            return ReportDetail(
                key=key,
                change=latest_changes(connection, [key])[key].change,
                standing=report.known.standing,
                details=report.known.details,
                follow_ups=stored.list_follow_ups(connection, key),
                pictures=stored.list_pictures(connection, [key])[key],
            )

    def rated_low(self) -> list[ReportKey]:
        """Return lately closed reports with one or two stars that nobody has confirmed since."""
        with self._read_engine.connect() as connection:
            since = self._clock.now() - LOW_RATING_WINDOW
            return stored.list_low_rated(connection, LOW_STARS, since, LOW_RATING_LIMIT)

    def picture(self, key: ReportKey, picture_id: str) -> records.Picture | None:
        """Return a picture of a report; None if it is unknown or another report's."""
        with self._read_engine.connect() as connection:
            row = stored.find_picture(connection, picture_id)
        return row[1] if row and row[0] == key else None

    def pictures(self, key: ReportKey) -> list[records.PictureMetadata]:
        """Return the pictures of a report that were sent here, the first ones first."""
        with self._read_engine.connect() as connection:
            return stored.list_pictures(connection, [key])[key]

    def list_follow_ups(self, key: ReportKey) -> list[records.FollowUp]:
        """Return all follow-ups of a report, in order."""
        with self._read_engine.connect() as connection:
            return stored.list_follow_ups(connection, key)


def _has_before_picture(details: Mapping[str, Any], purposes: Iterable[str]) -> bool:
    """Return whether there is a picture from before the work; the reporter's own counts."""
    return bool(details.get("media_url")) or not {"report", "before"}.isdisjoint(purposes)


def _load_report(connection: Connection, key: ReportKey, now: datetime) -> tuple[TrackedReport, int]:
    """Return a report with its change number.

    :raises ReportNotFoundError: there is no such report
    """
    report = load_reports(connection, [key], now)[key]
    if report.known is None:
        raise ReportNotFoundError("/".join(key))
    return report, latest_changes(connection, [key])[key].change


def _updated_known_report(report: TrackedReport, events: list[Event]) -> KnownReport:
    previous, last_event = report.known, events[-1]
    assert previous is not None
    merged: dict[str, Any] = {**previous.details, **last_event.amended}
    details = {name: value for name, value in merged.items() if value is not None}
    status_at = status_since(events, previous)
    return KnownReport(last_event.standing, details, last_event.occurred_at, status_at, previous.fingerprint)
