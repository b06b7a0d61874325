"""Deadlines of reports by a city's policies, also after a clock was stopped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.core.amount import TimeMeasure
from data.core.clock.due import Deadlines, Flags, calendar_deadlines, working_deadlines
from data.core.clock.workdays import Holiday, uncertain_days, unknown_joint_leave, work_calendar
from data.core.clock.worktime import WorkCalendar
from data.core.config.city import City
from data.core.config.policy import Policy, SlaClock, policy_in_force
from data.core.moments import MISSING, Micros, datetime_to_micros, from_micros, micros_to_datetime, to_micros

# They cover every moment that the row validator accepts, and three times any allowed time after it. The
# package of holidays ends with 2100.
FIRST_DAY, LAST_DAY = date(1989, 1, 1), date(2100, 12, 31)
JOINT_LEAVE_WARNING_MONTHS = 3
SOURCE_BASIS, POLICY_BASIS = "source", "policy"

_IntpArray = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class UnknownJointLeaveYear:
    """A year whose *cuti bersama* is not announced although it is near."""

    year: int

    @property
    def message(self) -> str:
        """The warning on the screens."""
        return (
            f"Cuti bersama {self.year} belum diketahui: batas waktu yang bergantung padanya adalah perkiraan."
        )


@dataclass(frozen=True, eq=False)
class _ReportBatch:
    """Reports to judge.

    :param filed: filing times
    :param policy: the index of the policy in force, -1 for none
    :param code: the index of the category in ``codes``, -1 for none
    """

    filed: Micros
    policy: _IntpArray
    code: _IntpArray
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Timekeeper:
    """The clocks of one city.

    :param holidays: holidays from :data:`FIRST_DAY` to :data:`LAST_DAY`; none for a city without ``[work]``
    """

    city: City
    holidays: tuple[Holiday, ...] = ()

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The working calendar of all days from :data:`FIRST_DAY` to :data:`LAST_DAY`.

        :raises ValueError: if the city has no working hours
        """
        if self.city.work is None:
            raise ValueError("this city has no [work] table: nothing can be counted in working time")
        return work_calendar(self.city.work, self.holidays, self.city.zone, FIRST_DAY, LAST_DAY)

    def targets(
        self, requested: pd.Series, service_code: pd.Series, source_deadline: pd.Series
    ) -> pd.DataFrame:
        """Return the deadlines of reports, by the policy in force on the local day of filing.

        :param requested: aware times of filing; NaT has no target
        :param service_code: the city's category codes
        :param source_deadline: the source's own deadline, which has precedence; NaT where there is none
        :returns: on ``requested``'s index: ``expected_datetime, approaching_at, very_late_at,
            response_expected_datetime`` (UTC, NaT where there is none), ``basis`` ("source", "policy" or
            None), ``policy`` (its id if basis is "policy", else None), ``provisional`` (the deadline depends
            on days that may become days off), ``response_policy`` and ``response_provisional``
        """
        batch, source_expected = self._batch(requested, service_code), to_micros(source_deadline)
        resolution_by_policy, resolution_uncertain = self._deadlines(SlaClock.RESOLUTION, batch)
        response, response_uncertain = self._deadlines(SlaClock.RESPONSE, batch)
        resolution = resolution_by_policy.prefer_source(batch.filed, source_expected)
        from_source = source_expected != MISSING
        from_policy = ~from_source & (resolution_by_policy.expected != MISSING)
        basis = np.select([from_source, from_policy], [0, 1], 2)
        columns = {
            "expected_datetime": from_micros(resolution.expected, requested.index),
            "approaching_at": from_micros(resolution.approaching, requested.index),
            "very_late_at": from_micros(resolution.very_late, requested.index),
            "response_expected_datetime": from_micros(response.expected, requested.index),
            "basis": _label_series([SOURCE_BASIS, POLICY_BASIS, None], basis, requested.index),
            "policy": self._policy_ids(batch, from_policy, requested.index),
            "provisional": ~from_source & resolution_uncertain,
            "response_policy": self._policy_ids(batch, response.expected != MISSING, requested.index),
            "response_provisional": response_uncertain,
        }
        return pd.DataFrame(columns, index=requested.index)

    def shift(
        self,
        moments: Sequence[datetime | None],
        service_code: str,
        policy: str | None,
        since: datetime,
        until: datetime,
        sla_clock: SlaClock = SlaClock.RESOLUTION,
    ) -> list[datetime | None]:
        """Return the moments, each later by the time from ``since`` to ``until``, in which the clock stopped.

        That time is measured as the deadline is: calendar time, or the working time in between, added in
        working time. A deadline missed before the clock stopped stays missed: it ends up by ``until``.

        :param policy: the id of the policy that judged the report. None means calendar time, and so does an
            id that the city's file no longer has; callers mark that result (:meth:`knows_policy`)
        :param sla_clock: the clock that was stopped; the two may be measured differently
        :raises ValueError: if the clock resumes before it stops, or a time has no zone
        """
        stop, resume = datetime_to_micros(since), datetime_to_micros(until)
        if resume < stop:
            raise ValueError(f"a clock cannot resume ({until}) before it stops ({since})")
        original = np.array([datetime_to_micros(moment) for moment in moments], dtype=np.int64)
        if self._measure_of(service_code, policy, sla_clock) is TimeMeasure.CALENDAR:
            shifted = np.where(original == MISSING, MISSING, original + (resume - stop))
        else:
            stopped_time = self.calendar.working_time_between(np.array([stop]), np.array([resume]))
            shifted = self.calendar.advance(original, np.broadcast_to(stopped_time, original.shape))
        return [micros_to_datetime(int(value)) for value in shifted]

    def knows_policy(self, policy: str | None) -> bool:
        """Return whether the city's file still has a policy; True for None, which means calendar time."""
        return policy is None or policy in self._policy_by_id

    def policy_at(self, moment: datetime) -> Policy | None:
        """Return the policy for reports filed at an aware moment."""
        return policy_in_force(self.city.policy, moment.astimezone(self.city.zone).date())

    def unknown_years(self, as_of: datetime) -> list[UnknownJointLeaveYear]:
        """Return which of this year and, from three months before, the next have no known *cuti bersama*."""
        today = as_of.astimezone(self.city.zone).date()
        candidate_years = {today.year, today.year + (today.month + JOINT_LEAVE_WARNING_MONTHS > 12)}
        return [
            UnknownJointLeaveYear(year) for year in sorted(candidate_years & self._years_without_joint_leave)
        ]

    @cached_property
    def _policies(self) -> tuple[Policy, ...]:
        return tuple(sorted(self.city.policy, key=lambda policy: policy.effective_from))

    @cached_property
    def _policy_by_id(self) -> dict[str, Policy]:
        return {policy.id: policy for policy in self._policies}

    @cached_property
    def _years_without_joint_leave(self) -> frozenset[int]:
        if self.city.work is None:
            return frozenset()
        return unknown_joint_leave(self.city.work, self.holidays, range(FIRST_DAY.year, LAST_DAY.year + 1))

    @cached_property
    def _uncertain_day_counts(self) -> Micros:
        assert self.city.work is not None, "only deadlines in working time need it"
        days = self.calendar.midnights.size - 1
        return uncertain_days(FIRST_DAY, days, self.city.work, self._years_without_joint_leave)

    def _batch(self, requested: pd.Series, service_code: pd.Series) -> _ReportBatch:
        filed = to_micros(requested)
        begins = [
            datetime.combine(policy.effective_from, time(), self.city.zone) for policy in self._policies
        ]
        edges = np.array([datetime_to_micros(moment) for moment in begins], dtype=np.int64)
        numbers, names = pd.factorize(service_code)
        codes = tuple(str(name) for name in names)
        return _ReportBatch(filed, np.searchsorted(edges, filed, side="right") - 1, numbers, codes)

    def _policy_ids(self, batch: _ReportBatch, has_deadline: Flags, index: pd.Index) -> pd.Series:
        ids = [*(policy.id for policy in self._policies), None]
        return _label_series(ids, np.where(has_deadline, batch.policy, -1), index)

    def _measure_of(self, code: str, policy: str | None, sla_clock: SlaClock) -> TimeMeasure:
        judging_policy = self._policy_by_id.get(policy) if policy else None
        amount = judging_policy.allowed_time(sla_clock, code) if judging_policy else None
        return amount.measure if amount else TimeMeasure.CALENDAR

    def _deadlines(self, sla_clock: SlaClock, batch: _ReportBatch) -> tuple[Deadlines, Flags]:
        """Return the moments of one clock, and which of its deadlines depend on uncertain days."""
        deadlines, uncertain = Deadlines.empty(batch.filed.size), np.zeros(batch.filed.size, dtype=bool)
        for measure, rows, counts in self._rows_by_measure(sla_clock, batch):
            filed = batch.filed[rows]
            if measure is TimeMeasure.CALENDAR:
                deadlines.set_rows(rows, calendar_deadlines(filed, filed + counts))
            else:
                deadlines.set_rows(rows, working_deadlines(self.calendar, measure, filed, counts))
                uncertain[rows] = self._is_uncertain(filed, deadlines.expected[rows])
        return deadlines, uncertain

    def _rows_by_measure(
        self, sla_clock: SlaClock, batch: _ReportBatch
    ) -> Iterator[tuple[TimeMeasure, _IntpArray, Micros]]:
        """Yield each measure in use, with the rows that are judged in it and what each is allowed."""
        for measure in TimeMeasure:
            table = self._allowance_table(sla_clock, batch.codes, measure)
            if table.any():
                counts = table[batch.policy, batch.code]
                rows = np.flatnonzero(counts)
                yield measure, rows, counts[rows]

    def _allowance_table(self, sla_clock: SlaClock, codes: tuple[str, ...], measure: TimeMeasure) -> Micros:
        """Return allowed counts by policy and category, 0 where another measure or none applies.

        The last row and column are zeros, so that the index -1 means "no policy" and "no category".
        """
        table = np.zeros((len(self._policies) + 1, len(codes) + 1), dtype=np.int64)
        for row, policy in enumerate(self._policies):
            for column, code in enumerate(codes):
                amount = policy.allowed_time(sla_clock, code)
                table[row, column] = amount.count if amount and amount.measure is measure else 0
        return table

    def _is_uncertain(self, filed: Micros, expected: Micros) -> Flags:
        """Return whether an uncertain day lies between; a deadline at midnight is of the day that ends."""
        first, last = self.calendar.day_of(filed), self.calendar.day_of(expected - 1)
        return self._uncertain_day_counts[last + 1] > self._uncertain_day_counts[first]


def _label_series(
    labels: Sequence[str | None], positions: npt.NDArray[np.intp], index: pd.Index
) -> pd.Series:
    # As objects: pandas' own string type turns None into NaN.
    return pd.Series(np.array(labels, dtype=object)[positions], index=index, dtype=object)
