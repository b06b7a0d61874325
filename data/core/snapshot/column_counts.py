"""Counts of the board from its index: totals, reconciliation, areas, cases of the ranking."""

from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from data.core.columns.report_columns import CodedTexts, Flags, Numbers
from data.core.config.city import City
from data.core.history.counts import USUAL_DAYS, USUAL_MINIMUM_DAYS, day_start
from data.core.history.rows import AreaCountsRow, ReconciliationRow, TotalsRow
from data.core.moments import datetime_to_micros, micros_to_datetime
from data.core.ranking.case_counts import CaseCounts
from data.core.ranking.case_mix import expected_of
from data.core.ranking.ranking import Stock, Tally
from data.core.report.record import MAP_PLACEMENTS, Placement
from data.core.snapshot.board_index import LATE as CLOSED_LATE
from data.core.snapshot.board_index import NOT_JUDGED, ON_TIME, OUTCOMES, AreaPlace, BoardIndex, BoardPlan
from data.core.snapshot.open_columns import APPROACHING, LATE, NO_TARGET, STATES, VERY_LATE, States

FIRST_SLOT = 1  # of areas and categories; slot 0 is for none


def by_area_and_category(codes: Numbers, kinds: int, areas: int, stride: int) -> Numbers:
    """Return counts by cell and kind as an array by area, category and kind.

    :param codes: counts of each code
    """
    return codes.reshape(areas, stride, kinds)


def open_counts(index: BoardIndex, states: States, areas: int) -> Numbers:
    """Return the number of open reports by area, category and state."""
    size = areas * index.stride * len(STATES)
    counts = np.bincount(index.opened.cell * len(STATES) + states, minlength=size)
    return by_area_and_category(counts, len(STATES), areas, index.stride)


def closing_counts(index: BoardIndex, after: int, until: int, areas: int, days: int) -> Numbers:
    """Return the number of closings in (``after``, ``until``] by area, category, and outcome.

    :param days: what distinguishes this window from others, which move as it does
    """
    window = index.ready.closings[days]
    counts = window.counts(index.closings, after, until, areas * index.stride * OUTCOMES)
    return by_area_and_category(counts, OUTCOMES, areas, index.stride)


def totals(
    index: BoardIndex, opened: Numbers, closed_today: Numbers, as_of: datetime, city: City
) -> TotalsRow:
    """Return what :func:`data.core.history.counts.totals` counts.

    :param opened: from :func:`open_counts`; ``closed_today``: from :func:`closing_counts`
    """
    by_state, now = opened.sum(axis=(0, 1)).tolist(), datetime_to_micros(as_of)
    outcomes = closed_today.sum(axis=(0, 1))[: NOT_JUDGED * 2].reshape(NOT_JUDGED, 2)
    return {
        "open": sum(by_state),
        "overdue": by_state[LATE] + by_state[VERY_LATE],
        "very_late": by_state[VERY_LATE],
        "approaching": by_state[APPROACHING],
        "no_target": by_state[NO_TARGET],
        "stopped": int(np.count_nonzero(index.opened.stopped)),
        "response_overdue": int(np.count_nonzero(index.opened.response_late <= now)),
        "new_today": index.received.count(_before(day_start(as_of, city.zone)), now),
        "closed_today": int(outcomes.sum()),
        "closed_today_on_time": int(outcomes[ON_TIME].sum()),
        "closed_today_without_evidence": int(outcomes[:, 0].sum()),
    }


def usual_by_now(index: BoardIndex, first: int | None, as_of: datetime, city: City) -> float | None:
    """Return what :func:`data.core.history.counts.usual_by_now` does.

    :param first: when the first report was received; None without a report
    """
    moment = None if first is None else micros_to_datetime(first)
    if moment is None:
        return None
    today = day_start(as_of, city.zone)
    days = min(USUAL_DAYS, (today - moment.astimezone(city.zone)).days)
    if days < USUAL_MINIMUM_DAYS:
        return None
    midnights = [today - timedelta(days=number) for number in range(days, -1, -1)]
    elapsed = (as_of - today) // timedelta(microseconds=1)
    edges = np.array([datetime_to_micros(midnight) for midnight in midnights], dtype=np.int64)
    ends = np.minimum(edges[:-1] + elapsed, edges[1:] - 1)
    return float(int(index.received.count_within(edges[:-1] - 1, ends).sum()) / days)


def reconciliation(placement: CodedTexts) -> ReconciliationRow:
    """Return what :func:`data.core.history.counts.reconciliation` counts.

    :param placement: of the open reports
    """
    number = {name: int(np.count_nonzero(placement.codes == placement.code(name))) for name in Placement}
    return {
        "open": len(placement.codes),
        "on_map": sum(number[name] for name in MAP_PLACEMENTS),
        "no_location": number[Placement.NONE],
        "outside": number[Placement.OUTSIDE],
    }


