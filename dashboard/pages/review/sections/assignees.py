"""The section of assignees: time with the kecamatan, apart from time with agencies."""

from typing import Any, NamedTuple

from dashboard.pages.review.sections.pages import ListPage, in_pages
from dashboard.pages.review.view import FigureLink, ReviewView
from data.core.history.assignees import EXTERNAL_AGENCY, KECAMATAN, REPORTER
from data.core.review.metric_key import Metric

AGENCY = "dinas"
GROUPS = (KECAMATAN, AGENCY, EXTERNAL_AGENCY, REPORTER)


class TimeLine(NamedTuple):
    """Who had the reports of a kecamatan: the hours of each group, and their sum."""

    name: str
    hours: dict[str, float]
    total_hours: float
    own_hours: float
    figure: FigureLink


class AssigneeLine(NamedTuple):
    """One assignee in the city; ``share`` of all hours."""

    name: str
    hours: float
    share: float
    figure: FigureLink


class AssigneeTables(NamedTuple):
    """The section of assignees: a line for each kecamatan, and the city's assignees by name."""

    pages: list[ListPage[TimeLine]]
    city_lines: list[AssigneeLine]


def assignee_section(view: ReviewView) -> AssigneeTables:
    """Return who had the reports of each kecamatan, and of the city."""
    assignees = view.review_report["holders"]
    total_hours = sum(row["hours"] for row in assignees)
    return AssigneeTables(
        in_pages([_time_line(view, row["code"]) for row in view.parents], lambda line: line.name),
        [_assignee_line(view, row, total_hours) for row in assignees],
    )


def _time_line(view: ReviewView, code: str) -> TimeLine:
    hours: dict[str, float] = dict.fromkeys(GROUPS, 0.0)
    for row in view.review_report["parents_holders"].get(code, []):
        hours[row["holder"] if row["holder"] in GROUPS else AGENCY] += row["hours"]
    figure = view.figure_link(Metric.HELD, code, KECAMATAN)
    return TimeLine(view.kecamatan_name(code), hours, sum(hours.values()), hours[KECAMATAN], figure)


def _assignee_line(view: ReviewView, row: dict[str, Any], total_hours: float) -> AssigneeLine:
    figure = view.figure_link(Metric.HELD_CITY, None, row["holder"])
    return AssigneeLine(view.assignee_name(row["holder"]), row["hours"], row["hours"] / total_hours, figure)
