"""Filters and sort orders of a backlog, from values that any browser may send."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.core.backlog.backlog import AGE_BAND_ORDER, TriageGroup
from data.core.clock.sla import OVERDUE_STATES, SlaState
from data.core.history.facts import KEY
from data.core.history.places import NO_AREA

FilterOption = tuple[str, str, int]

STATE_FILTERS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "overdue": lambda rows: rows["state"].isin(OVERDUE_STATES),
    "very_late": lambda rows: rows["state"] == SlaState.VERY_LATE,
    "savable": lambda rows: rows["turn"] == TriageGroup.SAVABLE,
    "approaching": lambda rows: rows["state"] == SlaState.APPROACHING,
    "on_time": lambda rows: rows["state"] == SlaState.ON_TIME,
    "stopped": lambda rows: rows["stopped_at"].notna(),
    "no_target": lambda rows: rows["state"] == SlaState.NO_TARGET,
}  # they overlap: what is savable may be approaching

FILTER_COLUMNS = {"area": "area_code", "category": "service_code", "holder": "holder", "age": "age_band"}
SORT_COLUMNS = (
    "requested_datetime", "expected_datetime", "service_name", "area_name", "holder", "state",
    "status_description",
)  # fmt: skip


@dataclass(frozen=True)
class BacklogFilter:
    """A filter; None: not filtered. ``sort`` None: the order of urgency."""

    area: str | None = None
    category: str | None = None
    holder: str | None = None
    age: str | None = None
    state: str | None = None
    sort: str | None = None
    descending: bool = False

    @classmethod
    def parse(cls, query: Mapping[str, Any]) -> "BacklogFilter":
        """Return the filter that a browser requests; invalid values are ignored."""
        values = {
            name: query[name]
            for name in (*FILTER_COLUMNS, "state", "sort")
            if isinstance(query.get(name), str)
        }
        values = {name: value for name, value in values.items() if value}
        if values.get("state", "overdue") not in STATE_FILTERS:
            del values["state"]
        if values.get("sort", SORT_COLUMNS[0]) not in SORT_COLUMNS:
            del values["sort"]
        return cls(**values, descending=query.get("falling") is True)

    @property
    def is_active(self) -> bool:
        """Whether anything is filtered."""
        return any((self.area, self.category, self.holder, self.age, self.state))

    def apply(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the matching rows of a backlog in the requested order.

        :param rows: ``COLUMNS`` of :mod:`data.core.backlog.backlog`, in its order
        """
        for name, column in FILTER_COLUMNS.items():
            value = getattr(self, name)
            if value is not None:
                rows = rows[rows[column].fillna(NO_AREA) == value]
        if self.state is not None:
            rows = rows[STATE_FILTERS[self.state](rows)]
        return rows if self.sort is None else self._sorted(rows, self.sort)

    def _sorted(self, rows: pd.DataFrame, column: str) -> pd.DataFrame:
        """Sort by a column and then by key; missing values come last in both directions."""
        columns, ascending = [column, *KEY], [not self.descending, True, True]
        return rows.sort_values(columns, ascending=ascending, na_position="last")


def count_options(rows: pd.DataFrame) -> dict[str, list[FilterOption]]:
    """Return the values of each filter, each with its name and number of reports.

    :returns: states overlap, the others do not; the code is the name where the core has none
    """
    return {
        "area": _counted_options(rows["area_code"].fillna(NO_AREA), rows["area_name"].fillna(NO_AREA)),
        "category": _counted_options(rows["service_code"], rows["service_name"]),
        "state": [(name, name, int(pick(rows).sum())) for name, pick in STATE_FILTERS.items()],
        "holder": _counted_options(rows["holder"], rows["holder"]),
        "age": [(band, band, int((rows["age_band"] == band).sum())) for band in AGE_BAND_ORDER],
    }


def _counted_options(codes: pd.Series, names: pd.Series) -> list[FilterOption]:
    counts = Counter(zip(codes.astype(str), names.astype(str), strict=True))
    counted = [(code, name, count) for (code, name), count in counts.items()]
    return sorted(counted, key=lambda option: (option[1] == NO_AREA, option[1], option[0]))
