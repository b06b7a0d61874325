"""Conversion of one report of a GeoReport v2 response to a row under our field names."""

from collections.abc import Callable, Mapping
from typing import Any

from data.core.config.city import Open311Source
from data.core.status import STATUS_BY_CODE, Status, status_of
from data.sources.base import Row
from data.sources.columns import canonical_json, get_path, map_rows
from data.sources.status_rules import DEFAULT_STATUS_WORDS, StatusRuleMatcher
from data.sources.values import normalize, text_or_none

COLUMN_NAMES: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in (
        "service_request_id", "service_code", "service_name", "description", "status_notes",
        "agency_responsible", "requested_datetime", "updated_datetime", "expected_datetime", "address",
        "status_description", "rating", "evidence_url", "area_name", "parent_name",
    )},
    "closed_datetime": ("closed_datetime", "closed_date"),
    "lat": ("lat", "latitude"),
    "long": ("long", "lon", "lng", "longitude"),
    "media_url": ("media_url", "media_urls"),
}  # fmt: skip

STATUS_COLUMNS = ("status", "token")  # read besides the fields
LINK_FIELDS, URL_KEYS = ("media_url", "evidence_url"), ("url", "href", "media_url", "media", "src")


def columns_read(source: Open311Source) -> list[str]:
    """Return every column of a report that some field takes."""
    defaults = (name for names in COLUMN_NAMES.values() for name in names)
    return [*defaults, *STATUS_COLUMNS, *source.fields.values()]


class RowBuilder:
    """Builds the rows of one server.

    :param local_id_for: returns the id in our store for a report's id and token
    :param service_names: requests the names of the services by their codes
    """

    def __init__(
        self,
        source: Open311Source,
        local_id_for: Callable[[str | None, str | None], str | None],
        service_names: Callable[[], Mapping[str, str]],
    ) -> None:
        self._source, self._local_id_for, self._service_names = source, local_id_for, service_names
        self._empty_values = {normalize(server_word) for server_word in source.empty_values}
        code_by_word = {
            **{code: code for code in STATUS_BY_CODE},
            **DEFAULT_STATUS_WORDS,
            **source.status_words,
        }
        self._code_by_word = {normalize(source_word): code for source_word, code in code_by_word.items()}
        self._rule_matcher = StatusRuleMatcher(source.status_rules)

    def build_row(self, number: int, item: Any) -> Row:
        """Return the row of one report; anything else becomes a row with a problem, for quarantine."""
        if not isinstance(item, Mapping):
            problem = f"a {type(item).__name__} where a report with fields was expected"
            return Row(number, canonical_json(item), {}, problem)
        mapped_row = next(map_rows(self._source, self._columns(item), [item]))
        values = {name: self._clean_field(name, value) for name, value in mapped_row.fields.items()}
        values["status_description"] = self._status_word(values, self._clean(get_path(item, "status")))
        values["status_code"] = self._status_by_rule(values["status_description"])
        if not self._source.id_from:
            values["service_request_id"] = self._local_id(values, item)
        if values.get("service_name") is None:
            values["service_name"] = self._service_name(values.get("service_code"))
        fields = {name: value for name, value in values.items() if value is not None}
        return Row(number, mapped_row.raw, fields)

    def _columns(self, item: Mapping[str, Any]) -> dict[str, str]:
        defaults = {name: self._first_filled(item, spellings) for name, spellings in COLUMN_NAMES.items()}
        return {**defaults, **self._source.fields}

    def _clean_field(self, name: str, value: Any) -> Any:
        if name == "point":
            return value
        return self._clean(_find_url(value) if name in LINK_FIELDS else value)

    def _first_filled(self, item: Mapping[str, Any], names: tuple[str, ...]) -> str:
        """Return the first of several spellings of a column that is not empty."""
        return next((name for name in names if self._clean(item.get(name)) is not None), names[0])

    def _clean(self, value: Any) -> Any:
        """Return None for a server's words for "empty"; the first value of a list."""
        if isinstance(value, list):
            return next((cleaned for part in value if (cleaned := self._clean(part)) is not None), None)
        if not isinstance(value, str):
            return value
        return value.strip() if value.strip() and normalize(value) not in self._empty_values else None

    def _status_word(self, values: Mapping[str, Any], status: Any) -> Any:
        """Return the finer word if it is known and does not contradict Open311's ``open`` or ``closed``."""
        description = values.get("status_description")
        detail_code, status_code = self._match_word(description), self._match_word(status)
        if status_code is None:
            return status if detail_code is None and status is not None else description
        return description if detail_code and _same_state(detail_code, status_code) else status

    def _match_word(self, server_word: Any) -> str | None:
        """Return our status code for the server's word: an exact match before the first matching rule."""
        word_text = text_or_none(server_word) or ""
        return self._code_by_word.get(normalize(word_text)) or self._rule_matcher.match(word_text)

    def _status_by_rule(self, server_word: Any) -> str | None:
        """Return the code of a rule for an unknown word; the row validator maps the known ones."""
        word_text = text_or_none(server_word) or ""
        return None if normalize(word_text) in self._code_by_word else self._rule_matcher.match(word_text)

    def _local_id(self, values: Mapping[str, Any], item: Mapping[str, Any]) -> Any:
        """Return the id in our store; a fraction or boolean is left for the row validator to reject."""
        raw_id, token = values.get("service_request_id"), self._clean(item.get("token"))
        if isinstance(raw_id, bool | float):
            return raw_id
        return self._local_id_for(text_or_none(raw_id), text_or_none(token))

    def _service_name(self, code: Any) -> str | None:
        code_text = text_or_none(code)
        return None if code_text is None else self._service_names().get(code_text)


def _find_url(value: Any) -> Any:
    """Return the URL in an object that describes a picture, or in each object of a list."""
    if isinstance(value, list):
        return [_find_url(part) for part in value]
    if isinstance(value, Mapping):
        candidates = (value.get(name) for name in URL_KEYS)
        return next((address for address in candidates if isinstance(address, str) and address.strip()), None)
    return value


def _same_state(detail_code: str, status_code: str) -> bool:
    return (status_of(detail_code) is Status.CLOSED) == (status_of(status_code) is Status.CLOSED)
