"""Which parent area a report counts for: asked here and nowhere else, so that all figures agree."""

import numpy as np
import pandas as pd

NO_PARENT = ""  # the parent of a report that lies in no area: counted by itself, never dropped


class AreaHierarchy:
    """The parent of any area code, by one layer."""

    def __init__(self, areas: pd.DataFrame) -> None:
        """:param areas: ``AREA_COLUMNS``"""
        self._parent_of_code: dict[str, str] = dict(zip(areas["code"], areas["parent"], strict=True))
        self._parents = frozenset(areas["parent"])

    def parent(self, code: str) -> str:
        """The parent of one code, ``NOWHERE`` if there is none.

        An area of the layer counts for its parent. A parent's own code, which a report has of which only the
        kecamatan is known, counts for that parent. The code of an area that an earlier layer had counts for
        the parent that it begins with.
        """
        if code in self._parent_of_code:
            return self._parent_of_code[code]
        while code and code not in self._parents:
            code = code.rpartition(".")[0]
        return code or NO_PARENT


def parents_of(codes: pd.Series, areas: pd.DataFrame) -> pd.Series:
    """The parent area of each area code, ``NOWHERE`` where there is none.

    :param codes: area codes, missing where a report has no place
    :param areas: ``AREA_COLUMNS``
    :returns: strings, on the index of ``codes``
    """
    hierarchy = AreaHierarchy(areas)
    positions, distinct_codes = pd.factorize(codes)
    parents = np.array([*(hierarchy.parent(str(name)) for name in distinct_codes), NO_PARENT], dtype=object)
    return pd.Series(parents[positions], index=codes.index, dtype="str")


def is_in_area(codes: pd.Series, code: str, areas: pd.DataFrame) -> pd.Series:
    """Whether each area code is ``code`` or has it as its parent; unknown areas lie nowhere.

    By the layer's own parents: not every country's codes begin with those of the area above.

    :param areas: ``AREA_COLUMNS``
    """
    return ((codes == code) | (parents_of(codes, areas) == code)).astype(bool)
