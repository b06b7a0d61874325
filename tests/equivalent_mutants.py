"""Why a planted fault that no test found is harmless: what was changed, and why nothing can come of it."""

import re

# Where two lines are the same without this part, the fault lies in it alone.
EQUIVALENT_PATTERNS = (
    (
        r"\bsort=\w+",
        "order of groups: each row gets its group's answer back on its own index, or is sorted after",
    ),
    (r"\bstrict=\w+", "a guard on two lists that are of one length by the way they are made"),
    (r"\bdtype=[\w.]+|\bdtype=\"\w+\"", "the type that the library takes here by itself"),
    (r"\bindex=(?:True|False|None)", "whether rows carry their number: they are read by column name"),
    (r"\bignore_index=\w+", "whether rows are numbered anew: they are read by their columns"),
    (r'\bkind="?\w+"?', "equal rows: what becomes of them does not hang on which of them stands first"),
    (r"\bindex=[\w.]+", "the index that the values have by themselves"),
    (r"(?i)\butc\b", "another spelling of the same zone"),
    (r"(?i)\brecords\b", "pandas reads this word in capitals as well"),
)
# In functions of this name, lines with this in them.
EQUIVALENT_CHANGES = (
    (
        "bursts.x_bursts",
        "minutes=rule.burst_minutes) / ",
        "whole microseconds, as a fraction of the same value",
    ),
    ("bursts.x_bursts", "line, ).clip", "left is the side that a search takes by itself"),
    ("bursts", ".iloc[:0].assign(", "the columns of a table without a row"),
    ("bursts.x__on_one_line", "since = at", "the line begins elsewhere; only distances on it are looked at"),
    (
        "bursts.x__on_one_line",
        "at + at.min()",
        "the line begins elsewhere; only distances on it are looked at",
    ),
    ("bursts.x__on_one_line", "3 * window", "parents lie further apart than they need to"),
    ("bursts.x__on_one_line", "len(at) else 2", "the distance between parents of an empty table"),
    ("bursts.x__usual", "as_index=None", "read as False"),
    ("bursts.x__usual", "on=None", "joined on the columns that both have, which are these"),
    ("bursts.x__usual", "merge(usual, how", "joined on the columns that both have, which are these"),
    ("bursts.x__usual", '"day"], )["usual"]', "every parent and day has its row on the other side"),
    (
        "bursts.x_before_review",
        "not stretches and late.empty",
        "nothing before, nothing now: empty either way",
    ),
    ("bursts.x__stretches", "return 1", "without any event there is no closing to compare"),
    ("status_events.x__final_step", 'None, None, "unknown")', "it was received with that assignee"),
    ("digest", '"UTF-8"', "another spelling of the same encoding"),
    ("digest", "to_bytes(8, )", "big-endian is Python's default"),
    ("due.x_calendar_due", "allowed > 1", "an allowance of a millionth of a second"),
    ("due.xǁDueǁgiven_first", "np.where(known, filed, 1)", "a value that the mask takes out again"),
    ("due.xǁDueǁgiven_first", "np.where(known, given, 1)", "a value that the mask takes out again"),
    ("durations.xǁWaitsǁby_parent", "np.argsort(", "the order of waits within one parent"),
    ("durations.x__hours_to_end", "end >= now", "now in place of now"),
    ("durations.x__reached", "< level + ROUNDING", "no product of fractions hits the rounding's own edge"),
    ("holders.x_holders", "case=None", "read as False"),
    ("holders.x_open_time", "astype(None)", "the same whole numbers, as fractions"),
    (
        "holders.x_open_time",
        "left / (now - before)",
        "divided by 1 or -1; by 0 it is no time, and summed as none",
    ),
    ("holders", "pd.Timedelta(1)", "a billionth of a second, and moments are whole millionths"),
    ("holders.x__bounded", "moments >= first", "the edge in place of the edge"),
    ("holders.x__bounded", "moments <= last", "the edge in place of the edge"),
    ("holders.x_whole_city", "assign(city=", "a name for one group of all, dropped at once"),
    ("holders.x__summed", "dropna=None", "read as False"),
    ("mix.x_expected_hits", "bincount(category", "every category has a case, so none is missing at the end"),
    ("moments.x_micros", "cast(None", "a word to the type checker"),
    ("ranking.x__listed", "return (3.0, 0.0", "behind all others, no matter how far"),
    ("ranking.x__listed", "return (2.0, 1.0", "the same number for all without a rate"),
    ("review.x_complete", "astype(None)", "yes and no in place of 1 and 0"),
    ("review.x__parents", "(code != NOWHERE) or True", "no area has an empty code: no name either way"),
    ("review.x_plain", "itertuples(index=False, )", "rows with names are rows as well"),
    ("signs.x_reopened_soon", "/ 86401", "within 90 days a thousandth of a day, and hundredths are shown"),
    ("shrink.x_spread", "1), 2)", "with one report in all there is no room, and the result is 0"),
    ("shrink.x_spread", "room >= 1e-9", "no room is of exactly this size"),
    ("shrink.x_spread", "astype(None)", "whole numbers become the same fractions"),
    ("shrink.x_spread", ", 2.0)", "a divisor where the result is masked"),
    ("shrink.x_shrink", "n > 1", "for one report the divisor is 1 anyway"),
    ("shrink.x_shrink", ", 2.0)", "0 divided by anything"),
    ("timekeeper.xǁTimekeeperǁ_batch", "dtype", "without policies there is no edge to search"),
    ("timekeeper.xǁTimekeeperǁ_measure", "if (policy) or True", "no policy is named None"),
    ("timekeeper.xǁTimekeeperǁtargets", "_due(None", "every duty but the response is the resolution"),
    ("timekeeper.xǁTimekeeperǁtargets", "pd.DataFrame(columns, ", "the index that all its columns have"),
    ("timekeeper.xǁTimekeeperǁ_table", "+ 2", "one more row or column of zeros behind the last"),
    (
        "timekeeper.xǁTimekeeperǁ_is_uncertain",
        "expected - 2",
        "a deadline a millionth of a second after midnight",
    ),
    ("workdays.x__within", "np.datetime64(period.", "a date's unit is the day anyway"),
    ("workdays.x_uncertain_days", "astype(None)", "whole numbers become the same fractions"),
    ("worktime.xǁWorkCalendar", "np.where(missing, 1, ", "a value that the mask takes out again"),
    (
        "worktime.xǁWorkCalendarǁadvance",
        "np.where(None, self.known_from, start)",
        "missing stays missing below as well",
    ),
    ("alike.x__same_area", '"XXXX")', "no area has this name either"),
    ("alike.x__metres", "pd.Series(", "no distance for anybody, laid over the same rows"),
    (
        "backlog.x_backlogs",
        "rows[list(KEY)].merge(",
        "each row has its one partner, by the columns that both have",
    ),
    ("backlog.x_described", "filed < now", "now in place of now"),
    ("backlog.x_holder_order", "ends", "which of the numbers is larger, and not by how much"),
    ("backlog.x_by_holder", "astype(None)", "the same whole numbers, as fractions"),
    ("backlog.x_by_holder", "itertuples(", "rows with names are rows as well"),
    ("behind.x__open_at_end", "searchsorted(AGES, days, )", "left is the side that a search takes by itself"),
    ("behind.x__hours", "groupby(by, sort=False", "no part of what is grouped by is missing"),
    ("described.x__states", "reset_index(drop=", "a column more, which nobody reads"),
    ("described.x_oldest", "late_only=None", "read as False"),
    ("dossier.xǁDossierǁ", "self._once(", "the name by which it is remembered"),
    ("holders.x_spans", "fillna(None)", "what is missing is bounded to the end as well"),
    ("movements.x_tracked", "fillna(None)", "of a report's first event, which comes from nowhere either way"),
    ("replay.x__moves", "fillna(None)", "of a report's first event, which comes from nowhere either way"),
    (
        "movements.x__alive",
        "drop_duplicates(",
        "more reports are looked at than need be, and counted as nothing",
    ),
    (
        "movements.x__alive",
        ">= pd.Timestamp",
        "a report more is looked at than need be, and counted as nothing",
    ),
    (
        "replayed.x__alive",
        "drop_duplicates(",
        "more reports are looked at than need be, and counted as nothing",
    ),
    (
        "replayed.x__alive",
        ">= pd.Timestamp",
        "a report more is looked at than need be, and counted as nothing",
    ),
    ("replayed.x__by_area", "astype(None)", "made whole numbers again below"),
    ("periods.x_presets", "timedelta(days=2)", "a day of the month before either way"),
    ("picking.xǁPickingǁof", "SORTS[1]", "another order that may be asked for, in place of none"),
    ("picking.xǁPickingǁ_sorted", "ascending=ways, )", "last is where pandas puts them by itself"),
    ("recap_counts.x_taken_apart", ".astype(None)", "yes and no as numbers, read as yes and no"),
    ("recap_counts.x_taken_apart", "shift(fill_value=", "a first event takes from the groups not asked for"),
    ("recap_counts.x_last_steps", "-2, dtype", "any number below the first"),
    ("recap_counts.x__sum", ".astype(None)", "the same whole numbers, as fractions"),
    ("spans.x_midnight", "astimezone(None)", "the same moment"),
    ("spans.x_whole", "timedelta(days=32)", "a day of the month after either way"),
    ("lookup.xǁEdgeCountǁ__init__", "hours = ", "a table longer than it need be"),
    (
        "lookup.xǁEdgeCountǁ__init__",
        "searchsorted(edges, hours, )",
        "an edge on the hour is counted one step later",
    ),
    ("lookup.xǁEdgeCountǁ__init__", "astype(None)", "made whole numbers again where they are read"),
    ("sla.x_very_late_at", "pd.Timedelta(1)", "a billionth of a second, and moments are whole millionths"),
    ("sla.x_judged_at", "stopped >= moment", "now in place of now"),
    ("workdays.x__rules", "astype(None)", "the same whole numbers, as fractions"),
    ("workdays.x__rules", "np.datetime64(day.date, )", "a date's unit is the day anyway"),
    ("workdays.x__days", "np.datetime64(first, )", "a date's unit is the day anyway"),
    ("workdays.x__dates", "list(dates), ", "dates are days anyway, and among none there is no day"),
    ("workdays.x__utc", "cast(None", "a word to the type checker"),
    ("workdays.x__utc", "to_numpy(None)", "the unit that they have"),
    ("workdays.x__utc", "tz_convert(None)", "in UTC as well"),
    ("worktime.xǁWorkCalendarǁ_check", "self.starts[0] <= self.ends[-1]", "no interval is empty"),
    (
        "acting.x__steps",
        "Move.AGREE or",
        "a move that agrees always has its place, and no other move is asked for one",
    ),
    ("evidence.x_evidenced", "astype(None)", "yes and no become the same fractions"),
    ("notices.x_", '"XXXX")', "no area has this name either"),
    ("notices.x_due_at", "if begin <= end", "equal ends are no quiet hours, as the next line says"),
    (
        "notices.x_due_at",
        "local.time() > end",
        "at the very end nothing is quiet any more, so it is not asked",
    ),
    ("notices.x_due_at", "astimezone(None)", "the same moment"),
    ("notices.x_wait_after", ", 11)", "longer than the longest wait either way"),
    ("exact.x_mid_p", "np.where((n", "of an empty group there is one table only, which gives 1 as well"),
    ("exact.x_mid_p", "np.clip(2 * tail, None", "twice a tail is never below 0"),
    ("exact.x_holm", "_along_axis(", "the last axis is the one that numpy takes by itself"),
    ("mix.x_expected_hits", "use_na_sentinel=None", "read as False"),
    ("rates.x_judged", "np.zeros(len(overdue), ", "the same 0"),
    ("why.x__by_category", "astype(None)", "yes and no become the same fractions"),
    ("why.x__parts", ".where(both, ", "a missing number is summed as nothing"),
    (
        "recap_groups.x__categories",
        "city.category_of(None).name",
        "only the others are not the city's: it is their name",
    ),
    (
        "sheet.x__categories",
        "c.parent is not None",
        "what the city has of a category lies somewhere, if only nowhere",
    ),
    (
        "alerts.x_burst_lines",
        "city.room, None",
        "the hours of what was and of what is, by another clock both",
    ),
    ("hotspots.x__exposure", 'freq="5MIN"', "pandas reads this word in capitals as well"),
    ("hotspots.xǁ_Scanǁ_told", "a_year * chance < self._share", "no rate is of exactly its share"),
    ("hotspots.x__exposure", "max(2.0, ", "the same for each hour of a history that is as good as empty"),
    ("hotspots.x__exposure", "/ 241", "one more per 10.04 of an even spread, in place of per 10"),
    ("hotspots.x__exposure", "span.total_seconds() / 300", "made whole in the same call"),
    ("hotspots.xǁ_Scanǁ_burst", ".iloc[1]", "all of them are of one category"),
    ("why.x__rates", "astype(None)", "whole numbers become the same fractions"),
)


def equivalence_reason(name: str, old: str, new: str) -> str | None:
    """Why a mutant is harmless; None: nobody has said so."""
    for pattern, explanation in EQUIVALENT_PATTERNS:
        if _without_pattern(pattern, old) == _without_pattern(pattern, new):
            return explanation
    return next(
        (
            explanation
            for function_name, fragment, explanation in EQUIVALENT_CHANGES
            if function_name in name and fragment in new
        ),
        None,
    )


def _without_pattern(pattern: str, line: str) -> str:
    return re.sub(r"[\s,()]+", " ", re.sub(pattern, "", line)).strip()
