"""Identities of confidential reports: nothing stored of one holds its text, its point or its reporter."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from data.core.config.city import CONFIDENTIAL
from data.core.integrity.checks import IntegrityFault
from data.core.report.reconcile.notes import is_own_issue
from data.core.report.withheld import SOURCE_VALUES_KEY, TEXT_DETAILS, WITHHELD_TEXT

IDENTITY = "a confidential report keeps none of its text"
OFFICE_DETAILS = frozenset(("status_notes", "evidence_url", "rating"))  # an action here may add them
DESCRIPTION, ISSUES = "description", "issues"
POINT = ("lat", "long")
Values = Mapping[str, Any]


@dataclass(frozen=True)
class StoredTexts:
    """What one stored row of a confidential report holds besides its counts and clocks.

    :param where: names the row
    :param service_code: of an event: that before the report was confidential may be another
    :param values: the details, or those that an event amended
    :param has_reporter: whether a reporter can be told from it
    :param is_followed_up: whether an action was taken on the report here
    """

    where: str
    service_code: str
    lat: float | None
    long: float | None
    has_reporter: bool
    values: Values
    is_followed_up: bool = False


def check_withheld(rows: Iterable[StoredTexts]) -> list[IntegrityFault]:
    """Check that no row holds what is withheld; a fault names the fields, never their values."""
    found = ((row.where, sorted(set(_readable(row)))) for row in rows)
    return [IntegrityFault(IDENTITY, where, ", ".join(names)) for where, names in found if names]


def _readable(row: StoredTexts) -> Iterator[str]:
    """Yield the names of what can be read."""
    yield from (name for name in POINT if getattr(row, name) is not None)
    if row.has_reporter:
        yield "reporter"
    if row.service_code != CONFIDENTIAL:
        yield from row.values  # a step from before: the store has emptied it
        return
    allowed = OFFICE_DETAILS if row.is_followed_up else frozenset()
    yield from (name for name in row.values if name not in allowed and _is_text(name, row.values[name]))
    told = row.values.get(SOURCE_VALUES_KEY) or {}
    yield from (f"{SOURCE_VALUES_KEY}.{name}" for name in POINT if told.get(name) is not None)


def _is_text(name: str, value: Any) -> bool:
    """Return whether a descriptive field holds a text of the report, and not one of ours."""
    if name not in TEXT_DETAILS and name != DESCRIPTION:
        return False
    if name == ISSUES:
        return not all(map(is_own_issue, value or ()))
    return value is not None and not (name == DESCRIPTION and value == WITHHELD_TEXT)
