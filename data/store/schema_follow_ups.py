"""The tables of work done here: submissions, filings, follow-ups, pictures, notices, keys and exercises."""

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, LargeBinary, Table, Text

from data.store.schema import BigId, UtcDateTime, metadata

submission = Table(
    "submission",
    metadata,
    Column("submission", Text, primary_key=True, comment="an id made by the sender"),
    Column("who", Text, nullable=False, comment="who sent it; nobody else gets its answer"),
    Column("at", UtcDateTime, nullable=False),
    Column("answer", JSON, nullable=False, comment="its result; sent again, it gets the same answer"),
)

filing = Table(
    "filing",
    metadata,
    Column("source", Text, primary_key=True),
    Column("service_request_id", Text, primary_key=True, comment="the number on the receipt"),
    Column("channel", Text, nullable=False, comment="warga, petugas or open311"),
    Column("who", Text, nullable=False, comment="account of staff, name of an API key; empty: a citizen"),
    Column("filed_at", UtcDateTime, nullable=False),
    Column("key_hash", Text, nullable=False, comment="of the key on the receipt, which opens its tracking"),
    Column("contact", Text, comment="encrypted; deleted when it is no longer needed"),
    Column("joined_source", Text, comment="the report that this one is counted with ..."),
    Column("joined_id", Text, comment="... once it was joined to it"),
    Index("filing_key", "key_hash"),
    Index("filing_joined", "joined_source", "joined_id"),
)

follow_up = Table(
    "follow_up",
    metadata,
    Column("change", BigInteger, primary_key=True, autoincrement=False, comment="of the action's last event"),
    Column("source", Text, nullable=False),
    Column("service_request_id", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("move", Text, nullable=False, comment="the action"),
    Column("who", Text, nullable=False, comment="an office's account, or the receipt of the reporter"),
    Column("role", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("agency", Text),
    Column("stars", Integer),
    Column("original_source", Text),
    Column("original_id", Text),
    Index("follow_up_report", "source", "service_request_id", "change"),
)

picture = Table(
    "picture",
    metadata,
    Column("picture_id", Text, primary_key=True, comment="random"),
    Column("source", Text, nullable=False),
    Column("service_request_id", Text, nullable=False),
    Column("change", BigInteger, nullable=False, comment="of the event that it came with"),
    Column("purpose", Text, nullable=False, comment="report, before or after"),
    Column("position", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False, comment="re-encoded here: nothing else of the file remains"),
    Index("picture_report", "source", "service_request_id"),
)

notice = Table(
    "notice",
    metadata,
    Column("notice_id", BigId, primary_key=True, autoincrement=True),
    Column(
        "once",
        Text,
        nullable=False,
        unique=True,
        comment="deduplication key: the same event causes one notice",
    ),
    Column("audience", Text, nullable=False, comment="kecamatan:CODE, pelapor:SOURCE/ID, operator, pimpinan"),
    Column("template", Text, nullable=False),
    Column("values", JSON, nullable=False, comment="for the template; no personal data"),
    Column("source", Text, nullable=False),
    Column("service_request_id", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("spread_at", UtcDateTime, comment="when its deliveries were created"),
    Index("notice_spread", "spread_at", "notice_id"),
)

api_key = Table(
    "api_key",
    metadata,
    Column("name", Text, primary_key=True, comment="of a program, as its reports are marked"),
    Column("key_hash", Text, nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
)

allowance = Table(
    "allowance",
    metadata,
    Column("kind", Text, primary_key=True, comment="what is counted: filings of an address, of an API key"),
    Column("subject", Text, primary_key=True, comment="hashed"),
    Column("since", UtcDateTime, primary_key=True, comment="the hour that is counted"),
    Column("taken", Integer, nullable=False),
)

exercise = Table(
    "exercise",
    metadata,
    Column("account", Text, primary_key=True, comment="of a practice city"),
    Column("step", Integer, primary_key=True, comment="1 to 7, the skills of the training"),
    Column("done_at", UtcDateTime, nullable=False),
)
