"""Open reports that may be duplicates of a new report.

Candidates are of the same category, near in place and in time; the similarity of the descriptions decides
among those. They are only suggested: whether two reports are one is decided by a person.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from data.core.follow_up.own_hand import METRES_PER_DEGREE, NEAR_METRES
from data.core.history.counts import open_reports
from data.core.history.facts import KEY

MAX_DISTANCE_METRES = NEAR_METRES  # as for an office that joins reports by its own hand
MAX_AGE = timedelta(days=14)
MAX_CANDIDATES, MAX_SUGGESTIONS = 25, 3
WEIGHTS = {"distance": 0.5, "age": 0.2, "words": 0.3}


@dataclass(frozen=True)
class DuplicateQuery:
    """What is known of a new report.

    :param lat, long: degrees; None where only the area is known
    """

    service_code: str
    area_code: str | None
    lat: float | None = None
    long: float | None = None
    description: str = ""


def nearby_reports(standings: pd.DataFrame, query: DuplicateQuery, as_of: datetime) -> pd.DataFrame:
    """Return the open reports of that category nearby, the nearest first, at most ``MAX_CANDIDATES``.

    :param standings: ``STANDING_COLUMNS``
    :returns: ``KEY``, ``requested_datetime``, ``area_code``, ``status_description``, ``metres`` (NaN where
        either has no point)
    """
    rows = open_reports(standings, as_of)
    rows = rows[(rows["service_code"] == query.service_code) & _recent(rows, as_of)]
    candidates = rows[[*KEY, "requested_datetime", "area_code", "status_description"]].assign(
        metres=_distances_metres(rows, query)
    )
    is_near = candidates["metres"].le(MAX_DISTANCE_METRES) | (
        candidates["metres"].isna() & _same_area(candidates, query)
    )
    return candidates[is_near].sort_values(["metres", "requested_datetime", *KEY]).head(MAX_CANDIDATES)


def likely_duplicates(
    rows: pd.DataFrame, descriptions: list[str], query: DuplicateQuery, as_of: datetime
) -> pd.DataFrame:
    """Return the likeliest of the :func:`nearby_reports`, at most ``MAX_SUGGESTIONS``, the likeliest first.

    :param descriptions: the description of each row
    :returns: the same columns and ``score``, from 0 to 1
    """
    similarities = [
        fuzz.token_set_ratio(query.description, description) / 100 for description in descriptions
    ]
    scored = rows.assign(score=_score(rows, np.array(similarities, dtype=float), as_of))
    return scored.sort_values(["score", *KEY], ascending=[False, True, True]).head(MAX_SUGGESTIONS)


def _recent(rows: pd.DataFrame, as_of: datetime) -> pd.Series:
    filed = rows["requested_datetime"]
    return (filed > as_of - MAX_AGE) & (filed <= as_of)


def _same_area(rows: pd.DataFrame, query: DuplicateQuery) -> pd.Series:
    return rows["area_code"] == (query.area_code or "")


def _distances_metres(rows: pd.DataFrame, query: DuplicateQuery) -> pd.Series:
    """Return distances on a plane that touches the earth at the query: exact to a metre in a kilometre."""
    if query.lat is None or query.long is None:
        return pd.Series(np.nan, index=rows.index)
    north = (rows["lat"] - query.lat) * METRES_PER_DEGREE
    east = (rows["long"] - query.long) * METRES_PER_DEGREE * np.cos(np.radians(query.lat))
    return pd.Series(np.hypot(north, east), index=rows.index)


def _score(rows: pd.DataFrame, similarities: np.ndarray, as_of: datetime) -> pd.Series:
    """Return the scores; a report without a point counts as one at ``MAX_DISTANCE_METRES``."""
    closeness = 1 - rows["metres"].fillna(MAX_DISTANCE_METRES) / MAX_DISTANCE_METRES
    recency = 1 - (as_of - rows["requested_datetime"]).dt.total_seconds() / MAX_AGE.total_seconds()
    parts = {"distance": closeness, "age": recency, "words": pd.Series(similarities, index=rows.index)}
    return pd.Series(sum(WEIGHTS[name] * part for name, part in parts.items()), index=rows.index)
