"""The parent area that a report counts for: decided only here, so that all figures agree."""

import numpy as np
import pandas as pd

NO_AREA = "-"  # selects the reports without a known kelurahan
NO_PARENT = ""  # the parent of a report in no area: counted separately, never dropped


class AreaHierarchy:
    """The parent of any area code in one area layer."""

    def __init__(self, areas: pd.DataFrame) -> None:
        """:param areas: ``AREA_COLUMNS``"""
        self._parent_of_code: dict[str, str] = dict(zip(areas["code"], areas["parent"], strict=True))
        self._parents = frozenset(areas["parent"])

    def parent(self, code: str) -> str:
        """Return the parent of one code, ``NO_PARENT`` if there is none.

        A parent's own code, used for a report of which only the kecamatan is known, is its own parent. The
        code of an area of an earlier layer has the parent that it begins with.
        """
        if code in self._parent_of_code:
            return self._parent_of_code[code]
        while code and code not in self._parents:
            code = code.rpartition(".")[0]
        return code or NO_PARENT


def parents_of(codes: pd.Series, areas: pd.DataFrame) -> pd.Series:
    """Return the parent area of each area code, ``NO_PARENT`` where there is none.

    :param codes: area codes, missing where a report has no place
    :param areas: ``AREA_COLUMNS``
    :returns: strings, on the index of ``codes``
    """
    hierarchy = AreaHierarchy(areas)
    positions, distinct_codes = pd.factorize(codes)
    parents = np.array([*(hierarchy.parent(str(name)) for name in distinct_codes), NO_PARENT], dtype=object)
    return pd.Series(parents[positions], index=codes.index, dtype="str")


def is_in_area(codes: pd.Series, code: str, areas: pd.DataFrame) -> pd.Series:
    """Return whether each area code is ``code`` or has it as its parent; missing codes are in no area.

    Uses the layer's own parents: not every country's codes begin with those of the area above.

    :param areas: ``AREA_COLUMNS``
    """
    return ((codes == code) | (parents_of(codes, areas) == code)).astype(bool)


def is_single_area(code: str | None, areas: pd.DataFrame) -> bool:
    """Return whether a list of this area alone would place its reports in one kelurahan.

    Such a list names no report of a sensitive category: those are placed by their parent only, and in a city
    of one level not at all.

    :param code: of a kelurahan or kecamatan; None for the whole city
    :param areas: ``AREA_COLUMNS``
    """
    return code is not None and (code not in set(areas["parent"]) or has_one_level(areas))


def has_one_level(areas: pd.DataFrame) -> bool:
    """Return whether nothing stands above the areas: each is its own parent.

    :param areas: ``AREA_COLUMNS``
    """
    return bool(len(areas)) and bool((areas["code"] == areas["parent"]).all())
