"""Parents of whole columns of area codes, as positions."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.core.history.places import AreaHierarchy
from data.core.ranking.exact_tests import Counts

Positions = NDArray[np.int64]


class Parents:
    """The parents of a layer in order of their code, and the position of any area's parent among them."""

    def __init__(self, areas: pd.DataFrame) -> None:
        """:param areas: ``AREA_COLUMNS``"""
        table = areas.drop_duplicates("parent").sort_values("parent")
        self.codes: list[str] = list(table["parent"])
        self.names: list[str] = list(table["parent_name"])
        self._hierarchy = AreaHierarchy(areas)
        self._position = {code: number for number, code in enumerate(self.codes)}

    def __len__(self) -> int:
        return len(self.codes)

    def positions_of(self, area_codes: pd.Series) -> Positions:
        """Return the position of each area's parent; -1 outside every parent."""
        indices, distinct_codes = pd.factorize(area_codes)
        positions = [self._position.get(self._hierarchy.parent(str(name)), -1) for name in distinct_codes]
        return np.array([*positions, -1], dtype=np.int64)[indices]

    def count_at(self, position: Positions) -> Counts:
        """Count the positions of each parent."""
        counts: Counts = np.bincount(position + 1, minlength=len(self) + 1)[1:]
        return counts
