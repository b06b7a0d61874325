"""The model of a city's TOML file. Reading the file is elsewhere."""

from functools import cache
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, Field, model_validator

from data.core.config.area_levels import AreaLevels
from data.core.config.confidential_words import ConfidentialWords
from data.core.config.indicator_rule import AnomalyRule
from data.core.config.notify_rule import NotificationRule
from data.core.config.picture_hosts import PictureHost, host_of
from data.core.config.place_config import AreaNameOptions, SourcePlaceOptions
from data.core.config.policy import OTHER_CATEGORY, Policy, validate_policies
from data.core.config.rotation_rule import DisplayRule
from data.core.config.source_config import FolderOptions, HttpOptions, Open311Options, SqlOptions
from data.core.config.table_config import ColumnNames, TableOptions
from data.core.config.workweek import WorkSchedule
from data.core.strict import Name, StrictModel

__all__ = [
    "CONFIDENTIAL",
    "OTHER_CATEGORY",
    "Category",
    "City",
    "CsvSource",
    "GeoJsonSource",
    "QlueSource",
    "SimulatedSource",
    "Source",
    "Sp4nSource",
    "TableSource",
    "TabularSource",
]

CONFIDENTIAL = "rahasia"  # every city has it: reports of which only the number may be published


@cache
def _known_timezones() -> frozenset[str]:
    """Return the names of all zones; finding them reads hundreds of files."""
    return frozenset(available_timezones())


def _validate_timezone(name: str) -> str:
    if name not in _known_timezones():
        raise ValueError("must be an IANA time zone such as Asia/Makassar")
    return name


TimezoneName = Annotated[str, AfterValidator(_validate_timezone)]
LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]  # of a catalogue, which the loader looks for


class _CityModel(BaseModel):  # no StrictModel: ruff allows {} as a default only where it sees BaseModel
    model_config = StrictModel.model_config


class Category(_CityModel):
    """What a report is about, and the agencies responsible. A policy says what time is allowed."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Name
    agencies: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    sensitive: bool = False  # counted, but neither text nor point is ever shown


class Areas(AreaNameOptions, AreaLevels, BaseModel):
    """The levels of areas, and the file of their polygons."""

    file: str | None = None  # relative to the TOML file; none: the schematic layer of Manado
    code_field: str = "code"
    name_field: str = "name"
    parent_field: str | None = None
    parent_name_field: str | None = None
    parent_groups: Annotated[int, Field(ge=1, le=5)] | None = None
    parent_names: dict[str, str] = {}
    inset: tuple[str, ...] = ()  # kecamatan drawn in a corner of the map, so that the rest can fill it
    inset_corner: Literal["top-left", "top-right", "bottom-left", "bottom-right"] = "top-left"


class RankingRule(_CityModel):
    """How kecamatan are compared."""

    window_days: Annotated[int, Field(ge=1, le=730)] = 30
    minimum_sample: Annotated[int, Field(ge=1, le=10_000)] = 10
    duration_days: Annotated[int, Field(ge=1, le=730)] = 90  # resolution times: of reports received within


class SourceBase(SourcePlaceOptions, BaseModel):
    """Keys of every source. One without ``every_seconds`` is imported by hand only."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    label: Name | None = None
    timezone: TimezoneName | None = None  # for times without a zone; none: the city's
    every_seconds: Annotated[float, Field(ge=1, le=86_400)] | None = None
    stale_after_intervals: Annotated[int, Field(ge=1, le=1_000)] = 3
    status_words: dict[str, str] = {}  # the source's status (any case) to ours
    fixed: dict[str, str] = {}  # field: value for every row, e.g. service_name = "Banjir"
    id_from: tuple[str, ...] = ()  # columns whose content identifies a row without an id
    complete: bool | None = None  # each pull holds all reports; none: from its first filing on, as it shows
    short_share: Annotated[float, Field(ge=0, le=1)] = 0.5  # less of the last pull is not believed
    short_hours: Annotated[float, Field(ge=0, le=8_760)] = 24  # until a pull that stays short is believed
    due_end_of_day: bool = True  # a deadline without a time of day is the end of that day
    picture_hosts: tuple[PictureHost, ...] = ()  # of pictures that rows name, besides the source's own


class FileSource(HttpOptions, SourceBase):
    """A source of rows from a URL or a file."""

    url: str | None = None
    file: str | None = None
    fields: dict[str, str] = {}  # our field name to the source's column
    date_format: str | None = None  # strptime; none: ISO 8601


class QlueSource(FileSource):
    """Qlue's marker feed, flat or nested."""

    kind: Literal["qlue"]


class GeoJsonSource(FileSource):
    """A GeoJSON FeatureCollection of points."""

    kind: Literal["geojson"]


class TabularSource(FileSource, TableOptions):
    """A table of reports; a field may be read from several columns."""

    fields: dict[str, ColumnNames] = {}  # type: ignore[assignment]  # wider than a feed's columns


