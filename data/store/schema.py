"""The tables of the store. Times are aware and in UTC; ``change`` numbers rise in the order of commits."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Double,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware times, stored in UTC; SQLite has no zones, so the zone is restored on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert a time to UTC.

        :raises ValueError: for a naive time, since guessing its zone would move a deadline
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive time {value.isoformat()} must not reach the store")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time as aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()
BigId = BigInteger().with_variant(Integer(), "sqlite")


def _clock_columns() -> list[Column[object]]:
    """Return the further moments of a report's two clocks."""
    names = ("approaching_at", "very_late_at", "response_expected_datetime", "responded_at", "stopped_at")
    return [Column(name, UtcDateTime) for name in names]


def _partial_index(condition: str, sqlite_condition: str = "") -> dict[str, Any]:
    """Return the options of a partial index; only queries with the same condition use it."""
    return {"sqlite_where": text(sqlite_condition or condition), "postgresql_where": text(condition)}


def _standing_columns() -> list[Column[object]]:
    """Return the columns of :class:`data.core.report.standing.Standing`, for states and events alike."""
    return [
        Column("service_code", Text, nullable=False, comment="category code of the city's TOML"),
        Column("status", Text, nullable=False, comment="Open311: open or closed"),
        Column("status_description", Text, nullable=False, comment="menunggu, proses, selesai ..."),
        Column("agency_responsible", Text, comment="the assignee: who has to act now"),
        Column("requested_datetime", UtcDateTime, nullable=False, comment="filed, as the source says"),
        Column("expected_datetime", UtcDateTime, comment="the deadline that judges it"),
        Column("expected_basis", Text, comment="who set the deadline: source or policy"),
        Column("closed_datetime", UtcDateTime),
        Column("closed_basis", Text, comment="source, observed (we saw it close) or unknown"),
        Column("area_code", Text, comment="kelurahan"),
        Column("placement", Text, nullable=False, comment="point, named, outside or none"),
        Column("lat", Double),
        Column("long", Double),
        Column("reopened", Integer, nullable=False, comment="how often it was opened again"),
        Column("received_at", UtcDateTime, nullable=False, comment="when it entered the open stock"),
        Column("policy", Text, comment="id of the policy that set the deadline"),
        Column("provisional", Boolean, nullable=False, comment="the deadline counts days not yet decided"),
        *_clock_columns(),
        Column("stops", Text, nullable=False, comment="earlier periods in which the clock was stopped"),
        Column("verdict", Text, comment="of a closed report, as judged when it was closed"),
        Column("response_verdict", Text),
        Column("evidence", Boolean, nullable=False, comment="a photo or document shows the work"),
        Column("reporter", Text, comment="keyed hash"),
    ]


service_request = Table(
    "service_request",
    metadata,
    Column("source", Text, primary_key=True),
    Column("service_request_id", Text, primary_key=True),
    Column("change", BigInteger, nullable=False, comment="number of its latest event"),
    *_standing_columns(),
    Column("details", JSON, nullable=False, comment="descriptive fields, never on a wall"),
    Column("fingerprint", Text, nullable=False, comment="digest of the source's latest record"),
    Column("status_at", UtcDateTime, nullable=False, comment="when the status last changed"),
    Column("last_occurred_at", UtcDateTime, nullable=False, comment="time of its latest event"),
    Column("first_learnt_at", UtcDateTime, nullable=False),
    Index("service_request_change", "change", unique=True),
    Index("service_request_status_closed", "status", "closed_datetime"),
    Index("service_request_received", "received_at"),
)

