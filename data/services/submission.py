"""Submission of reports: one transaction for a report, its pictures, its receipt and its notifications.

The same submission sent again gets the same receipt and stores nothing twice. A reporter's contact is stored
encrypted, and of the reporter only a keyed hash.
"""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from hmac import compare_digest

from cryptography.fernet import Fernet
from sqlalchemy import Connection, Engine

from data.config.clock import Clock
from data.core.access import Principal, Role
from data.core.clock.timekeeper import Timekeeper
from data.core.config.city import City
from data.core.follow_up.actions import ActionRefusedError
from data.core.follow_up.records import Filing, Picture
from data.core.marking import Marking
from data.core.notifications import REPORTER_PREFIX
from data.core.report.key import ReportKey
from data.core.report.record import ServiceRequest
from data.core.status import INITIAL_STATUS
from data.lib.crypto import cipher, token_hash
from data.services.deadlines import targets_of
from data.services.follow_up import ReportNotFoundError
from data.services.geocoding import AreaNameMatcher, Geocoder, LocateAreas
from data.sources.confidential import marking_rule
from data.store import follow_ups as stored
from data.store import preferences
from data.store.confidential_reports import confidential_arrival, is_confidential
from data.store.engine import writer
from data.store.ingest import Arrival, EventHandler, ignore_events, ingest
from data.store.rate_limits import consume_address_allowance
from data.store.report_states import latest_changes

MarkDuplicate = Callable[[Connection, ReportKey, ReportKey, Principal], None]
CONTACT_PURPOSE = "contact"  # of the cipher
MARKED_FIELDS = {"description", "address", "area_name", "parent_name", "media_url"}
OWN_SOURCE = "pantau"  # the source of reports submitted here
NUMBER_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without those that look alike


@dataclass(frozen=True)
class NewReport:
    """A report as it is submitted.

    :param submission: made by the sender, the same each time that the same report is sent
    :param submitted_by: account of staff or name of an API key; empty for a citizen
    :param contact: where the reporter wants notifications, as a URL such as ``mailto:…``; None for nowhere
    :param area_name: of the kelurahan, where there is no point
    :param media_url: of a picture that stays with the sender
    :param original: an earlier report that the reporter names as the same
    :param language: in which the reporter gets notifications; empty for the city's
    """

    submission: str
    channel: str
    service_code: str
    description: str
    submitted_by: str = ""
    lat: float | None = None
    long: float | None = None
    area_name: str | None = None
    parent_name: str | None = None
    address: str | None = None
    contact: str | None = None
    pictures: tuple[Picture, ...] = ()
    media_url: str | None = None
    original: ReportKey | None = None
    language: str = ""


@dataclass(frozen=True)
class Receipt:
    """What the reporter gets: the report's number, and the key that opens its tracking."""

    source: str
    service_request_id: str
    tracking_key: str


def tracking_key(secret: bytes, number: str) -> str:
    """Return the key of a receipt by its number."""
    key_bytes = blake2b(number.encode(), key=secret[:64], person=b"receipt", digest_size=12).digest()
    return urlsafe_b64encode(key_bytes).decode()


