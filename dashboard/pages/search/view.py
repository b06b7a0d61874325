"""What the search page shows: the filters with what is chosen, the reports found, and further pages."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from dashboard.ui.format import format_date_time, span
from dashboard.ui.report_labels import assignee_label, status_label
from dashboard.ui.urls import report_url
from dashboard.web.context import WebContext
from dashboard.web.navigation import SEARCH_PATH
from data.core.access import Principal
from data.core.clock.sla import SlaState
from data.core.report_list.query import (
    PARAMETERS,
    QueryValueError,
    ReportQuery,
    ReportState,
    SortKey,
    Timeliness,
    query_pairs,
)
from data.core.report_list.saved_view import SavedView
from data.core.review.rows import ReportRow
from data.lib.translation import LazyText, Text, gettext, lazy_gettext
from data.services.report_list import ReportPage
from data.services.saved_views import may_share

PAGE_ROWS, MOST_PAGES = 50, 20_000

STATE_LABELS: Mapping[ReportState, LazyText] = {
    ReportState.OPEN: lazy_gettext("Unresolved"),
    ReportState.RESOLVED: lazy_gettext("Resolved"),
    ReportState.WITHDRAWN: lazy_gettext("Discontinued"),
}
TIMELINESS_LABELS: Mapping[Timeliness, LazyText] = {
    Timeliness.LATE: lazy_gettext("Late"),
    Timeliness.VERY_LATE: lazy_gettext("Very late"),
    Timeliness.APPROACHING: lazy_gettext("Approaching"),
    Timeliness.ON_TIME: lazy_gettext("On time"),
    Timeliness.PAUSED: lazy_gettext("Clock paused"),
    Timeliness.NO_TARGET: lazy_gettext("No deadline"),
}
STATE_WORDS: Mapping[str, LazyText] = {
    SlaState.NO_TARGET: TIMELINESS_LABELS[Timeliness.NO_TARGET],
    SlaState.ON_TIME: lazy_gettext("Within the deadline"),
    SlaState.APPROACHING: TIMELINESS_LABELS[Timeliness.APPROACHING],
    SlaState.LATE: TIMELINESS_LABELS[Timeliness.LATE],
    SlaState.VERY_LATE: TIMELINESS_LABELS[Timeliness.VERY_LATE],
}
EVIDENCE_LABELS = {"with": lazy_gettext("With evidence"), "without": lazy_gettext("Without evidence")}
OUTCOMES: Mapping[str, LazyText] = {
    "ditolak": lazy_gettext("The view was not saved: it needs a name of at most 80 letters."),
    "penuh": lazy_gettext("The view was not saved: there are 50 views already. Delete one first."),
}
SORT_LABELS: Mapping[SortKey, LazyText] = {
    SortKey.FILED: lazy_gettext("Received"),
    SortKey.DEADLINE: lazy_gettext("Deadline"),
    SortKey.CLOSED: lazy_gettext("Closed"),
    SortKey.CATEGORY: lazy_gettext("Category"),
    SortKey.AREA: lazy_gettext("Place"),
    SortKey.ASSIGNEE: lazy_gettext("Assignee"),
    SortKey.STATUS: lazy_gettext("Status"),
}


class FilterChoice(NamedTuple):
    """One value of a filter."""

    value: str
    label: Text
    is_chosen: bool


class FilterChip(NamedTuple):
    """A filter that is in use, and the address without it."""

    label: Text
    url: str


class SortLink(NamedTuple):
    """The heading of a column, which orders the list by it.

    :param direction: ``ascending`` or ``descending`` where the list is ordered by it, else empty
    """

    label: Text
    url: str
    direction: str


@dataclass(frozen=True)
class ResultView:
    """One query with its reports.

    :param found: None where the address is wrong
    """

    context: WebContext
    query: ReportQuery
    found: ReportPage | None
    page_number: int
    principal: Principal
    error: QueryValueError | None = None
    outcome: str = ""

    parameters = PARAMETERS

    def url(self, page_number: int = 1, **changes: Any) -> str:
        """Return the address of the same query with other values."""
        pairs = query_pairs(replace(self.query, **changes))
        return (
            f"{SEARCH_PATH}?{urlencode([*pairs, *([('halaman', page_number)] if page_number > 1 else [])])}"
        )

    @property
    def message(self) -> Text:
        """Why a view was not saved; empty unless that was just tried."""
        return OUTCOMES.get(self.outcome, "")

    @property
    def query_string(self) -> str:
        """The parameters of the query, encoded."""
        return urlencode(query_pairs(self.query))

    @cached_property
    def saved_views(self) -> list[tuple[SavedView, bool, bool]]:
        """The views that the account may open: each with whether it is for all, and may be deleted."""
        views, can_share = self.context.saved_views.list(self.principal), may_share(self.principal)
        return [(view, False, True) for view in views.own] + [
            (view, True, can_share) for view in views.shared
        ]

    @property
    def can_share(self) -> bool:
        """Whether the account may save views for all."""
        return may_share(self.principal)

    @cached_property
    def chips(self) -> list[FilterChip]:
        """What is chosen besides words, each with the address without it."""
        return [*self._choice_chips(), *self._age_chips()]

    def _choice_chips(self) -> Iterator[FilterChip]:
        places = [choice for _name, choices in self.areas for choice in choices]
        choices = {
            "states": self.states,
            "timeliness": self.timeliness,
            "areas": places,
            "assignees": self.assignees,
            "sources": self.sources,
            "categories": self.categories,
            "stars": self.stars,
        }
        for name, options in choices.items():
            for choice in options:
                if choice.is_chosen:
                    left = tuple(value for value in getattr(self.query, name) if str(value) != choice.value)
                    yield FilterChip(choice.label, self.url(1, **{name: left}))
        for choice in self.evidence:
            if choice.is_chosen:
                yield FilterChip(choice.label, self.url(evidence=None))

    def _age_chips(self) -> Iterator[FilterChip]:
        least, most = self.query.age_from, self.query.age_to
        if least is not None:
            yield FilterChip(gettext("from {days} days").format(days=least), self.url(age_from=None))
        if most is not None:
            yield FilterChip(gettext("up to {days} days").format(days=most), self.url(age_to=None))

    @cached_property
    def page_urls(self) -> tuple[str, str]:
        """Return the addresses of the page before and after, empty where there is none."""
        total, number = self.found.total if self.found else 0, self.page_number
        return (
            self.url(number - 1) if number > 1 else "",
            self.url(number + 1) if number * PAGE_ROWS < total else "",
        )

    def sort_link(self, name: str) -> SortLink:
        """Return the heading that orders by a column: anew by its usual direction, again the other way."""
        key = SortKey(name)
        is_sorted = self.query.sort is key
        descending = not self.query.descending if is_sorted else key in (SortKey.FILED, SortKey.CLOSED)
        direction = ("descending" if self.query.descending else "ascending") if is_sorted else ""
        return SortLink(SORT_LABELS[key], self.url(sort=key, descending=descending), direction)

    @property
    def states(self) -> list[FilterChoice]:
        """Whether a report is open, and how it was closed."""
        return _choices(STATE_LABELS.items(), self.query.states)

    @property
    def timeliness(self) -> list[FilterChoice]:
        """How a report stands to its deadline."""
        return _choices(TIMELINESS_LABELS.items(), self.query.timeliness)

    @property
    def evidence(self) -> list[FilterChoice]:
        """Whether there is evidence of the work."""
        return _choices(EVIDENCE_LABELS.items(), (self.query.evidence,))

    @property
    def stars(self) -> list[FilterChoice]:
        """The reporter's rating."""
        return _choices(((str(number), "★" * number) for number in range(1, 6)), map(str, self.query.stars))

    @property
    def categories(self) -> list[FilterChoice]:
        """The city's categories."""
        names = sorted((category.name, category.code) for category in self.context.city.category)
        return _choices(((code, name) for name, code in names), self.query.categories)

    @property
    def sources(self) -> list[FilterChoice]:
        """The city's sources."""
        return _choices(
            ((source.name, source.name) for source in self.context.city.source), self.query.sources
        )

    @property
    def assignees(self) -> list[FilterChoice]:
        """Who has to act on reports."""
        names = self.found.assignees if self.found else ()
        return _choices(((name, assignee_label(name)) for name in names), self.query.assignees)

    @property
    def areas(self) -> list[tuple[str, list[FilterChoice]]]:
        """The kelurahan that the account may see, by kecamatan; each kecamatan as a whole is the first."""
        areas = self.found.areas if self.found else []
        return [
            (name, _choices(((code, label) for code, label in options), self.query.areas))
            for name, options in areas
        ]

    @cached_property
    def reports(self) -> list["FoundReport"]:
        """The reports of the page."""
        return [FoundReport(row, self.context.city.zone) for row in self.found.rows] if self.found else []


