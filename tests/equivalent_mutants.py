"""Equivalent mutants: the changes that no test can find, each with the reason why it changes nothing."""

import re

# A change is equivalent if both lines are the same without a match of the pattern.
EQUIVALENT_PATTERNS = (
    (r"\bsort=\w+", "the order of groups: each row gets its group's result by its index, or is sorted later"),
    (r"\bstrict=\w+", "a guard on two lists that have the same length by construction"),
    (r"\bdtype=[\w.]+|\bdtype=\"\w+\"", "the type that the library chooses here by itself"),
    (r"\bindex=(?:True|False|None)", "whether rows carry their number: they are read by column name"),
    (r"\bignore_index=\w+", "whether rows are numbered again: they are read by their columns"),
    (r'\bkind="?\w+"?', "the order of equal rows, on which no result depends"),
    (r"\bindex=[\w.]+", "the index that the values have by themselves"),
    (r"(?i)\butc\b", "another spelling of the same zone"),
    (r"(?i)\brecords\b", "pandas reads this word in capitals as well"),
)
# A change is equivalent if the mutant's name contains the first text and its changed line the second.
EQUIVALENT_CHANGES = (
    (
        "closing_bursts.x_closing_bursts",
        "minutes=rule.burst_minutes) / ",
        "whole microseconds, as a float of the same value",
    ),
    ("closing_bursts.x_closing_bursts", "positions, ).clip", "left is the default side"),
    ("closing_bursts.x", ".iloc[:0].assign(", "the columns of a table without a row"),
    (
        "closing_bursts.x__timeline_positions",
        "offset = at",
        "the timeline begins elsewhere; only distances on it count",
    ),
    (
        "closing_bursts.x__timeline_positions",
        "at + at.min()",
        "the timeline begins elsewhere; only distances on it count",
    ),
    ("closing_bursts.x__timeline_positions", "3 * window", "the parents are further apart than necessary"),
    (
        "closing_bursts.x__timeline_positions",
        "len(at) else 2",
        "the distance between parents of an empty table",
    ),
    ("closing_bursts.x__usual", "as_index=None", "read as False"),
    ("closing_bursts.x__usual", "on=None", "joined on the columns in common, which are these"),
    ("closing_bursts.x__usual", "merge(usual, how", "joined on the columns in common, which are these"),
    ("closing_bursts.x__usual", '"day"], )["usual"]', "every parent and day has a row on the other side"),
    (
        "closing_bursts.x_bursts_before_review",
        "not window_count and in_review_window.empty",
        "empty before and now: empty in any case",
    ),
    ("closing_bursts.x__past_window_count", "return 1", "without events there is no closing to compare"),
    ("status_events.x__final_step", 'None, None, "unknown")', "it was received with that assignee"),
    ("digest.x_digest", '"UTF-8"', "another spelling of the same encoding"),
    ("digest.x_digest", "to_bytes(8, )", "big-endian is Python's default"),
    ("due.x_calendar_deadlines", "allowed > 1", "an allowed time of a microsecond"),
    ("due.xǁDeadlinesǁprefer_source", "np.where(has_both, filed, 1)", "a value that the mask removes"),
    (
        "due.xǁDeadlinesǁprefer_source",
        "np.where(has_both, source_expected, 1)",
        "a value that the mask removes",
    ),
    ("durations.xǁWaitingTimesǁby_parent", "np.argsort(", "the order of waits within one parent"),
    ("durations.x__hours_to_end", "end >= now", "now in place of now"),
    ("durations.x__reached", "< level + ROUNDING", "no product of floats is exactly at the rounding's limit"),
    ("assignees.x_assignees", "case=None", "read as False"),
    ("assignees.x_open_time", "astype(None)", "the same integers, as floats"),
    (
        "assignees.x_open_time",
        "remaining / (now - before)",
        "divided by 1 or -1; by 0 it is NaT, and not summed",
    ),
    ("assignees.x", "pd.Timedelta(1)", "a nanosecond, and moments are whole microseconds"),
    ("assignees.x__bounded", "moments >= first", "the limit in place of the limit"),
    ("assignees.x__bounded", "moments <= last", "the limit in place of the limit"),
    ("assignees.x_time_by_assignee", "assign(city=", "the name of a single group, dropped at once"),
    ("assignees.x__time_by", "dropna=None", "read as False"),
    (
        "case_mix.x_expected_hits",
        "bincount(category",
        "every category has a case, so none is missing at the end",
    ),
    ("moments.x_to_micros", "cast(None", "only for the type checker"),
    ("ranking.x__display_order", "return (3.0, 0.0", "after all others in any case"),
    ("ranking.x__display_order", "return (2.0, 1.0", "the same number for all without a rate"),
    ("review.x_with_known_evidence", "astype(None)", "booleans in place of 1 and 0"),
    (
        "review.x__parent_rows",
        "(code != NO_PARENT) or True",
        "no area has an empty code: no name in any case",
    ),
    ("plain_values.x_plain_rows", "itertuples(index=False, )", "named tuples are tuples as well"),
    (
        "anomaly_indicators.x_reopened_soon",
        "/ 86401",
        "within 90 days a difference of a thousandth of a day, and hundredths are shown",
    ),
    (
        "shrinkage.x_intraclass_correlation",
        "1), 2)",
        "with a single report the denominator is 0, and the result is 0",
    ),
    ("shrinkage.x_intraclass_correlation", "denominator >= 1e-9", "no denominator has exactly this value"),
    ("shrinkage.x_intraclass_correlation", "astype(None)", "the same integers, as floats"),
    ("shrinkage.x_intraclass_correlation", ", 2.0)", "a divisor where the result is masked"),
    ("shrinkage.x_shrink", "n > 1", "for one report the divisor is 1 anyway"),
    ("shrinkage.x_shrink", ", 2.0)", "0 divided by anything"),
    ("timekeeper.xǁTimekeeperǁ_batch", "dtype", "without policies there is no edge to search"),
    ("timekeeper.xǁTimekeeperǁ_measure_of", "if (policy) or True", "no policy is named None"),
    (
        "timekeeper.xǁTimekeeperǁtargets",
        "_deadlines(None",
        "every measure but the response is the resolution",
    ),
    ("timekeeper.xǁTimekeeperǁtargets", "pd.DataFrame(columns, ", "the index that all its columns have"),
    ("timekeeper.xǁTimekeeperǁ_allowance_table", "+ 2", "one more row or column of zeros after the last"),
    ("timekeeper.xǁTimekeeperǁ_is_uncertain", "expected - 2", "a deadline a microsecond after midnight"),
    ("workdays.x__within", "np.datetime64(period.", "a date's unit is the day anyway"),
    ("workdays.x_uncertain_days", "astype(None)", "the same integers, as floats"),
    ("worktime.xǁWorkCalendarǁ", "np.where(missing, 1, ", "a value that the mask removes"),
    (
        "worktime.xǁWorkCalendarǁadvance",
        "np.where(None, self.covered_from, start)",
        "missing stays missing below as well",
    ),
    ("duplicates.x__same_area", '"XXXX")', "no area has this name either"),
    ("duplicates.x__distances_metres", "pd.Series(", "no distance for any row, aligned to the same rows"),
    (
        "backlog.x_backlogs_by_parent",
        "rows[list(KEY)].merge(",
        "each row has exactly one match, by the columns in common",
    ),
    ("backlog.x_backlog_rows", "filed < now", "now in place of now"),
    ("backlog.x_assignee_sort_key", "positions", "only the order of the numbers counts"),
    ("backlog.x_load_by_assignee", "astype(None)", "the same integers, as floats"),
    ("backlog.x_load_by_assignee", "itertuples(", "named tuples are tuples as well"),
    ("drilldown.x__open_at_end", "searchsorted(AGE_LIMITS_DAYS, days, )", "left is the default side"),
    ("drilldown.x__hours_held", "groupby(by, sort=False", "no value that is grouped by is missing"),
    ("report_rows.x__states", "reset_index(drop=", "one more column, which is not read"),
    ("report_rows.x_oldest_open", "late_only=None", "read as False"),
    ("review_data.xǁReviewDataǁ", "self._cached(", "the key of a cache"),
    ("assignees.x_assignment_spans", "fillna(None)", "a missing value is bounded to the end as well"),
    (
        "stock_flow.x_track_transitions",
        "fillna(None)",
        "of a report's first event, which has no previous state in any case",
    ),
    (
        "replay.x__place_transitions",
        "fillna(None)",
        "of a report's first event, which has no previous state in any case",
    ),
    (
        "stock_flow.x__active_reports",
        "drop_duplicates(",
        "more reports than necessary are examined, and counted as nothing",
    ),
    (
        "stock_flow.x__active_reports",
        ">= pd.Timestamp",
        "one more report than necessary is examined, and counted as nothing",
    ),
    (
        "timeline.x__active_events",
        'keep="last"',
        "more reports than necessary are examined, and counted as nothing",
    ),
    (
        "timeline.x__active_events",
        "drop_duplicates(",
        "more reports than necessary are examined, and counted as nothing",
    ),
    (
        "timeline.x__active_events",
        ">= pd.Timestamp",
        "one more report than necessary is examined, and counted as nothing",
    ),
    ("timeline.x__by_area", "astype(None)", "converted to integers below"),
    ("periods.x_period_presets", "timedelta(days=2)", "a day of the previous month in any case"),
    ("filters.xǁBacklogFilterǁparse", "SORT_COLUMNS[1]", "another valid order, in place of none"),
    ("filters.xǁBacklogFilterǁ_sorted", "ascending=ascending, )", "last is the default of pandas"),
    ("counts.x_build_transitions", ".astype(None)", "booleans as numbers, read as booleans"),
    (
        "counts.x_build_transitions",
        "shift(fill_value=",
        "a first event takes from a group that is not requested",
    ),
    ("counts.x_last_transitions", "-2, dtype", "any number below the first"),
    ("counts.x__count_by_group", ".astype(None)", "the same integers, as floats"),
    ("spans.x_midnight", "astimezone(None)", "the same moment"),
    ("spans.x_calendar_range", "timedelta(days=32)", "a day of the next month in any case"),
    ("lookup.xǁEdgeCounterǁ__init__", "hours = ", "a table longer than necessary"),
    (
        "lookup.xǁEdgeCounterǁ__init__",
        "searchsorted(edges, hours, )",
        "an edge on the hour is counted one step later",
    ),
    ("lookup.xǁEdgeCounterǁ__init__", "astype(None)", "converted to integers where they are read"),
    ("sla.x_very_late_at", "pd.Timedelta(1)", "a nanosecond, and moments are whole microseconds"),
    ("sla.x_judgement_time", "stopped >= moment", "now in place of now"),
    ("workdays.x__rules", "astype(None)", "the same integers, as floats"),
    ("workdays.x__rules", "np.datetime64(day.date, )", "a date's unit is the day anyway"),
    ("workdays.x__days", "np.datetime64(first, )", "a date's unit is the day anyway"),
    ("workdays.x__dates", "list(dates), ", "dates are days anyway, and among none there is no day"),
    ("workdays.x__to_utc", "cast(None", "only for the type checker"),
    ("workdays.x__to_utc", "to_numpy(None)", "the unit that they have"),
    ("workdays.x__to_utc", "tz_convert(None)", "in UTC as well"),
    ("worktime.xǁWorkCalendarǁ_validate", "self.starts[0] <= self.ends[-1]", "no interval is empty"),
    (
        "actions.x__transition_steps",
        "ActionType.APPROVE_TRANSFER or",
        "an approved transfer always has its place, and no other action has one",
    ),
    ("evidence.x_closing_evidence", "astype(None)", "booleans become the same floats"),
    ("notifications.x_", '"XXXX")', "no area has this name either"),
    (
        "notifications.x_earliest_send_time",
        "if begin <= end",
        "equal ends are no quiet hours, as the next line says",
    ),
    (
        "notifications.x_earliest_send_time",
        "local.time() > end",
        "at the end of quiet hours it is not called",
    ),
    ("notifications.x_earliest_send_time", "astimezone(None)", "the same moment"),
    ("notifications.x_retry_delay", ", 11)", "longer than the longest delay in any case"),
    ("exact_tests.x_mid_p", "np.where((n", "an empty group has a single table, which gives 1 as well"),
    ("exact_tests.x_mid_p", "np.clip(2 * tail, None", "twice a tail is never below 0"),
    ("exact_tests.x_holm", "_along_axis(", "the last axis is the default of numpy"),
    ("case_mix.x_expected_hits", "use_na_sentinel=None", "read as False"),
    ("rates.x_rate_cases", "np.zeros(len(overdue), ", "the same 0"),
    ("rate_change.x__by_category", "astype(None)", "booleans become the same floats"),
    ("rate_change.x__components", ".where(both, ", "a missing number is not summed"),
    (
        "groups.x__category_grouping",
        "city.get_category(None).name",
        "only the category of other reports is not the city's, and this is its name",
    ),
    (
        "review_report.x__categories",
        "key.parent is not None",
        "every row of a category has a parent, if only the one without an area",
    ),
    ("alerts.x_cluster_rows", "city.room, None", "past and present hours, both in another zone"),
    ("report_clusters.x__exposure", 'freq="5MIN"', "pandas reads this word in capitals as well"),
    (
        "report_clusters.xǁ_Scanǁ_is_significant",
        "yearly_rate * probability < self._alarm_rate_limit",
        "no rate is exactly at its limit",
    ),
    ("report_clusters.x__exposure", "max(2.0, ", "the same for each hour of an almost empty history"),
    ("report_clusters.x__exposure", "/ 241", "one more per 10.04 of an even spread, in place of per 10"),
    ("report_clusters.x__exposure", "span.total_seconds() / 300", "rounded in the same call"),
    ("report_clusters.xǁ_Scanǁ_cluster", ".iloc[1]", "all of them are of one category"),
    ("rate_change.x__rates_by_category", "astype(None)", "the same integers, as floats"),
)


def equivalence_reason(name: str, old: str, new: str) -> str | None:
    """Return the reason why a mutant is equivalent, or None if none is known.

    :param name: the name of the mutant, such as ``data.core.digest.x_digest__mutmut_7``
    :param old: the changed lines before the change
    :param new: the same lines after it
    """
    for pattern, reason in EQUIVALENT_PATTERNS:
        if _without_pattern(pattern, old) == _without_pattern(pattern, new):
            return reason
    reasons = (
        reason for function, fragment, reason in EQUIVALENT_CHANGES if function in name and fragment in new
    )
    return next(reasons, None)


def _without_pattern(pattern: str, line: str) -> str:
    return re.sub(r"[\s,()]+", " ", re.sub(pattern, "", line)).strip()
