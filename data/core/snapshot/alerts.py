"""Alerts of the wall: deadlines that were just missed, and bursts of reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from data.core.config.city import City
from data.core.history.facts import KEY
from data.core.snapshot.lists import NameLookup, timers
from data.core.snapshot.report_clusters import ReportCluster, report_clusters
from data.core.snapshot.rows import ReportClusterRow, TimerRow

LOOK_BACK = timedelta(hours=1)
LOOK_AHEAD = timedelta(seconds=30)  # a screen needs a deadline before it passes, to show it on time
JUST_LATE_LIMIT = 5


def just_late(opened: pd.DataFrame, as_of: datetime, names: NameLookup) -> list[TimerRow]:
    """Return the deadlines of the last hour and of the next half minute, the latest first.

    Screens decide themselves when a coming one has passed.
    """
    due = opened["expected_datetime"]
    just_due = opened[(due > as_of - LOOK_BACK) & (due <= as_of + LOOK_AHEAD) & opened["stopped_at"].isna()]
    latest_first = just_due.sort_values(["expected_datetime", *KEY], ascending=[False, True, True])
    rows = timers(latest_first.head(JUST_LATE_LIMIT), names)
    return sorted(rows, key=lambda row: row["expected_datetime"], reverse=True)


def cluster_rows(
    standings: pd.DataFrame, areas: pd.DataFrame, city: City, as_of: datetime
) -> list[ReportClusterRow]:
    """Return the bursts with the names of their category and places.

    :param areas: ``AREA_COLUMNS``
    """
    clusters = report_clusters(standings, areas, as_of, city.room, city.zone, city.sensitive_codes)
    return rows_of_clusters(clusters, AreaNames.of(areas), city)


@dataclass(frozen=True)
class AreaNames:
    """The names of areas, and those of their parents, by the code of the area."""

    names: Mapping[str, str]
    parents: Mapping[str, str]

    @classmethod
    def of(cls, areas: pd.DataFrame) -> "AreaNames":
        """Return the names of a layer.

        :param areas: ``AREA_COLUMNS``
        """
        codes = areas["code"].tolist()
        parents = areas["parent_name"].tolist()
        return cls(
            dict(zip(codes, areas["name"].tolist(), strict=True)), dict(zip(codes, parents, strict=True))
        )


def rows_of_clusters(
    clusters: list[ReportCluster], area_names: AreaNames, city: City
) -> list[ReportClusterRow]:
    """Return bursts with the names of their category and places."""
    return [_cluster_row(cluster, city, area_names) for cluster in clusters]


def _cluster_row(cluster: ReportCluster, city: City, area_names: AreaNames) -> ReportClusterRow:
    """Return a burst with at most as many kelurahan as it has kecamatan and one more, else with kecamatan."""
    names, parents = area_names.names, area_names.parents
    layer_codes = [code for code in cluster.areas if code in names]
    by_parent = list(dict.fromkeys(parents[code] for code in layer_codes))
    places = [names[code] for code in layer_codes] if len(layer_codes) <= len(by_parent) + 1 else by_parent
    return {
        "service_code": cluster.service_code,
        "count": cluster.count,
        "minutes": cluster.minutes,
        "since": cluster.since,
        "expected": cluster.expected,
        "areas": cluster.areas,
        "centre": cluster.centre,
        "radius_m": cluster.radius_m,
        "score": cluster.score,
        "service_name": city.get_category(cluster.service_code).name,
        "places": places,
    }
