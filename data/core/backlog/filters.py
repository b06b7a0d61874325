"""Which part of a backlog is looked at, and in which order: by choices that anybody's browser may send."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.core.backlog.backlog import AGE_BAND_ORDER, TriageGroup
from data.core.clock.sla import OVERDUE_STATES, SlaState
from data.core.history.facts import KEY

FilterOption = tuple[str, str, int]

NO_AREA = "-"  # chosen for the reports of which no kelurahan is known

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
    """What is looked at; None: no choice. ``sort`` is None for the order in which to take reports up."""

    area: str | None = None
    category: str | None = None
    holder: str | None = None
    age: str | None = None
    state: str | None = None
    sort: str | None = None
    falling: bool = False

    @classmethod
    def parse(cls, query: Mapping[str, Any]) -> "BacklogFilter":
        """What a browser asks for; what it may not ask for is as if it had not."""
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
        return cls(**values, falling=query.get("falling") is True)

    @property
    def is_active(self) -> bool:
        """Whether anything is left out by choice."""
        return any((self.area, self.category, self.holder, self.age, self.state))

    def apply(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The chosen rows of a backlog in the chosen order.

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
        """Equal ones stay in their order; what has no value comes last, rising and falling."""
        columns, ascending = [column, *KEY], [not self.falling, True, True]
        return rows.sort_values(columns, ascending=ascending, na_position="last")


def count_options(rows: pd.DataFrame) -> dict[str, list[FilterOption]]:
    """Per choice its values, each with its name and how many reports have it.

    :returns: states overlap, the others do not; where the core has no name, the code stands for it
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