def _choices(options: Iterable[tuple[str, Text]], chosen: Iterable[Any]) -> list[FilterChoice]:
    wanted = {str(value) for value in chosen}
    return [FilterChoice(str(value), label, str(value) in wanted) for value, label in options]


@dataclass(frozen=True)
class FoundReport:
    """One report of the list."""

    row: ReportRow
    zone: ZoneInfo

    @property
    def url(self) -> str:
        """The address of its page."""
        return report_url(self.row["source"], self.row["service_request_id"])

    @property
    def place(self) -> tuple[str, str]:
        """Kecamatan and kelurahan, as far as they are known and may be shown."""
        parent, area = self.row["parent_name"], self.row["area_name"]
        return parent or "", area if area and area != parent else ""

    @property
    def status(self) -> Text:
        """The status description."""
        return status_label(self.row["status_description"])

    @property
    def state(self) -> tuple[str, Text]:
        """How an open report stands to its deadline, by code and in words."""
        state = self.row["state"]
        return (state, STATE_WORDS[state]) if state else ("", "")

    @property
    def assignee(self) -> Text:
        """Who has to act; nobody for a closed report."""
        return assignee_label(self.row["holder"]) if self.row["state"] else ""

    def moment(self, name: Literal["requested_datetime", "expected_datetime", "closed_datetime"]) -> str:
        """Return one of its moments in the city's zone."""
        moment = self.row[name]
        return format_date_time(moment, self.zone) if moment else ""

    @property
    def age(self) -> str:
        """How long it is, or was, open."""
        return span(max(0.0, self.row["age_hours"] or 0.0))
