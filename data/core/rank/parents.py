"""From area codes to parents, once for a whole column."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.core.rank.exact import Counts

Positions = NDArray[np.int64]


class Parents:
    """The parents of a layer in order of their code, and the position of any area's parent in it."""

    def __init__(self, areas: pd.DataFrame) -> None:
        """:param areas: ``AREA_COLUMNS``"""
        table = areas.drop_duplicates("parent").sort_values("parent")
        self.codes: list[str] = list(table["parent"])
        self.names: list[str] = list(table["parent_name"])
        self._areas = pd.Index(areas["code"])
        self._position = np.append(pd.Index(self.codes).get_indexer(pd.Index(areas["parent"])), -1)

    def __len__(self) -> int:
        return len(self.codes)

    def of(self, area_codes: pd.Series) -> Positions:
        """The position of each area's parent; -1 outside every area."""
        found: Positions = self._position[self._areas.get_indexer(pd.Index(area_codes))]
        return found

    def count(self, position: Positions) -> Counts:
        """How many of the positions lie at each parent."""
        counted: Counts = np.bincount(position + 1, minlength=len(self) + 1)[1:]
        return counted