def counts_by_area(opened: Numbers, labels: tuple[str, ...], plan: BoardPlan) -> list[AreaCountsRow]:
    """Return what :func:`data.core.history.counts.counts_by_area` counts.

    :param opened: from :func:`open_counts`; ``labels``: the codes of its areas
    """
    counts = opened.sum(axis=1).tolist()
    by_code = dict(zip(labels, counts[FIRST_SLOT:], strict=True))
    none = [0] * len(STATES)
    return [_area_row(place, by_code.get(place.code, none)) for place in plan.places]


def _area_row(place: AreaPlace, states: list[int]) -> AreaCountsRow:
    return {
        "code": place.code,
        "name": place.name,
        "parent": place.parent,
        "open": sum(states),
        "overdue": states[LATE] + states[VERY_LATE],
        "very_late": states[VERY_LATE],
        "approaching": states[APPROACHING],
    }


class ParentCounts:
    """Counts of the parents: what is open, and the cases of their rates.

    :ivar overdue: by area and category
    """

    def __init__(self, plan: BoardPlan, labels: tuple[str, ...], opened: Numbers) -> None:
        """:param opened: from :func:`open_counts`; ``labels``: the codes of its areas"""
        self._plan = plan
        self.overdue = opened[:, :, LATE] + opened[:, :, VERY_LATE]
        codes = CodedTexts(np.arange(len(labels), dtype=np.int32), labels)
        self._position = np.r_[-1, plan.parent_positions(codes)]
        self._opened = opened.sum(axis=(1, 2))

    def stock(self) -> Stock:
        """Return what each parent has open."""
        return Stock(self._by_parent(self._opened), self._by_parent(self.overdue.sum(axis=1)))

    def tally(self, closings: Numbers, categories: tuple[str, ...]) -> Tally:
        """Return the counts of :func:`data.core.ranking.ranking.tally`.

        :param closings: of the window, from :func:`closing_counts`
        """
        judged = closings.reshape(*closings.shape[:2], OUTCOMES // 2, 2).sum(axis=3)
        hits, late = judged[:, :, ON_TIME], judged[:, :, CLOSED_LATE]
        n = hits + late + self.overdue
        parent_hits, parent_n = (self._with_rest(counts) for counts in (hits, n))
        order = self._categories_with_cases(n, categories)
        return Tally(
            hits=parent_hits.sum(axis=1)[1:],
            n=parent_n.sum(axis=1)[1:],
            expected=expected_of(parent_n[:, order], parent_hits[:, order]),
            city_hits=int(hits.sum()),
            city_n=int(n.sum()),
        )

    def _categories_with_cases(self, n: Numbers, categories: tuple[str, ...]) -> list[int]:
        cases = n.sum(axis=0)
        slots = sorted(range(len(categories)), key=categories.__getitem__)
        slots = [slot + FIRST_SLOT for slot in slots if cases[slot + FIRST_SLOT]]
        return [*slots, *([0] if cases[0] else [])]

    def _with_rest(self, counts: Numbers) -> Numbers:
        """Return counts by area as counts by parent, the first row those of none."""
        sums = np.zeros((len(self._plan.parents) + 1, *counts.shape[1:]), dtype=np.int64)
        np.add.at(sums, self._position + 1, counts)
        return sums

    def _by_parent(self, counts: Numbers) -> Numbers:
        return self._with_rest(counts)[1:]


def overdue_by_parent(overdue: Numbers, labels: tuple[str, ...], plan: BoardPlan) -> dict[str, int]:
    """Return the overdue reports of each parent that has any, also of one that the layer does not have.

    :param overdue: by area and category
    """
    counts = overdue.sum(axis=1).tolist()
    sums: dict[str, int] = {}
    for parent, count in zip(plan.parent_codes(labels), counts[FIRST_SLOT:], strict=True):
        if count and parent:
            sums[parent] = sums.get(parent, 0) + count
    return sums


def tally_of(cases: CaseCounts, plan: BoardPlan) -> Tally:
    """Return the counts of a period's cases by parent; what is expected of them is not needed."""
    position = plan.parents.positions_of(pd.Series(cases.area_code, dtype=object))
    sums = np.zeros((2, len(plan.parents) + 1), dtype=np.int64)
    np.add.at(sums[0], position + 1, cases.hits)
    np.add.at(sums[1], position + 1, cases.n)
    expected = np.zeros(len(plan.parents))
    return Tally(sums[0][1:], sums[1][1:], expected, int(cases.hits.sum()), int(cases.n.sum()))


def _before(moment: datetime) -> int:
    return datetime_to_micros(moment) - 1


def is_flood(column: CodedTexts, flood: tuple[str, ...]) -> Flags:
    """Return which rows are of a flood category."""
    return np.isin(column.codes, [column.code(code) for code in flood])
