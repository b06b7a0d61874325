"""Which parent area a report counts for, from its area code and the layer."""

import pandas as pd

NOWHERE = ""  # the parent of a report that lies in no area: counted by itself, never dropped


def parents_of(codes: pd.Series, areas: pd.DataFrame) -> pd.Series:
    """The parent area of each area code, ``NOWHERE`` where there is none.

    A code that an earlier layer had and this one has not still counts for the parent that it begins with.

    :param codes: area codes, missing where a report has no place
    :param areas: ``AREA_COLUMNS``
    :returns: strings, on the index of ``codes``
    """
    parent = codes.map(areas.set_index("code")["parent"])
    above = codes.str.replace(r"\.[^.]*$", "", regex=True)
    older = above.where(above.isin(areas["parent"]))
    return parent.astype("str").fillna(older).fillna(NOWHERE)
