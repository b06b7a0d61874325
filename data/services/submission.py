"""Filing a report here: one transaction for the report, its pictures, its receipt and who is told.

The same submission sent again gets the same receipt, and files nothing twice. What somebody left to be
told by is kept enciphered, and of himself nothing but a keyed hash.
"""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from hmac import compare_digest

from cryptography.fernet import Fernet
from sqlalchemy import Connection, Engine

from data.config.clock import Clock
from data.core.access import Role, Who
from data.core.clock.timekeeper import Timekeeper
from data.core.config.city import City
from data.core.follow_up.actions import ActError
from data.core.follow_up.records import Filing, Picture
from data.core.report.key import Key
from data.core.report.record import ServiceRequest
from data.core.status import FIRST
from data.core.throttle import network
from data.lib.crypto import cipher, token_hash
from data.services.deadlines import targets_of
from data.services.follow_up import NoReportError
from data.services.geocoding import Locator, NameIndex, place_all, with_contradictions
from data.store import follow_ups as stored
from data.store.engine import writer
from data.store.ingest import Arrival, Tell, ingest, tell_nobody
from data.store.rate_limits import take
from data.store.report_states import latest_changes

Join = Callable[[Connection, Key, Key, Who], None]
OWN = "pantau"  # the source of what is filed here
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is read as another


@dataclass(frozen=True)
class Draft:
    """A report as it is sent in.

    :param submission: made by the sender, the same each time that the same report is sent
    :param who: account of staff or name of an API key; empty for a citizen
    :param contact: where the reporter wants to be told, as a URL such as ``mailto:…``; None for nowhere
    :param area_name: of the kelurahan, where there is no point
    """

    submission: str
    channel: str
    service_code: str
    description: str
    who: str = ""
    lat: float | None = None
    long: float | None = None
    area_name: str | None = None
    parent_name: str | None = None
    address: str | None = None
    contact: str | None = None
    pictures: tuple[Picture, ...] = ()
    media_url: str | None = None  # of a picture that stays with whoever files
    original: Key | None = None  # the reporter says that it is this report, which is filed already


@dataclass(frozen=True)
class Receipt:
    """What the reporter takes away: the report's number, and the key that opens its tracking."""

    source: str
    service_request_id: str
    key: str


class Filings:
    """Filings of one city; any thread may call it.

    :param secret: of the board; receipts' keys and the cipher of contacts follow from it
    :param hide: a reporter's contact to a keyed hash
    :param join: counts a report with another, within the same transaction
    """

    def __init__(
        self,
        engine: Engine,
        city: City,
        clock: Clock,
        keeper: Timekeeper,
        where: tuple[Locator, NameIndex],
        secret: bytes,
        hide: Callable[[str], str],
        tell: Tell = tell_nobody,
        join: Join | None = None,
    ) -> None:
        self._read, self._write = engine, writer(engine)
        self._city, self._clock, self._keeper = city, clock, keeper
        self._locate, self._names = where
        self._secret, self._hide, self._tell, self._join = secret, hide, tell, join

    def file(self, draft: Draft) -> Receipt:
        """Files a report.

        :raises ValueError: no such category, or the submission is somebody else's
        """
        if draft.service_code not in self._city.kinds:
            raise ValueError(f"no category {draft.service_code!r}")
        with self._write.begin() as connection:
            before = stored.answered(connection, draft.submission, draft.who)
            if before is not None:
                return self._receipt(str(before["service_request_id"]))
            receipt = self._filed(connection, draft, self._clock.now())
            answer = {"service_request_id": receipt.service_request_id}
            stored.answer_once(connection, draft.submission, draft.who, self._clock.now(), answer)
        return receipt

    def _filed(self, connection: Connection, draft: Draft, now: datetime) -> Receipt:
        receipt = self._receipt(self._free_number(connection, now))
        key = receipt.source, receipt.service_request_id
        record = self._record(draft, receipt.service_request_id, now)
        ingest(connection, stored.HERE, [self._arrival(record)], now, self._keeper, self._tell)
        change = latest_changes(connection, [key])[key].change
        contact = self._cipher.encrypt(draft.contact.encode()).decode() if draft.contact else None
        filing = Filing(draft.channel, draft.who, now, token_hash(receipt.key), contact)
        stored.keep_filing(connection, key, filing)
        stored.keep_pictures(connection, key, change, now, draft.pictures)
        if draft.original and self._join:
            # What was open when it was offered may be closed by now: then this one is a report of its own.
            with suppress(ActError, NoReportError):
                self._join(connection, key, draft.original, Who(receipt.service_request_id, Role.REPORTER))
        return receipt

    def allows(self, address: str, most: int, what: str = "lapor") -> bool:
        """Whether one more may be filed from an address within this hour; counts it if so."""
        with self._write.begin() as connection:
            return take(connection, what, self._hide(network(address)), most, self._clock.now())

    def opened_by(self, service_request_id: str, key: str) -> bool:
        """Whether a key is that of a report's receipt."""
        with self._read.connect() as connection:
            found = stored.filing_of(connection, (OWN, service_request_id))
        return found is not None and compare_digest(found.key_hash, token_hash(key))

    def contact(self, connection: Connection, key: Key) -> str | None:
        """Where the reporter wants to be told."""
        found = stored.filing_of(connection, key)
        if found is None or found.contact is None:
            return None
        return self._cipher.decrypt(found.contact.encode()).decode()

    def _record(self, draft: Draft, number: str, now: datetime) -> ServiceRequest:
        return ServiceRequest(
            source=OWN,
            service_request_id=number,
            service_code=draft.service_code,
            description=draft.description or None,
            status_description=FIRST,
            requested_datetime=now,
            address=draft.address or None,
            area_name=draft.area_name,
            parent_name=draft.parent_name,
            lat=draft.lat,
            long=draft.long,
            media_url=draft.media_url,
            reporter=self._hide(draft.contact or draft.who) if draft.contact or draft.who else None,
        )

    def _arrival(self, record: ServiceRequest) -> Arrival:
        places = place_all([record], self._locate, self._names)
        records = with_contradictions([record], places, self._names)
        return Arrival(records[0], places[0], targets_of(records, self._keeper)[0])

    def _free_number(self, connection: Connection, now: datetime) -> str:
        """The city's day and four letters drawn by lot, so that nobody can guess a neighbour's number."""
        day = now.astimezone(self._city.zone)
        while True:
            drawn = "".join(secrets.choice(LETTERS) for _ in range(4))
            number = f"P{day:%y%m%d}-{drawn}"
            if not latest_changes(connection, [(OWN, number)]):
                return number

    def _receipt(self, number: str) -> Receipt:
        """The key follows from the number, so that it need not be kept to be told again."""
        made = blake2b(number.encode(), key=self._secret[:64], person=b"receipt", digest_size=12).digest()
        return Receipt(OWN, number, urlsafe_b64encode(made).decode())

    @property
    def _cipher(self) -> Fernet:
        return cipher(self._secret, "contact")

    def track_key(self, service_request_id: str) -> str:
        """The key of a report's receipt, for a message to whoever holds the receipt."""
        return self._receipt(service_request_id).key