class CsvSource(TabularSource):
    """A table, by the older name of its kind."""

    kind: Literal["csv"]


class TableSource(TabularSource):
    """A table of any format."""

    kind: Literal["table"]


class Sp4nSource(TabularSource):
    """SP4N-LAPOR's Excel export; ``fields`` replaces columns where an export differs."""

    kind: Literal["sp4n"]
    # Says which reports are confidential; an export without it is refused. None: it is found.
    type_column: Annotated[str, Field(pattern=r"\S")] | None = None


class SimulatedSource(SourceBase):
    """A practice city's simulation. Its reports stay on this machine and never mix with real ones."""

    kind: Literal["simulated"]
    seed: int = 7171
    profile: Literal["sibuk", "tenang"] = "sibuk"


class Open311Source(Open311Options, SourceBase):
    """An Open311 GeoReport v2 server."""

    kind: Literal["open311"]


class SqlSource(SqlOptions, SourceBase):
    """A query on the database of another system."""

    kind: Literal["sql"]


class FolderSource(FolderOptions, SourceBase):
    """A drop folder; its files are read by the keys of another source."""

    kind: Literal["folder"]


Source = Annotated[
    QlueSource
    | GeoJsonSource
    | CsvSource
    | TableSource
    | Sp4nSource
    | Open311Source
    | SqlSource
    | FolderSource
    | SimulatedSource,
    Field(discriminator="kind"),
]


class City(_CityModel):
    """Everything that differs from city to city."""

    code: Annotated[str, Field(min_length=1)]
    name: Name
    title: Name = "Laporan Warga"
    timezone: TimezoneName
    language: LanguageCode = "id"
    areas: Areas = Areas()
    ranking: RankingRule = RankingRule()
    signs: AnomalyRule = AnomalyRule()
    notify: NotificationRule = NotificationRule()
    room: DisplayRule = DisplayRule()
    confidential: ConfidentialWords = ConfidentialWords()
    work: WorkSchedule | None = None  # none: nothing is counted in working time
    policy: tuple[Policy, ...] = ()  # none: only the source gives deadlines
    category: tuple[Category, ...] = ()
    source: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _validate_unique_names(self) -> "City":
        for key, names in (
            ("category.code", [c.code for c in self.category]),
            ("source.name", [s.name for s in self.source]),
        ):
            if duplicates := {name for name in names if names.count(name) > 1}:
                raise ValueError(f"{key} must be unique, but is given twice: {', '.join(sorted(duplicates))}")
        return self

    @model_validator(mode="after")
    def _validate_policies(self) -> "City":
        validate_policies(self.policy, [c.code for c in self.category], hours=self.work is not None)
        return self

    @model_validator(mode="after")
    def _validate_folder_sources(self) -> "City":
        file_sources = {source.name for source in self.source if isinstance(source, FileSource)}
        for source in self.source:
            if isinstance(source, FolderSource) and source.like not in file_sources:
                allowed = ", ".join(sorted(file_sources)) or "none: add one"
                raise ValueError(f"source {source.name}: like = {source.like!r}: allowed is {allowed}")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The city's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def simulated(self) -> bool:
        """Whether any source is a simulation."""
        return any(source.kind == "simulated" for source in self.source)

    @property
    def picture_hosts(self) -> frozenset[str]:
        """The only hosts from which browsers load pictures: those that the sources name, and their own."""
        urls = [getattr(source, key, None) for source in self.source for key in ("url", "discovery")]
        named = {host for source in self.source for host in source.picture_hosts}
        return frozenset((named | {host_of(url) for url in urls}) - {""})

    @property
    def categories_by_code(self) -> dict[str, Category]:
        """Every category of a new report, by code, the one for other reports included."""
        return {category.code: category for category in self.category} | {
            OTHER_CATEGORY: self.get_category(OTHER_CATEGORY)
        }

    @property
    def sensitive_codes(self) -> frozenset[str]:
        """The categories of which neither text nor place is shown, confidential reports among them."""
        return frozenset((CONFIDENTIAL, *(category.code for category in self.category if category.sensitive)))

    def get_category(self, code: str) -> Category:
        """Return the category of a code; an unmapped one is ``lainnya``, with the default target.

        Confidential reports are sensitive in every city, whatever its file says.
        """
        if code == CONFIDENTIAL:
            return Category(code=CONFIDENTIAL, name="Rahasia", sensitive=True)
        category = next((c for c in self.category if c.code == code), None)
        return category or Category(code=OTHER_CATEGORY, name="Lainnya / belum dipetakan")

    def is_sensitive(self, code: str) -> bool:
        """Return whether reports of a category show neither text nor point, and no kelurahan outside."""
        return self.get_category(code).sensitive

    def get_source(self, name: str) -> Source | None:
        """Return the source of a name, None if the city has none."""
        return next((s for s in self.source if s.name == name), None)
