"""What a city's policies demand of each report: its deadlines, also after its clock stood still."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.core.amount import Measure
from data.core.clock.due import Due, Flags, calendar_due, working_due
from data.core.clock.workdays import Holiday, uncertain_days, unknown_joint_leave, work_calendar
from data.core.clock.worktime import WorkCalendar
from data.core.config.city import City
from data.core.config.policy import Duty, Policy, in_force
from data.core.moments import MISSING, Micros, micros, micros_of, moment_of, series

# Every moment that the border guard lets in, and three times any allowed time after it. The package of
# holidays ends with 2100.
FIRST, LAST = date(1989, 1, 1), date(2100, 12, 31)
MONTHS_AHEAD = 3
SOURCE, POLICY = "source", "policy"

_Numbers = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class UnknownYear:
    """A year whose *cuti bersama* is not announced although it is near."""

    year: int

    @property
    def text(self) -> str:
        """What the screens say of it."""
        return (
            f"Cuti bersama {self.year} belum diketahui: batas waktu yang bergantung padanya adalah perkiraan."
        )


@dataclass(frozen=True, eq=False)
class _Batch:
    """Reports to judge: filing times, the number of the policy in force (-1: none), of the category."""

    filed: Micros
    policy: _Numbers
    code: _Numbers
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Timekeeper:
    """The clocks of one city.

    :param holidays: its holidays from :data:`FIRST` to :data:`LAST`; none for a city without ``[work]``
    """

    city: City
    holidays: tuple[Holiday, ...] = ()

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The working time of all days known; built when first asked for."""
        if self.city.work is None:
            raise ValueError("this city has no [work] table: nothing can be counted in working time")
        return work_calendar(self.city.work, self.holidays, self.city.zone, FIRST, LAST)

    def targets(self, requested: pd.Series, service_code: pd.Series, given: pd.Series) -> pd.DataFrame:
        """The deadlines of reports, by the policy in force on the local day of filing.

        :param requested: aware times of filing; NaT has no target
        :param service_code: the city's category codes
        :param given: the deadline that the source itself gives, NaT where it gives none; it wins
        :returns: on ``requested``'s index: ``expected_datetime, approaching_at, very_late_at,
            response_expected_datetime`` (UTC, NaT where there is none), ``basis`` ("source", "policy" or
            None), ``policy`` (the id behind basis "policy", else None), ``provisional`` (the deadline depends
            on days that may yet become days off), ``response_policy`` and ``response_provisional``
        """
        batch, source = self._batch(requested, service_code), micros(given)
        own, own_uncertain = self._due(Duty.RESOLVE, batch)
        respond, respond_uncertain = self._due(Duty.RESPOND, batch)
        resolve = own.given_first(batch.filed, source)
        from_source = source != MISSING
        from_policy = ~from_source & (own.expected != MISSING)
        basis = np.select([from_source, from_policy], [0, 1], 2)
        columns = {
            "expected_datetime": series(resolve.expected, requested.index),
            "approaching_at": series(resolve.approaching, requested.index),
            "very_late_at": series(resolve.very_late, requested.index),
            "response_expected_datetime": series(respond.expected, requested.index),
            "basis": _words([SOURCE, POLICY, None], basis, requested.index),
            "policy": self._ids(batch, from_policy, requested.index),
            "provisional": ~from_source & own_uncertain,
            "response_policy": self._ids(batch, respond.expected != MISSING, requested.index),
            "response_provisional": respond_uncertain,
        }
        return pd.DataFrame(columns, index=requested.index)

    def shifted(
        self,
        moments: Sequence[datetime | None],
        service_code: str,
        policy: str | None,
        since: datetime,
        until: datetime,
        duty: Duty = Duty.RESOLVE,
    ) -> list[datetime | None]:
        """The moments, each later by the time from ``since`` to ``until``, in which their clock stood still.

        That time is measured as the deadline is: calendar time, or the working time in between, added in
        working time. A deadline missed before the clock stopped stays missed: it lands by ``until``.

        :param policy: the id of the policy that judged the report; None for calendar time, and so is an id
            that the city's file no longer has: whoever asks marks what comes of it (:meth:`knows`)
        :param duty: whose clock stood still; the two may be measured differently
        :raises ValueError: if the clock resumes before it stops, or a time has no zone
        """
        stop, resume = micros_of(since), micros_of(until)
        if resume < stop:
            raise ValueError(f"a clock cannot resume ({until}) before it stops ({since})")
        before = np.array([micros_of(moment) for moment in moments], dtype=np.int64)
        if self._measure(service_code, policy, duty) is Measure.CALENDAR:
            after = np.where(before == MISSING, MISSING, before + (resume - stop))
        else:
            stood = self.calendar.between(np.array([stop]), np.array([resume]))
            after = self.calendar.advance(before, np.broadcast_to(stood, before.shape))
        return [moment_of(int(value)) for value in after]

    def knows(self, policy: str | None) -> bool:
        """Whether the city's file still says how a policy measures time; without one there is no doubt."""
        return policy is None or policy in self._by_id

    def policy_at(self, moment: datetime) -> Policy | None:
        """The policy that judges what is filed at an aware moment."""
        return in_force(self.city.policy, moment.astimezone(self.city.zone).date())

    def unknown_years(self, as_of: datetime) -> list[UnknownYear]:
        """The years, this one or one that is at most three months ahead, without a known *cuti bersama*."""
        today = as_of.astimezone(self.city.zone).date()
        near = {today.year, today.year + (today.month + MONTHS_AHEAD > 12)}
        return [UnknownYear(year) for year in sorted(near & self._unknown)]

    @cached_property
    def _policies(self) -> tuple[Policy, ...]:
        return tuple(sorted(self.city.policy, key=lambda policy: policy.effective_from))

    @cached_property
    def _by_id(self) -> dict[str, Policy]:
        return {each.id: each for each in self._policies}

    @cached_property
    def _unknown(self) -> frozenset[int]:
        if self.city.work is None:
            return frozenset()
        return unknown_joint_leave(self.city.work, self.holidays, range(FIRST.year, LAST.year + 1))

    @cached_property
    def _uncertain(self) -> Micros:
        assert self.city.work is not None, "asked for working deadlines only"
        days = self.calendar.midnights.size - 1
        return uncertain_days(FIRST, days, self.city.work, self._unknown)

    def _batch(self, requested: pd.Series, service_code: pd.Series) -> _Batch:
        filed = micros(requested)
        begins = [datetime.combine(each.effective_from, time(), self.city.zone) for each in self._policies]
        edges = np.array([micros_of(moment) for moment in begins], dtype=np.int64)
        numbers, names = pd.factorize(service_code)
        codes = tuple(str(name) for name in names)
        return _Batch(filed, np.searchsorted(edges, filed, side="right") - 1, numbers, codes)

    def _ids(self, batch: _Batch, judged: Flags, index: pd.Index) -> pd.Series:
        ids = [*(policy.id for policy in self._policies), None]
        return _words(ids, np.where(judged, batch.policy, -1), index)

    def _measure(self, code: str, policy: str | None, duty: Duty) -> Measure:
        judge = self._by_id.get(policy) if policy else None
        amount = judge.allowed(duty, code) if judge else None
        return amount.measure if amount else Measure.CALENDAR

    def _due(self, duty: Duty, batch: _Batch) -> tuple[Due, Flags]:
        """The moments of one clock, and which of its deadlines depend on uncertain days."""
        due, uncertain = Due.none(batch.filed.size), np.zeros(batch.filed.size, dtype=bool)
        for measure, rows, counts in self._grouped(duty, batch):
            filed = batch.filed[rows]
            if measure is Measure.CALENDAR:
                due.put(rows, calendar_due(filed, filed + counts))
            else:
                due.put(rows, working_due(self.calendar, measure, filed, counts))
                uncertain[rows] = self._is_uncertain(filed, due.expected[rows])
        return due, uncertain

    def _grouped(self, duty: Duty, batch: _Batch) -> Iterator[tuple[Measure, _Numbers, Micros]]:
        """The rows judged in each measure, with what each is allowed."""
        for measure in Measure:
            table = self._table(duty, batch.codes, measure)
            if table.any():
                counts = table[batch.policy, batch.code]
                rows = np.flatnonzero(counts)
                yield measure, rows, counts[rows]

    def _table(self, duty: Duty, codes: tuple[str, ...], measure: Measure) -> Micros:
        """Allowed counts by policy and category, 0 where another measure or none applies.

        A row and a column of zeros come last, so that the number -1 finds "no policy" and "no category".
        """
        table = np.zeros((len(self._policies) + 1, len(codes) + 1), dtype=np.int64)
        for row, policy in enumerate(self._policies):
            for column, code in enumerate(codes):
                amount = policy.allowed(duty, code)
                table[row, column] = amount.count if amount and amount.measure is measure else 0
        return table

    def _is_uncertain(self, filed: Micros, expected: Micros) -> Flags:
        """Whether an uncertain day lies between; a deadline at midnight belongs to the day that ends."""
        first, last = self.calendar.day_of(filed), self.calendar.day_of(expected - 1)
        return self._uncertain[last + 1] > self._uncertain[first]


def _words(words: Sequence[str | None], number: npt.NDArray[np.intp], index: pd.Index) -> pd.Series:
    # As objects, since pandas' own text would make NaN of None.
    return pd.Series(np.array(words, dtype=object)[number], index=index, dtype=object)