event = Table(
    "event",
    metadata,
    Column("change", BigInteger, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("service_request_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("occurred_at", UtcDateTime, nullable=False, comment="when it happened"),
    Column("learnt_at", UtcDateTime, nullable=False, comment="when we learnt it"),
    Column("pull_id", BigInteger, nullable=False),
    *_standing_columns(),
    Column("amended", JSON, nullable=False, comment="new values of descriptive fields"),
    Index("event_report", "source", "service_request_id", "change"),
    Index("event_occurred", "occurred_at", "change"),
    Index("event_evidence", "source", "occurred_at", **_partial_index("evidence", "evidence = 1")),
    Index("event_reporter", "occurred_at", **_partial_index("reporter IS NOT NULL")),
)

standing_span = Table(
    "standing_span",
    metadata,
    Column("change", BigInteger, primary_key=True, autoincrement=False, comment="the event's"),
    Column("status", Text, nullable=False),
    Column("occurred_at", UtcDateTime, nullable=False, comment="the standing holds from then ..."),
    Column("overtaken_at", UtcDateTime, comment="... until then; empty for the present one"),
    Column("size", Integer, nullable=False, comment="of the span, see data.store.standing_spans"),
    Column("closed_datetime", UtcDateTime),
    Column("received_at", UtcDateTime, nullable=False),
    Index("standing_span_size", "status", "size", "occurred_at"),
    Index("standing_span_overtaken", "overtaken_at"),
    Index("standing_span_closed", "closed_datetime"),
    Index("standing_span_received", "received_at"),
)

revision_step = Table(
    "revision_step",
    metadata,
    Column("occurred_at", UtcDateTime, primary_key=True, comment="from then until the next row's ..."),
    Column("change", BigInteger, nullable=False, comment="... this is the highest change number"),
)

pull = Table(
    "pull",
    metadata,
    Column("pull_id", BigId, primary_key=True, autoincrement=True),
    Column("source", Text, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime, comment="empty while running"),
    Column("outcome", Text, nullable=False, comment="running, ok, failed or interrupted"),
    Column("error", Text),
    *[
        Column(name, BigInteger, nullable=False, default=0)
        for name in ("read", "new", "changed", "unchanged", "rejected")
    ],
    *[Column(name, BigInteger, nullable=False, default=0) for name in ("located", "outside", "no_location")],
    Column("ahead", BigInteger, nullable=False, default=0, comment="filed later than the pull's clock"),
    Column(
        "contradicted",
        BigInteger,
        nullable=False,
        default=0,
        server_default="0",
        comment="the area named is not where the point lies",
    ),
    Column("file", Text, comment="name of the file, for an import by hand or by drop folder"),
    Column("latency_seconds", Double, comment="how long the pull took"),
    Column("watermark", UtcDateTime, comment="the latest time in any of its rows"),
    Column("bytes_read", BigInteger, nullable=False, default=0, server_default="0"),
    Index("pull_source", "source", "pull_id"),
)

rejected_row = Table(
    "rejected_row",
    metadata,
    Column("rejected_id", BigId, primary_key=True, autoincrement=True),
    Column("source", Text, nullable=False),
    Column("fingerprint", Text, nullable=False, comment="digest of the raw text"),
    Column("raw", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("row_number", BigInteger, nullable=False, comment="position in the feed when first seen"),
    Column("first_pull_id", BigInteger, nullable=False),
    Column("first_seen_at", UtcDateTime, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False),
    Column("times", BigInteger, nullable=False, comment="in how many rows it was seen"),
    Column("fields", JSON, comment="the row under our names, as far as it could be parsed"),
    Column("resolved_at", UtcDateTime, comment="when the row, or its repaired form, was stored"),
    Column("resolved_by", Text, comment="repaired, or accepted (as it is, by a repaired configuration)"),
    UniqueConstraint("source", "fingerprint", name="rejected_row_once"),
)

feed_memory = Table(
    "feed_memory",
    metadata,
    Column("source", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False, comment="digest of the configuration it was read with"),
    Column("kept", JSON, nullable=False, comment="state for the feed's next pull"),
)

area = Table(
    "area",
    metadata,
    Column("layer_id", BigInteger, primary_key=True, autoincrement=False),
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("parent", Text, nullable=False),
    Column("parent_name", Text, nullable=False),
)

area_layer = Table(
    "area_layer",
    metadata,
    Column("layer_id", BigId, primary_key=True, autoincrement=True),
    Column("fingerprint", Text, nullable=False, comment="digest of codes and geometry"),
    Column("since", UtcDateTime, nullable=False, comment="in use from then until the next"),
)

counter = Table(
    "counter",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("name", Text, primary_key=True, comment="of an office, not of a person: camat.wenang"),
    Column("role", Text, nullable=False),
    Column("parent", Text, comment="code of the kecamatan, for a camat and executors"),
    Column("password_hash", Text, comment="argon2id; none for sign-in by the city's directory only"),
    Column("must_change", Boolean, nullable=False, comment="somebody else set the password"),
    Column("disabled", Boolean, nullable=False),
    Column("generation", BigInteger, nullable=False, comment="sessions of an older one have ended"),
    Column("created_at", UtcDateTime, nullable=False),
)

session = Table(
    "session",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("account", Text, nullable=False),
    Column("generation", BigInteger, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Index("session_account", "account"),
)

sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("kind", Text, primary_key=True, comment="account or address"),
    Column("subject", Text, primary_key=True, comment="hashed: people type passwords where a name belongs"),
    Column("failures", BigInteger, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("blocked_until", UtcDateTime, nullable=False),
)

display = Table(
    "display",
    metadata,
    Column("display_id", BigId, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False),
    Column("token_hash", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    UniqueConstraint("token_hash", name="display_token"),
)

audit = Table(
    "audit",
    metadata,
    Column("audit_id", BigId, primary_key=True, autoincrement=True),
    Column("at", UtcDateTime, nullable=False),
    Column("who", Text, nullable=False, comment="name of an account or display; empty: nobody signed in"),
    Column("role", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("object", Text, nullable=False, comment="an address, an area, an account: never a reporter"),
    Column("outcome", Text, nullable=False),
    Column("address", Text, nullable=False, comment="where the request came from"),
    Index("audit_at", "at"),
)

review_pack = Table(
    "review_pack",
    metadata,
    Column("pack_id", BigId, primary_key=True, autoincrement=True),
    Column("frozen_at", UtcDateTime, nullable=False),
    Column("checksum", Text, nullable=False, comment="SHA-256 of the body"),
    Column("body", Text, nullable=False, comment="canonical JSON: what was shown, and who froze it"),
)