class SubmissionService:
    """Submissions of one city; any thread may call it.

    :param secret: of the board; receipt keys and the cipher of contacts are derived from it
    :param hash_reporter: returns the keyed hash of a reporter's contact
    :param mark_duplicate: counts a report with another, within the same transaction
    """

    def __init__(
        self,
        engine: Engine,
        city: City,
        clock: Clock,
        timekeeper: Timekeeper,
        area_lookup: tuple[LocateAreas, AreaNameMatcher],
        secret: bytes,
        hash_reporter: Callable[[str], str],
        on_events: EventHandler = ignore_events,
        mark_duplicate: MarkDuplicate | None = None,
    ) -> None:
        self._read_engine, self._write_engine = engine, writer(engine)
        self._city, self._clock, self._timekeeper = city, clock, timekeeper
        self._locate, self._name_index = area_lookup
        self._secret, self._hash_reporter = secret, hash_reporter
        self._on_events, self._mark_duplicate = on_events, mark_duplicate

    def submit(self, new_report: NewReport) -> Receipt:
        """Store a report and return its receipt.

        :raises ValueError: no such category, or the submission is another sender's
        """
        if new_report.service_code not in self._city.categories_by_code:
            raise ValueError(f"no category {new_report.service_code!r}")
        with self._write_engine.begin() as connection:
            stored_answer = stored.find_answer(connection, new_report.submission, new_report.submitted_by)
            if stored_answer is not None:
                return self._build_receipt(str(stored_answer["service_request_id"]))
            receipt = self._store(connection, new_report, self._clock.now())
            answer = {"service_request_id": receipt.service_request_id}
            stored.save_answer(
                connection, new_report.submission, new_report.submitted_by, self._clock.now(), answer
            )
        return receipt

    def _store(self, connection: Connection, new_report: NewReport, now: datetime) -> Receipt:
        receipt = self._build_receipt(self._unused_number(connection, now))
        key = receipt.source, receipt.service_request_id
        record = self._build_record(new_report, receipt.service_request_id, now)
        arrival = self._as_marked(connection, self._build_arrival(record))
        ingest(
            connection,
            stored.LOCAL_PULL_ID,
            [arrival],
            now,
            self._timekeeper,
            self._on_events,
        )
        change = latest_changes(connection, [key])[key].change
        contact = self._cipher.encrypt(new_report.contact.encode()).decode() if new_report.contact else None
        filing = Filing(
            new_report.channel, new_report.submitted_by, now, token_hash(receipt.tracking_key), contact
        )
        stored.insert_filing(connection, key, filing)
        if new_report.language:
            reporter = f"{REPORTER_PREFIX}{'/'.join(key)}"
            preferences.save(connection, reporter, preferences.LANGUAGE, new_report.language)
        pictures = () if is_confidential(arrival) else new_report.pictures
        stored.insert_pictures(connection, key, change, now, pictures)
        if new_report.original and self._mark_duplicate:
            # The original may have been closed since it was offered: then this is a report of its own.
            with suppress(ActionRefusedError, ReportNotFoundError):
                self._mark_duplicate(
                    connection, key, new_report.original, Principal(receipt.service_request_id, Role.REPORTER)
                )
        return receipt

    def consume_allowance(self, address: str, limit: int, purpose: str = "lapor") -> bool:
        """Return whether an address may submit one more within this hour, and count it if so."""
        with self._write_engine.begin() as connection:
            return consume_address_allowance(
                connection, purpose, address, limit, self._clock.now(), self._hash_reporter
            )

    def is_tracking_key(self, service_request_id: str, key: str) -> bool:
        """Return whether a key is that of a report's receipt."""
        with self._read_engine.connect() as connection:
            filing = stored.find_filing(connection, (OWN_SOURCE, service_request_id))
        return filing is not None and compare_digest(filing.key_hash, token_hash(key))

    def contact(self, connection: Connection, key: ReportKey) -> str | None:
        """Return the address for the reporter's notifications; None without one."""
        filing = stored.find_filing(connection, key)
        if filing is None or filing.contact is None:
            return None
        return self._cipher.decrypt(filing.contact.encode()).decode()

    def has_contact(self, connection: Connection, key: ReportKey) -> bool:
        """Return whether the reporter left an address, without deciphering it."""
        filing = stored.find_filing(connection, key)
        return filing is not None and filing.contact is not None

    def _build_record(self, new_report: NewReport, number: str, now: datetime) -> ServiceRequest:
        reporter = new_report.contact or new_report.submitted_by
        return ServiceRequest(
            source=OWN_SOURCE,
            service_request_id=number,
            service_code=new_report.service_code,
            description=new_report.description or None,
            status_description=INITIAL_STATUS,
            requested_datetime=now,
            address=new_report.address or None,
            area_name=new_report.area_name,
            parent_name=new_report.parent_name,
            lat=new_report.lat,
            long=new_report.long,
            media_url=new_report.media_url,
            reporter=self._hash_reporter(reporter) if reporter else None,
        )

    def _build_arrival(self, record: ServiceRequest) -> Arrival:
        [placed] = Geocoder(self._locate, self._name_index).place([record])
        return Arrival(placed.record, placed.place, targets_of([placed.record], self._timekeeper)[0])

    def _as_marked(self, connection: Connection, arrival: Arrival) -> Arrival:
        """Return a report without what its own text says must not be stored: *RAHASIA - ...*."""
        record = arrival.record
        marking = marking_rule(self._city).marking_of(record.model_dump(include=MARKED_FIELDS))
        if marking is Marking.CONFIDENTIAL:
            return confidential_arrival(connection, arrival)
        values = {"reporter": None} if marking is Marking.ANONYMOUS else {}
        return replace(arrival, record=record.model_copy(update=values))

    def _unused_number(self, connection: Connection, now: datetime) -> str:
        """Return a number of the city's day and four random letters, so that it cannot be guessed."""
        day = now.astimezone(self._city.zone)
        while True:
            suffix = "".join(secrets.choice(NUMBER_ALPHABET) for _ in range(4))
            number = f"P{day:%y%m%d}-{suffix}"
            if not latest_changes(connection, [(OWN_SOURCE, number)]):
                return number

    def _build_receipt(self, number: str) -> Receipt:
        """Return the receipt of a number; its key is derived from the number, so that it is not stored."""
        return Receipt(OWN_SOURCE, number, tracking_key(self._secret, number))

    @property
    def _cipher(self) -> Fernet:
        return cipher(self._secret, CONTACT_PURPOSE)

    def tracking_key(self, service_request_id: str) -> str:
        """Return the key of a report's receipt, for a message to its reporter."""
        return self._build_receipt(service_request_id).tracking_key
