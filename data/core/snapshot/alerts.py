"""What interrupts the room: deadlines that were just missed, and bursts of reports."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from data.core.config.city import City
from data.core.snapshot.lists import Names, timers
from data.core.snapshot.report_clusters import Burst, bursts

LOOK_BACK = timedelta(hours=1)
LOOK_AHEAD = timedelta(seconds=30)  # a screen knows the minute in which a deadline falls before it falls
JUST_LATE = 5


def just_late(opened: pd.DataFrame, as_of: datetime, names: Names) -> list[dict[str, Any]]:
    """The deadlines of the last hour, and of the next half minute, the latest first: screens tell the moment.

    :returns: lines as those of :func:`timers`
    """
    due = opened["expected_datetime"]
    near = opened[(due > as_of - LOOK_BACK) & (due <= as_of + LOOK_AHEAD) & opened["stopped_at"].isna()]
    found = timers(near, names)
    return sorted(found, key=lambda line: line["expected_datetime"], reverse=True)[:JUST_LATE]


def burst_lines(
    standings: pd.DataFrame, areas: pd.DataFrame, city: City, as_of: datetime
) -> list[dict[str, Any]]:
    """The bursts with names: where in few words, and with what.

    :param areas: ``AREA_COLUMNS``
    """
    hidden = frozenset(kind.code for kind in city.categories_by_code.values() if kind.sensitive)
    found = bursts(standings, areas, as_of, city.room, city.zone, hidden)
    names = dict(zip(areas["code"], areas["name"], strict=True))
    parents = dict(zip(areas["code"], areas["parent_name"], strict=True))
    return [_line(burst, city, names, parents) for burst in found]


def _line(burst: Burst, city: City, names: Mapping[str, str], parents: Mapping[str, str]) -> dict[str, Any]:
    inside = [code for code in burst.areas if code in names]
    by_parent = list(dict.fromkeys(parents[code] for code in inside))
    places = [names[code] for code in inside] if len(inside) <= len(by_parent) + 1 else by_parent
    return {
        **burst.as_dict(),
        "service_name": city.get_category(burst.service_code).name,
        "places": places,
    }
