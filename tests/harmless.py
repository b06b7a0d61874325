"""Why a planted fault that no test found is harmless: what was changed, and why nothing can come of it."""

import re

# Where two lines are the same without this part, the fault lies in it alone.
PARTS = (
    (
        r"\bsort=\w+",
        "order of groups: each row gets its group's answer back on its own index, or is sorted after",
    ),
    (r"\bstrict=\w+", "a guard on two lists that are of one length by the way they are made"),
    (r"\bdtype=[\w.]+|\bdtype=\"\w+\"", "the type that the library takes here by itself"),
    (r"\bindex=(?:True|False|None)", "whether rows carry their number: they are read by column name"),
)
# In functions of this name, lines with this in them.
LINES = (
    (
        "bursts.x_bursts",
        "minutes=rule.burst_minutes) / ",
        "whole microseconds, as a fraction of the same value",
    ),
    ("bursts.x_bursts", "line, ).clip", "left is the side that a search takes by itself"),
    ("bursts", ".iloc[:0].assign(", "the columns of a table without a row"),
    ("bursts.x__on_one_line", "utc]", "another spelling of the same zone"),
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
    ("change.x__final_step", 'None, None, "unknown")', "it entered with that holder an event before"),
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
    ("moments.x_series", 'tz="utc"', "another spelling of the same zone"),
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
)


def reason(name: str, old: str, new: str) -> str | None:
    """Why a mutant is harmless; None: nobody has said so."""
    for part, why in PARTS:
        if _without(part, old) == _without(part, new):
            return why
    return next((why for where, text, why in LINES if where in name and text in new), None)


def _without(part: str, line: str) -> str:
    return re.sub(r"[\s,()]+", " ", re.sub(part, "", line)).strip()
