"""From one report of a GeoReport v2 answer to a row under our names."""

from collections.abc import Callable, Mapping
from typing import Any

from data.core.config.city import Open311Source
from data.core.status import BY_CODE, Status, status_of
from data.sources.base import Row
from data.sources.columns import mapped, raw_text, reach
from data.sources.status_rules import Rules
from data.sources.validator import WORDS
from data.sources.values import folded, text_or_none

NAMES: dict[str, tuple[str, ...]] = {
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

LINKS, ADDRESSES = ("media_url", "evidence_url"), ("url", "href", "media_url", "media", "src")


class RowMaker:
    """Rows of one server.

    :param ours: the id in our store for a report's id and token
    :param service_names: asks for the names of the services by their codes
    """

    def __init__(
        self,
        source: Open311Source,
        ours: Callable[[str | None, str | None], str | None],
        service_names: Callable[[], Mapping[str, str]],
    ) -> None:
        self._source, self._ours, self._service_names = source, ours, service_names
        self._empty = {folded(word) for word in source.empty_values}
        words = {**{code: code for code in BY_CODE}, **WORDS, **source.status_words}
        self._words = {folded(theirs): ours for theirs, ours in words.items()}
        self._rules = Rules(source.status_rules)

    def row(self, number: int, item: Any) -> Row:
        """One report; what cannot be one is a row with a problem, for quarantine."""
        if not isinstance(item, Mapping):
            kind = type(item).__name__
            return Row(number, raw_text(item), {}, f"a {kind} where a report with fields was expected")
        names = {**{ours: self._first(item, theirs) for ours, theirs in NAMES.items()}, **self._source.fields}
        plain = next(mapped(self._source, names, [item]))
        values = {
            name: value if name == "point" else self._cleaned(_address_in(value) if name in LINKS else value)
            for name, value in plain.fields.items()
        }
        values |= {"status_description": self._status(values, self._cleaned(reach(item, "status")))}
        values |= {"status_code": self._ruled(values["status_description"])}
        if not self._source.id_from:
            values["service_request_id"] = self._identity(values, item)
        if values.get("service_name") is None:
            values["service_name"] = self._service_name(values.get("service_code"))
        return Row(number, plain.raw, {name: value for name, value in values.items() if value is not None})

    def _first(self, item: Mapping[str, Any], names: tuple[str, ...]) -> str:
        """The first of several spellings of a column that holds something."""
        return next((name for name in names if self._cleaned(item.get(name)) is not None), names[0])

    def _cleaned(self, value: Any) -> Any:
        """None for what a server writes for nothing; the first of a list where one value was expected."""
        if isinstance(value, list):
            return next((found for part in value if (found := self._cleaned(part)) is not None), None)
        if not isinstance(value, str):
            return value
        return value.strip() if value.strip() and folded(value) not in self._empty else None

    def _status(self, values: Mapping[str, Any], status: Any) -> Any:
        """The finer word where we know it and it does not contradict Open311's ``open`` or ``closed``."""
        fine, plain = self._meant(values.get("status_description")), self._meant(status)
        if plain is None:
            return status if fine is None and status is not None else values.get("status_description")
        return values["status_description"] if fine and _agree(fine, plain) else status

    def _meant(self, word: Any) -> str | None:
        """Our word for the server's: an exact one before the first rule that fits."""
        said = text_or_none(word) or ""
        return self._words.get(folded(said)) or self._rules.meant(said)

    def _ruled(self, word: Any) -> str | None:
        """What a rule says of a word that is not known by itself: the guard knows the others."""
        said = text_or_none(word) or ""
        return None if folded(said) in self._words else self._rules.meant(said)

    def _identity(self, values: Mapping[str, Any], item: Mapping[str, Any]) -> Any:
        """A number stays what it is: the guard knows which numbers can be an id."""
        given, token = values.get("service_request_id"), self._cleaned(item.get("token"))
        if isinstance(given, bool | float):
            return given
        return self._ours(text_or_none(given), text_or_none(token))

    def _service_name(self, code: Any) -> str | None:
        written = text_or_none(code)
        return None if written is None else self._service_names().get(written)


def _address_in(value: Any) -> Any:
    """The address in an object, or in each of a list of objects, by which a server describes a picture."""
    if isinstance(value, list):
        return [_address_in(part) for part in value]
    if isinstance(value, Mapping):
        found = (value.get(name) for name in ADDRESSES)
        return next((address for address in found if isinstance(address, str) and address.strip()), None)
    return value


def _agree(fine: str, plain: str) -> bool:
    return (status_of(fine) is Status.CLOSED) == (status_of(plain) is Status.CLOSED)
