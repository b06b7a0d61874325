"""Columns of a source that no field takes: what they hold is not read, which is counted and said."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from data.core.findings import FindingCounter, FindingKind

MAX_NAMES = 1_000  # a source may invent a new name in every row


class ColumnUsage:
    """Which columns of the rows have a value that no field takes.

    :param paths: the columns that are read; a dotted one reaches into the value of a column
    """

    def __init__(self, paths: Iterable[str]) -> None:
        paths = list(paths)
        self._names_read = frozenset([*paths, *(path.partition(".")[0] for path in paths)])
        self._values = Counter[str]()

    def observe(self, values: Mapping[Any, Any]) -> None:
        """Count the columns of a row that no field takes and that are not empty."""
        names = values.keys() - self._names_read
        if names and len(self._values) < MAX_NAMES:
            self._values.update(str(name) for name in names if values[name] not in (None, "", [], {}))

    def add_to(self, findings: FindingCounter) -> None:
        """Count each of these columns once, those with most values first."""
        for name, count in self._values.most_common():
            findings.add(FindingKind.COLUMN_LEFT_OUT, name, hint=f"{count} values")
