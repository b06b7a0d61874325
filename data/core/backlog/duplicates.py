"""Open reports that may tell of the same thing as one that is about to be filed.

Of the same category, near in place and in time; likeness of the words decides among those. What is offered
is offered only: whether two reports are one is decided by a person.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from data.core.history.counts import open_reports
from data.core.history.facts import KEY

NEAR_METRES = 200.0
WITHIN = timedelta(days=14)
MOST_WEIGHED, MOST_OFFERED = 25, 3
METRES_PER_DEGREE = 111_195.0  # of a great circle on a sphere of the earth's mean radius
WEIGHTS = {"distance": 0.5, "age": 0.2, "words": 0.3}


@dataclass(frozen=True)
class Sought:
    """What somebody is about to file.

    :param lat, long: degrees; None where only the area is known
    """

    service_code: str
    area_code: str | None
    lat: float | None = None
    long: float | None = None
    description: str = ""


def near(standings: pd.DataFrame, sought: Sought, as_of: datetime) -> pd.DataFrame:
    """Open reports of that category nearby, the nearest first, at most ``MOST_WEIGHED``.

    :param standings: ``STANDING_COLUMNS``
    :returns: ``KEY``, ``requested_datetime``, ``area_code``, ``status_description``, ``metres`` (NaN where
        either has no point)
    """
    rows = open_reports(standings, as_of)
    rows = rows[(rows["service_code"] == sought.service_code) & _recent(rows, as_of)]
    found = rows[[*KEY, "requested_datetime", "area_code", "status_description"]].assign(
        metres=_metres(rows, sought)
    )
    within = found["metres"].le(NEAR_METRES) | (found["metres"].isna() & _same_area(found, sought))
    return found[within].sort_values(["metres", "requested_datetime", *KEY]).head(MOST_WEIGHED)


def offered(rows: pd.DataFrame, words: list[str], sought: Sought, as_of: datetime) -> pd.DataFrame:
    """The likeliest of what :func:`near` found, at most ``MOST_OFFERED``, the likeliest first.

    :param words: the description of each row
    :returns: the same columns and ``score``, from 0 to 1
    """
    likeness = [fuzz.token_set_ratio(sought.description, each) / 100 for each in words]
    scored = rows.assign(score=_score(rows, np.array(likeness, dtype=float), as_of))
    return scored.sort_values(["score", *KEY], ascending=[False, True, True]).head(MOST_OFFERED)


def _recent(rows: pd.DataFrame, as_of: datetime) -> pd.Series:
    filed = rows["requested_datetime"]
    return (filed > as_of - WITHIN) & (filed <= as_of)


def _same_area(rows: pd.DataFrame, sought: Sought) -> pd.Series:
    return rows["area_code"] == (sought.area_code or "")


def _metres(rows: pd.DataFrame, sought: Sought) -> pd.Series:
    """On a plane that touches the earth at the sought point: off by less than a metre in a kilometre."""
    if sought.lat is None or sought.long is None:
        return pd.Series(np.nan, index=rows.index)
    north = (rows["lat"] - sought.lat) * METRES_PER_DEGREE
    east = (rows["long"] - sought.long) * METRES_PER_DEGREE * np.cos(np.radians(sought.lat))
    return pd.Series(np.hypot(north, east), index=rows.index)


def _score(rows: pd.DataFrame, likeness: np.ndarray, as_of: datetime) -> pd.Series:
    """A report without a point counts as one at the edge of what is near."""
    closeness = 1 - rows["metres"].fillna(NEAR_METRES) / NEAR_METRES
    newness = 1 - (as_of - rows["requested_datetime"]).dt.total_seconds() / WITHIN.total_seconds()
    parts = {"distance": closeness, "age": newness, "words": pd.Series(likeness, index=rows.index)}
    return pd.Series(sum(WEIGHTS[name] * part for name, part in parts.items()), index=rows.index)
