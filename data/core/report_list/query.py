"""The query of a report list, as an address holds it: filters, words and order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

MOST_WORDS, MOST_VALUES, LONGEST_VALUE = 12, 100, 200
MOST_DAYS = 36_600


class ReportState(StrEnum):
    """Whether a report is open, and how it was closed."""

    OPEN = "open"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


class Timeliness(StrEnum):
    """How a report stands to its deadline; ``LATE`` includes what is very late, and what was closed late."""

    LATE = "late"
    VERY_LATE = "very_late"
    APPROACHING = "approaching"
    ON_TIME = "on_time"
    PAUSED = "paused"
    NO_TARGET = "no_target"


class Evidence(StrEnum):
    """Whether a photo or document shows the work."""

    WITH = "with"
    WITHOUT = "without"


class SortKey(StrEnum):
    """What a list is ordered by."""

    FILED = "filed"
    DEADLINE = "deadline"
    CLOSED = "closed"
    CATEGORY = "category"
    AREA = "area"
    ASSIGNEE = "assignee"
    STATUS = "status"


@dataclass(frozen=True)
class ReportQuery:
    """Which reports a list shows; an empty value does not filter.

    :param words: what a person types: words, phrases in quotes, or a number
    :param age_from: days since the filing, at least
    :param age_to: days since the filing, at most
    :param areas: kelurahan or kecamatan
    :param stars: the reporter's rating
    """

    words: str = ""
    states: tuple[ReportState, ...] = ()
    timeliness: tuple[Timeliness, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    categories: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    stars: tuple[int, ...] = ()
    evidence: Evidence | None = None
    sort: SortKey = SortKey.FILED
    descending: bool = True

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return any(
            getattr(self, item.name) != item.default for item in fields(self) if item.name not in ORDER
        )


ORDER = ("sort", "descending")
# The name of each value in an address; a value that is given several times selects any of them.
PARAMETERS: Mapping[str, str] = {
    "words": "cari",
    "states": "keadaan",
    "timeliness": "waktu",
    "age_from": "umur_min",
    "age_to": "umur_maks",
    "categories": "kategori",
    "assignees": "pemegang",
    "areas": "wilayah",
    "sources": "sumber",
    "stars": "bintang",
    "evidence": "bukti",
    "sort": "urut",
    "descending": "menurun",
}
CHOICES: Mapping[str, type[StrEnum]] = {
    "states": ReportState,
    "timeliness": Timeliness,
    "evidence": Evidence,
    "sort": SortKey,
}
NUMBERS: Mapping[str, range] = {
    "age_from": range(MOST_DAYS + 1),
    "age_to": range(MOST_DAYS + 1),
    "stars": range(1, 6),
}
SINGLE = ("words", "age_from", "age_to", "evidence", "sort", "descending")


class QueryValueError(ValueError):
    """A value of an address cannot be used.

    :param parameter: its name in the address
    """

    def __init__(self, parameter: str, value: str) -> None:
        super().__init__(f"{parameter}: {value!r}")
        self.parameter, self.value = parameter, value


def parse_query(pairs: Sequence[tuple[str, str]]) -> ReportQuery:
    """Return the query of an address; parameters of other names, and empty values, are left alone.

    :param pairs: names and values of the parameters, decoded
    :raises QueryValueError: for the first value that cannot be used
    """
    fields_by_parameter = {parameter: name for name, parameter in PARAMETERS.items()}
    values: dict[str, list[Any]] = {}
    for parameter, text in pairs:
        name = fields_by_parameter.get(parameter)
        if name is not None and text.strip():
            values.setdefault(name, []).append(_value(name, text.strip()))
    return ReportQuery(**{name: _field(name, found) for name, found in values.items()})


def _field(name: str, values: list[Any]) -> Any:
    """Return the last of values of which one counts, else all, each once and in order."""
    if name in SINGLE:
        return values[-1]
    distinct = tuple(dict.fromkeys(values))
    if len(distinct) > MOST_VALUES:
        raise QueryValueError(PARAMETERS[name], f"{len(distinct)} values")
    return distinct


def _value(name: str, text: str) -> Any:
    if name == "descending":
        return text != "0"
    if len(text) > LONGEST_VALUE:
        raise QueryValueError(PARAMETERS[name], text[:40])
    if name in NUMBERS:
        return _number(name, text)
    if name in CHOICES:
        return _choice(name, text)
    return text


def _number(name: str, text: str) -> int:
    if not (text.isdecimal() and text.isascii() and int(text) in NUMBERS[name]):
        raise QueryValueError(PARAMETERS[name], text)
    return int(text)


def _choice(name: str, text: str) -> StrEnum:
    try:
        return CHOICES[name](text)
    except ValueError as error:
        raise QueryValueError(PARAMETERS[name], text) from error


def query_pairs(query: ReportQuery) -> list[tuple[str, str]]:
    """Return the parameters of a query's address: what :func:`parse_query` reads, without what is default."""
    return list(_pairs(query))


def _pairs(query: ReportQuery) -> Iterator[tuple[str, str]]:
    for item in fields(query):
        value, parameter = getattr(query, item.name), PARAMETERS[item.name]
        if value == item.default:
            continue
        if isinstance(value, bool):
            yield parameter, str(int(value))
        elif isinstance(value, tuple):
            yield from ((parameter, str(one)) for one in value)
        else:
            yield parameter, str(value)
