"""From one report of a GeoReport v2 answer to a row under our names."""

from collections.abc import Callable, Mapping
from typing import Any

from data.core.config.city import Open311Source
from data.core.status import STATUS_BY_CODE, Status, status_of
from data.sources.base import Row
from data.sources.columns import canonical_json, get_path, map_rows
from data.sources.status_rules import StatusRuleMatcher
from data.sources.validator import DEFAULT_STATUS_WORDS
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

LINK_FIELDS, URL_KEYS = ("media_url", "evidence_url"), ("url", "href", "media_url", "media", "src")


class RowBuilder:
    """Rows of one server.

    :param ours: the id in our store for a report's id and token
    :param service_names: asks for the names of the services by their codes
    """

    def __init__(
        self,
        source: Open311Source,
        local_id_for: Callable[[str | None, str | None], str | None],
        service_names: Callable[[], Mapping[str, str]],
    ) -> None:
        self._source, self._local_id_for, self._service_names = source, local_id_for, service_names
        self._empty_values = {normalize(word) for word in source.empty_values}
        code_by_word = {
            **{code: code for code in STATUS_BY_CODE},
            **DEFAULT_STATUS_WORDS,
            **source.status_words,
        }
        self._code_by_word = {normalize(source_word): ours for source_word, ours in code_by_word.items()}
        self._rule_matcher = StatusRuleMatcher(source.status_rules)

    def build_row(self, number: int, item: Any) -> Row:
        """One report; what cannot be one is a row with a problem, for quarantine."""
        if not isinstance(item, Mapping):
            type_name = type(item).__name__
            return Row(
                number, canonical_json(item), {}, f"a {type_name} where a report with fields was expected"
            )
        columns = {
            **{
                field_name: self._first_filled(item, spellings)
                for field_name, spellings in COLUMN_NAMES.items()
            },
            **self._source.fields,
        }
        mapped_row = next(map_rows(self._source, columns, [item]))
        values = {
            name: value
            if name == "point"
            else self._clean(_find_url(value) if name in LINK_FIELDS else value)
            for name, value in mapped_row.fields.items()
        }
        values |= {"status_description": self._status_word(values, self._clean(get_path(item, "status")))}
        values |= {"status_code": self._status_by_rule(values["status_description"])}
        if not self._source.id_from:
            values["service_request_id"] = self._local_id(values, item)
        if values.get("service_name") is None:
            values["service_name"] = self._service_name(values.get("service_code"))
        return Row(
            number, mapped_row.raw, {name: value for name, value in values.items() if value is not None}
        )

    def _first_filled(self, item: Mapping[str, Any], names: tuple[str, ...]) -> str:
        """The first of several spellings of a column that holds something."""
        return next((name for name in names if self._clean(item.get(name)) is not None), names[0])

    def _clean(self, value: Any) -> Any:
        """None for what a server writes for nothing; the first of a list where one value was expected."""
        if isinstance(value, list):
            return next((cleaned for part in value if (cleaned := self._clean(part)) is not None), None)
        if not isinstance(value, str):
            return value
        return value.strip() if value.strip() and normalize(value) not in self._empty_values else None

    def _status_word(self, values: Mapping[str, Any], status: Any) -> Any:
        """The finer word where we know it and it does not contradict Open311's ``open`` or ``closed``."""
        detail_code, status_code = (
            self._match_word(values.get("status_description")),
            self._match_word(status),
        )
        if status_code is None:
            return status if detail_code is None and status is not None else values.get("status_description")
        return (
            values["status_description"] if detail_code and _same_state(detail_code, status_code) else status
        )

    def _match_word(self, word: Any) -> str | None:
        """Our word for the server's: an exact one before the first rule that fits."""
        word_text = text_or_none(word) or ""
        return self._code_by_word.get(normalize(word_text)) or self._rule_matcher.match(word_text)

    def _status_by_rule(self, word: Any) -> str | None:
        """What a rule says of a word that is not known by itself: the guard knows the others."""
        word_text = text_or_none(word) or ""
        return None if normalize(word_text) in self._code_by_word else self._rule_matcher.match(word_text)

    def _local_id(self, values: Mapping[str, Any], item: Mapping[str, Any]) -> Any:
        """A number stays what it is: the guard knows which numbers can be an id."""
        raw_id, token = values.get("service_request_id"), self._clean(item.get("token"))
        if isinstance(raw_id, bool | float):
            return raw_id
        return self._local_id_for(text_or_none(raw_id), text_or_none(token))

    def _service_name(self, code: Any) -> str | None:
        code_text = text_or_none(code)
        return None if code_text is None else self._service_names().get(code_text)


def _find_url(value: Any) -> Any:
    """The address in an object, or in each of a list of objects, by which a server describes a picture."""
    if isinstance(value, list):
        return [_find_url(part) for part in value]
    if isinstance(value, Mapping):
        candidates = (value.get(name) for name in URL_KEYS)
        return next((address for address in candidates if isinstance(address, str) and address.strip()), None)
    return value


def _same_state(detail_code: str, status_code: str) -> bool:
    return (status_of(detail_code) is Status.CLOSED) == (status_of(status_code) is Status.CLOSED)
