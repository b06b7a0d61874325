"""The reports behind every number of the review. Counted and listed are the same rows.

One long table holds a row for each report in each figure: ``figure, parent, detail``, the index of the event
that stands for the report there, and ``figures``, what makes it belong (hours held, minutes to closing).
A number is how many rows its cell has; the list is those rows.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from data.core.history import assignees
from data.core.history.counts import open_reports
from data.core.history.evidence import evidenced
from data.core.history.facts import KEY
from data.core.history.places import parents_of
from data.core.review.metric_key import Cell, Figure
from data.core.review.review import Review, complete
from data.core.review.review_data import Dossier
from data.core.review.stock_flow import Part, flow_parts, week_edges, week_parts

AGES = (1, 3, 7, 30, 90)  # days; the bands are up to each, and beyond the last
AGE_BANDS = tuple(str(number) for number in range(len(AGES) + 1))
EVIDENCE = {1.0: "with", 0.0: "without"}
COLUMNS = ("figure", "parent", "detail", "event", "figures")


def behind(dossier: Dossier, review: Review) -> pd.DataFrame:
    """The long table, ``COLUMNS``.

    :param review: of the same events and moments: whose signs and holders are shown
    """
    return pd.concat([_long(figure, table) for figure, table in _parts(dossier, review)], ignore_index=True)


def _parts(dossier: Dossier, review: Review) -> Iterator[Part]:
    flow = dict(flow_parts(dossier.steps, dossier.since, dossier.until))
    yield from flow.items()
    yield from week_parts(dossier.steps, week_edges(dossier.until, dossier.city.zone))
    yield from _open_at_end(dossier, flow[Figure.CLOSING])
    yield Figure.JUDGED, dossier.judged(dossier.until)
    yield Figure.JUDGED_BEFORE, dossier.judged(dossier.since)
    yield Figure.EVIDENCE, _evidence(dossier, flow[Figure.CLOSED])
    yield Figure.SIGN, _signs(dossier, review)
    yield from _held(dossier)


def _long(figure: Figure, table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "figure": figure.value,
            "parent": table["parent"].astype("str"),
            "detail": table["detail"].astype("str"),
            "event": table.get("event", table.index),
            "figures": table.get("figures"),
        }
    ).astype({"figures": "object"})


def _open_at_end(dossier: Dossier, stock: pd.DataFrame) -> Iterator[Part]:
    """What is open at the end by its SLA state and by how long it has been waiting."""
    opened = open_reports(dossier.events.loc[stock.index], dossier.until)
    yield Figure.STATE, stock.assign(detail=opened["state"])
    days = (pd.Timestamp(dossier.until) - opened["requested_datetime"]).dt.total_seconds() / 86_400
    yield Figure.AGE, stock.assign(detail=np.searchsorted(AGES, days, side="left").astype(str))


def _evidence(dossier: Dossier, closed: pd.DataFrame) -> pd.DataFrame:
    shown = evidenced(complete(dossier.of_period, dossier.whole), dossier.until).loc[closed.index]
    return closed.assign(detail=shown.map(EVIDENCE).fillna("unknown"))


def _signs(dossier: Dossier, review: Review) -> pd.DataFrame:
    """Each report once per sign, as the review counts it; the last occasion's figures."""
    rows = [
        {"source": r["source"], "service_request_id": r["service_request_id"], "detail": sign["sign"],
         "figures": {"at": r["at"], **r["figures"]}}
        for sign in review.signs for r in sign["reports"]
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=[*KEY, "detail", "figures"])
    table = table.drop_duplicates([*KEY, "detail"], keep="last")
    return _placed(dossier, table)


def _held(dossier: Dossier) -> Iterator[Part]:
    """Who held how long: per kecamatan, and for the city, where a report that moved is one report."""
    spans = assignees.spans(dossier.of_period, dossier.since, dossier.until)
    spans = spans.assign(parent=parents_of(spans["area_code"], dossier.areas))
    yield Figure.HELD, _placed(dossier, _hours(spans, [*KEY, "parent", "holder"]))
    yield Figure.HELD_CITY, _placed(dossier, _hours(spans, [*KEY, "holder"]))


def _hours(spans: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    table = spans.groupby(by, sort=False, dropna=False)["held"].sum().reset_index()
    hours = (table["held"].dt.total_seconds() / 3600).round(1)
    figures = pd.Series([{"hours": value} for value in hours], index=table.index, dtype="object")
    return table.rename(columns={"holder": "detail"}).assign(figures=figures)


def _placed(dossier: Dossier, table: pd.DataFrame) -> pd.DataFrame:
    """Reports by key, given their last event and, where none is said, the parent they lie in at the end."""
    last = dossier.standing(dossier.until)
    position = pd.MultiIndex.from_frame(last[list(KEY)]).get_indexer(
        pd.MultiIndex.from_frame(table[list(KEY)])
    )
    event = last.index.to_numpy()[position]
    if "parent" not in table:
        parent = parents_of(dossier.events.loc[event, "area_code"], dossier.areas)
        table = table.assign(parent=parent.to_numpy())
    return table.assign(event=event)


def reports_behind(table: pd.DataFrame, cell: Cell) -> pd.DataFrame:
    """The rows of one cell, in the order of the table.

    :param table: from :func:`behind`
    """
    found = table[table["figure"] == cell.figure.value]
    for name, wanted in (("parent", cell.parent), ("detail", cell.detail)):
        if wanted is not None:
            found = found[found[name] == wanted]
    return found


def counts(table: pd.DataFrame) -> dict[str, int]:
    """How many reports every cell has that has any, by its name: the numbers that the screen shows."""
    found: dict[str, int] = {}
    for by in (["figure"], ["figure", "parent"], ["figure", "detail"], ["figure", "parent", "detail"]):
        sizes: Any = table.groupby(by, sort=True).size()
        for key, size in sizes.items():
            named = dict(zip(by, key if isinstance(key, tuple) else (key,), strict=True))
            cell = Cell(Figure(named["figure"]), named.get("parent"), named.get("detail"))
            found[str(cell)] = int(size)
    return found
