"""A valid report as a source gives it: the model that every row must satisfy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from data.core.quick_frozen import quick
from data.core.status import UNKNOWN_STATUS, Status, status_of


class Placement(StrEnum):
    """How a report's area is known; every report has exactly one."""

    POINT = "point"  # its coordinates lie in an area
    NAMED = "named"  # no coordinates, but the source names the area
    OUTSIDE = "outside"  # its coordinates lie in no area
    NONE = "none"  # neither usable coordinates nor a known area name


MAP_PLACEMENTS = (Placement.POINT, Placement.NAMED)

CONTRADICTED_PREFIX = "the area named"  # the beginning of that issue

ID_LENGTH, TEXT_LENGTH = 200, 100_000
LongText = Annotated[str, Field(max_length=TEXT_LENGTH)]


class StatusChange(BaseModel):
    """One step of a report's history as the source gives it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: AwareDatetime
    status_description: str
    agency_responsible: str | None = None


class ServiceRequest(BaseModel):
    """One report in Open311's names, all times aware, coordinates in degrees or absent.

    ``status`` follows from ``status_description``. ``closed_datetime`` is the source's own closing time; it
    does not count while the report is open, as the status is more reliable than a leftover date. ``issues``
    says in words which values of the row were unusable although the report could be stored. ``date_only``
    names the times of which the source gave only the day, sorted; a step of the history as ``history.0``.
    Such a time is the first moment of its day; a deadline is the last second of its day. ``blank`` names the
    codes (``service_code``, ``status_description``) for which the row has no word, ``unknown`` those whose
    word is not known: what is known of the report stays then.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    service_request_id: Annotated[str, Field(min_length=1, max_length=ID_LENGTH)]
    service_code: str
    service_name: LongText | None = None
    description: LongText | None = None
    status_description: str = UNKNOWN_STATUS
    status_notes: LongText | None = None
    agency_responsible: LongText | None = None
    requested_datetime: AwareDatetime
    updated_datetime: AwareDatetime | None = None
    expected_datetime: AwareDatetime | None = None
    closed_datetime: AwareDatetime | None = None
    address: LongText | None = None
    area_name: LongText | None = None
    parent_name: LongText | None = None
    lat: float | None = Field(default=None, ge=-90, le=90)
    long: float | None = Field(default=None, ge=-180, le=180)
    media_url: LongText | None = None
    evidence_url: LongText | None = None
    reporter: str | None = None
    rating: int | None = Field(default=None, ge=1, le=5)
    history: tuple[StatusChange, ...] = ()
    issues: tuple[str, ...] = ()
    date_only: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @classmethod
    def of_parsed(cls, values: dict[str, Any]) -> Self:
        """Return the record of values that the row validator has made, each of its field's own type.

        The model looks only at those that it may still refuse; it took a fifth of the time of a row.

        :raises pydantic.ValidationError: as the model itself does
        """
        if not _are_plain(values):
            return cls(**values)
        record = cls.__new__(cls)
        state: tuple[object, ...] = ({**_DEFAULTS, **values}, set(), None, None)
        for name, value in zip(_STATE_NAMES, state, strict=True):
            object.__setattr__(record, name, value)
        return record

    @property
    def unstated(self) -> frozenset[str]:
        """The fields of which the row says nothing that is known: its code for them is only a default."""
        return frozenset((*self.blank, *self.unknown))

    @property
    def status(self) -> Status:
        """Open311's status."""
        return status_of(self.status_description)

    @property
    def contradicted(self) -> bool:
        """Whether the area that the source names is not the one in which the point lies."""
        return any(issue.startswith(CONTRADICTED_PREFIX) for issue in self.issues)

    @model_validator(mode="after")
    def _validate_coordinates(self) -> Self:
        if (self.lat is None) != (self.long is None):
            raise ValueError("lat and long come together or not at all")
        return self


_STATE_NAMES = ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
_DEFAULTS = {name: info.get_default() for name, info in ServiceRequest.model_fields.items()}
_REQUIRED = frozenset(name for name, info in ServiceRequest.model_fields.items() if info.is_required())


def _are_plain(values: Mapping[str, Any]) -> bool:
    """Return whether the model takes the values of the row validator as they are."""
    if not _REQUIRED <= values.keys() <= _DEFAULTS.keys():
        return False
    if type(values.get("lat")) is not type(values.get("long")):
        return False
    is_identity = 0 < len(values["service_request_id"]) <= ID_LENGTH
    return is_identity and all(len(text) <= TEXT_LENGTH for text in values.values() if type(text) is str)


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that could not be stored.

    :param number: its number in the source
    :param raw: its text
    :param reason: why it was rejected
    :param fields: its values by field, as far as it could be parsed, for a person to repair
    """

    number: int
    raw: str
    reason: str
    fields: Mapping[str, Any] = field(default_factory=dict, compare=False)


class Place(BaseModel):
    """A report's area in the city's area layer, and how it is known."""

    model_config = ConfigDict(frozen=True)

    placement: Placement
    area_code: str | None = None


@quick
@dataclass(frozen=True, slots=True)
class Target:
    """The deadlines that judge a report, with the policy they come from; None where nothing is due.

    :param basis: who set ``expected_datetime``: ``source``, ``policy`` or None
    :param provisional: the deadline counts days of a year whose holidays are not all known, or from a filing
        of which only the day is known
    :param slack: how much later the policy's deadline may be, as only the day of the filing is known
    :param response_slack: the same of the response
    """

    expected_datetime: datetime | None
    basis: str | None
    policy: str | None = None
    provisional: bool = False
    approaching_at: datetime | None = None
    very_late_at: datetime | None = None
    response_expected_datetime: datetime | None = None
    slack: timedelta = timedelta(0)
    response_slack: timedelta = timedelta(0)
