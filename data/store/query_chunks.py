"""Values and keys in parts, each of which one query looks up."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from data.core.report.key import ReportKey

VALUES_PER_QUERY = 500  # well under the variables that one SQLite statement may hold

Value = TypeVar("Value")


def value_chunks(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """Yield parts of values, in their order; none of no values."""
    for start in range(0, len(values), VALUES_PER_QUERY):
        yield values[start : start + VALUES_PER_QUERY]


def key_chunks(keys: Iterable[ReportKey]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield sources, each with a part of its keys' ids, for lookups by primary key."""
    ids: dict[str, list[str]] = {}
    for source, report_id in keys:
        ids.setdefault(source, []).append(report_id)
    for source, report_ids in ids.items():
        for chunk in value_chunks(report_ids):
            yield source, chunk
