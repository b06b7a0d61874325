"""Rows that call their report confidential or anonymous, by any of their columns, and what is left of them.

The marking is read in the row's whole raw text, so that columns count that no field maps.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from data.core.config.city import CONFIDENTIAL, City
from data.core.marking import Marking, MarkingRule
from data.core.report.withheld import CONFIDENTIAL_FIELDS, WITHHELD_TEXT
from data.sources.base import Row
from data.sources.columns import canonical_json
from data.sources.values import normalize, text_or_none

TIME_SUFFIX = "_datetime"
NAME_LIMIT, TIME_LIMIT = 120, 40  # characters
ID_FIELD, ID_WORDS = "service_request_id", 2  # an id of more words is a text in the wrong column
HISTORY_FIELDS = ("at", "status_description", "agency_responsible")


def marking_rule(city: City) -> MarkingRule:
    """Return the rule of a city: its own words, and its categories, which are no markings."""
    spellings = {
        normalize(spelling)
        for category in city.category
        for spelling in (category.code, category.name, *category.aliases)
    }
    return MarkingRule(city.confidential.words, frozenset(spellings - {CONFIDENTIAL}))


@dataclass(frozen=True)
class RowRedaction:
    """Removes from the rows of one source what their markings forbid to store.

    :param is_time: whether a value is a time
    :param is_status: whether the city knows a status word; any other may be a text
    """

    rule: MarkingRule
    is_time: Callable[[Any], bool]
    is_status: Callable[[str], bool]

    def apply(self, row: Row) -> Row:
        """Return the row with only what may be stored of it."""
        marking = self.marking_of(row)
        if marking is Marking.CONFIDENTIAL:
            return self._withhold(row)
        if marking is Marking.ANONYMOUS and "reporter" in row.fields:
            fields = {name: value for name, value in row.fields.items() if name != "reporter"}
            return replace(row, fields=fields)
        return row

    def marking_of(self, row: Row) -> Marking:
        """Return the marking of a row, by its fields, its raw text and what is near a torn row."""
        values = [value for value in row.fields.values() if isinstance(value, str)]
        texts = (row.raw, *row.fields, *values, *row.nearby)
        if not self.rule.may_mark("\n".join(texts)):
            return Marking.NONE
        markings = {self.rule.marking_of(item) for item in (row.fields, _parse_raw(row.raw), row.nearby)}
        return next((marking for marking in reversed(Marking) if marking in markings), Marking.NONE)

    def _withhold(self, row: Row) -> Row:
        if row.problem:  # its cells may be anywhere
            raw = canonical_json({"row": row.number})
            return replace(row, fields={"service_code": CONFIDENTIAL}, raw=raw, nearby=())
        fields = self._allowed_fields(row.fields)
        fields |= {"service_code": CONFIDENTIAL, "description": WITHHELD_TEXT}
        if fields == row.fields:  # withheld before, and in its raw text too
            return row
        return replace(row, fields=fields, raw=row.raw if row.repaired else canonical_json(fields))

    def _allowed_fields(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        allowed = {
            name: value
            for name in CONFIDENTIAL_FIELDS.intersection(fields)
            if (value := self._allowed_value(name, fields[name])) is not None
        }
        status_word = fields.get("status_description")
        if fields.get("status_code") and isinstance(status_word, str) and len(status_word) <= TIME_LIMIT:
            allowed["status_description"] = status_word  # a rule of the source knows it
        return allowed

    def _allowed_value(self, name: str, value: Any) -> Any:
        """Return a value as it may be stored; None for what may hold a text in the wrong column."""
        if name == "history":
            return [self._allowed_step(step) for step in value] if isinstance(value, list) else None
        if isinstance(value, dict | list):
            return None
        if name.endswith(TIME_SUFFIX):
            return value if self.is_time(value) or _is_short(value) else WITHHELD_TEXT
        if name == "status_description":
            return value if self.is_status(str(value)) else None
        is_name = len(str(value)) <= NAME_LIMIT and (name != ID_FIELD or _letter_words(value) <= ID_WORDS)
        return value if is_name else None

    def _allowed_step(self, step: Any) -> dict[str, Any]:
        """Return a step of a history by its time, status and agency."""
        values = step if isinstance(step, Mapping) else {}
        return {
            "at" if name == "at" else name: allowed
            for name in HISTORY_FIELDS
            if (allowed := self._allowed_value("at_datetime" if name == "at" else name, values.get(name)))
        }


def _is_short(value: Any) -> bool:
    """Return whether an unreadable time is one word: it may be shown in a reason."""
    return len(str(value)) <= TIME_LIMIT and _letter_words(value) <= 1


def _letter_words(value: Any) -> int:
    return sum(any(map(str.isalpha, part)) for part in str(value).split())


def _parse_raw(raw: str) -> Any:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return raw


def is_withheld(raw: str) -> bool:
    """Return whether the raw text of a row is what was left of a confidential one."""
    item = _parse_raw(raw)
    return isinstance(item, dict) and text_or_none(item.get("description")) == WITHHELD_TEXT
