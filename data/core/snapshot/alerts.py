"""What interrupts the room: deadlines that were just missed, and bursts of reports."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from data.core.config.city import City
from data.core.snapshot.lists import NameLookup, timers
from data.core.snapshot.report_clusters import ReportCluster, report_clusters

LOOK_BACK = timedelta(hours=1)
LOOK_AHEAD = timedelta(seconds=30)  # a screen knows the minute in which a deadline falls before it falls
JUST_LATE_LIMIT = 5


def just_late(opened: pd.DataFrame, as_of: datetime, names: NameLookup) -> list[dict[str, Any]]:
    """The deadlines of the last hour, and of the next half minute, the latest first: screens tell the moment.

    :returns: lines as those of :func:`timers`
    """
    due = opened["expected_datetime"]
    just_due = opened[(due > as_of - LOOK_BACK) & (due <= as_of + LOOK_AHEAD) & opened["stopped_at"].isna()]
    rows = timers(just_due, names)
    return sorted(rows, key=lambda line: line["expected_datetime"], reverse=True)[:JUST_LATE_LIMIT]


def cluster_rows(
    standings: pd.DataFrame, areas: pd.DataFrame, city: City, as_of: datetime
) -> list[dict[str, Any]]:
    """The bursts with names: where in few words, and with what.

    :param areas: ``AREA_COLUMNS``
    """
    hidden = frozenset(kind.code for kind in city.categories_by_code.values() if kind.sensitive)
    clusters = report_clusters(standings, areas, as_of, city.room, city.zone, hidden)
    names = dict(zip(areas["code"], areas["name"], strict=True))
    parents = dict(zip(areas["code"], areas["parent_name"], strict=True))
    return [_cluster_row(cluster, city, names, parents) for cluster in clusters]


def _cluster_row(
    cluster: ReportCluster, city: City, names: Mapping[str, str], parents: Mapping[str, str]
) -> dict[str, Any]:
    layer_codes = [code for code in cluster.areas if code in names]
    by_parent = list(dict.fromkeys(parents[code] for code in layer_codes))
    places = [names[code] for code in layer_codes] if len(layer_codes) <= len(by_parent) + 1 else by_parent
    return {
        **cluster.as_dict(),
        "service_name": city.get_category(cluster.service_code).name,
        "places": places,
    }
