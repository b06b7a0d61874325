"""Options of sources that are servers, databases or drop folders."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from data.core.config.table_config import StatusRules
from data.core.strict import StrictModel

PositiveHours = Annotated[float, Field(gt=0, le=87_600)]
OptionalHours = Annotated[float, Field(ge=0, le=87_600)]
QueryParameterName = Annotated[str, Field(pattern=r"^[^\s&=?#]+$")]


class _SourceModel(BaseModel):  # no StrictModel: ruff allows {} as a default only where it sees BaseModel
    model_config = StrictModel.model_config


class SecretReference(_SourceModel):
    """Where a secret is: the name of an environment variable or of a file, never the secret itself."""

    env: str | None = None
    file: str | None = None  # a relative path is relative to the city's TOML file
    prefix: str = ""  # put before it, e.g. "Bearer "

    @model_validator(mode="after")
    def _validate_one_location(self) -> Self:
        if (self.env is None) == (self.file is None):
            raise ValueError("must name either env or file")
        return self


class HttpOptions(_SourceModel):
    """How a source is read over HTTP."""

    timeout_seconds: Annotated[float, Field(gt=0, le=300)] = 20
    attempts: Annotated[int, Field(ge=1, le=10)] = 3
    max_mb: Annotated[float, Field(gt=0, le=2_000)] | None = None  # of one response, decompressed; none: 200
    headers: dict[str, str] = {}
    secret_headers: dict[str, SecretReference] = {}  # never sent to another server after a redirect
    conditional: bool = True  # conditional requests, if the server gave an ETag or Last-Modified
    any_content_type: bool = False  # accept data labelled text/html; an HTML page is still refused


class Open311Options(HttpOptions):
    """A GeoReport v2 server, with the ways in which servers differ."""

    url: str | None = None  # what precedes /requests.json
    discovery: str | None = None  # the discovery document, to find the address
    endpoint_type: str = "production"
    format: Literal["json", "xml"] | None = None  # none: as the discovery document says, else JSON
    extension: str | None = None  # none: ".json" or ".xml"; "" where the server wants none
    requests_path: str = "requests"
    services_path: str = "services"
    tokens_path: str = "tokens"
    jurisdiction_id: str | None = None
    jurisdiction_parameter: QueryParameterName = "jurisdiction_id"
    api_key: SecretReference | None = None
    api_key_parameter: QueryParameterName = "api_key"
    parameters: dict[str, str] = {}  # sent with every request
    pause_seconds: Annotated[float, Field(ge=0, le=60)] = 0  # between requests, for servers with rate limits
    not_found_is_empty: bool = False  # 404 means "no such reports" instead of an error

    list_key: str | None = None  # dotted path to the list in a response; none: it is found
    fields: dict[str, str] = {}  # our field name to the server's, where it is not Open311's
    date_format: str | None = None  # strptime; none: ISO 8601
    empty_values: tuple[str, ...] = ("null", "NULL", "nil")  # texts for missing values

    status_rules: StatusRules = {}  # "closed *" = "selesai", after the exact status_words

    paging: Literal["pages", "rows", "link", "none"] = "pages"  # page numbers, rows to skip, Link headers
    page_parameter: QueryParameterName = "page"
    page_size_parameter: QueryParameterName = "page_size"
    page_size: Annotated[int, Field(ge=1, le=10_000)] = 100
    first_page: Annotated[int, Field(ge=0, le=1)] = 1

    window_days: Annotated[float, Field(ge=0, le=36_500)] = 90  # 0: the server does not filter by date
    window_rows: Annotated[int, Field(ge=2, le=1_000_000)] = 1_000  # so many may be a cut-off response
    start_parameter: QueryParameterName = "start_date"
    end_parameter: QueryParameterName = "end_date"
    query_times: Literal["utc", "offset", "local", "date"] = "utc"
    history_from: date | None = None  # how far back reports go; none: until silent_windows
    silent_windows: Annotated[int, Field(ge=1, le=1_000)] = 40
    overlap_hours: OptionalHours = 24  # read again with every pull, for late arrivals and clock differences

    updated_after: bool = False  # the server can filter by change time
    updated_after_parameter: QueryParameterName = "updated_after"
    sweep: Literal["auto", "ids", "windows", "none"] = "auto"  # how open reports are read again
    sweep_every_hours: OptionalHours = 1
    ids_parameter: QueryParameterName = "service_request_id"
    ids_per_request: Annotated[int, Field(ge=1, le=1_000)] = 50
    full_every_hours: PositiveHours | None = 168  # a full pull, which also finds reopened reports

    @model_validator(mode="after")
    def _validate_address(self) -> Self:
        if self.url is None and self.discovery is None:
            raise ValueError("must name url or discovery")
        if 0 < self.window_days < 2:
            raise ValueError("window_days must be 0 or at least 2")
        return self


class SqlOptions(_SourceModel):
    """A query on any database that SQLAlchemy supports."""

    database: SecretReference  # the SQLAlchemy URL
    query: Annotated[str, Field(pattern=r"(?is)^\s*(select|with)\b")]
    fields: dict[str, str] = {}  # our field name to the query's column; none: columns named like our fields
    date_format: str | None = None  # for times that the database stores as text
    since_as: Literal["local", "utc", "aware", "text", "epoch"] | None = None  # none: local, text on SQLite
    since_format: str = "%Y-%m-%d %H:%M:%S"  # for since_as = "text", in the source's zone
    overlap_seconds: Annotated[float, Field(ge=0, le=31_536_000)] = 3_600
    timeout_seconds: Annotated[float, Field(gt=0, le=3_600)] = 60
    batch_rows: Annotated[int, Field(ge=1, le=100_000)] = 1_000


class FolderOptions(_SourceModel):
    """A folder for files to import."""

    path: Annotated[str, Field(min_length=1)]  # a relative path is relative to the city's TOML file
    like: Annotated[str, Field(min_length=1)]  # the source by whose keys the files are read
    done: Annotated[str, Field(pattern=r"^[^/\\.][^/\\]*$")] = "selesai"
    failed: Annotated[str, Field(pattern=r"^[^/\\.][^/\\]*$")] = "gagal"
