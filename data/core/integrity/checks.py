"""Integrity checks: equations that the figures must satisfy, each as a function that returns the faults."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from data.core.clock.sla import Verdict, verdicts
from data.core.config.city import City
from data.core.history.assignees import open_time
from data.core.history.counts import resolved_reports
from data.core.history.facts import KEY, STANDING_COLUMNS
from data.core.history.places import is_in_area
from data.core.history.replay import FLOW_COLUMNS, WITHOUT_EVIDENCE, Flow, flow, standings_at
from data.core.report.uncertainty import DAY_BASIS, TO_LAST_SECOND
from data.core.snapshot.snapshot import Snapshot
from data.core.status import Status

EVENT_SPAN_COLUMNS = ("occurred_at", "status", "closed_datetime", "received_at")
STORED_SPAN_COLUMNS = ("change", *EVENT_SPAN_COLUMNS, "overtaken_at", "size")
SizeOf = Callable[[datetime, datetime | None], int]


@dataclass(frozen=True)
class IntegrityFault:
    """A violated identity: which, where, and the figures that do not agree."""

    identity: str
    where: str
    figures: str


def check_ledger(pulls: pd.DataFrame) -> list[IntegrityFault]:
    """Check ``read = new + changed + unchanged + rejected`` and ``stored = located + outside + no_location``.

    :param pulls: columns pull_id, source and the eight counts of the ledger
    """
    stored = pulls["new"] + pulls["changed"] + pulls["unchanged"]
    placed = pulls["located"] + pulls["outside"] + pulls["no_location"]
    sums = (
        ("read = new + changed + unchanged + rejected", pulls["read"], stored + pulls["rejected"]),
        ("new + changed + unchanged = located + outside + no_location", stored, placed),
    )
    return [
        IntegrityFault(identity, f"pull {row.pull_id} of {row.source}", f"{row.left} against {row.right}")
        for identity, left, right in sums
        for row in pulls.assign(left=left, right=right)[left != right].itertuples()
    ]


def check_state_follows_from_events(standings: pd.DataFrame, events: pd.DataFrame) -> list[IntegrityFault]:
    """Check that the stored standing of each report equals its last event, and neither exists alone."""
    if events.empty and standings.empty:
        return []
    end = events["occurred_at"].max()
    left = standings[list(STANDING_COLUMNS)].set_index(list(KEY)).sort_index()
    right = standings_at(events, end).set_index(list(KEY)).sort_index()
    identity = "stored state = last event"
    one_sided = [
        IntegrityFault(identity, "/".join(map(str, key)), "only in one of the two")
        for key in left.index.symmetric_difference(right.index)
    ]
    both = left.index.intersection(right.index)
    left, right = left.loc[both], right.loc[both]
    same = (left == right) | (left.isna() & right.isna())
    return one_sided + [
        IntegrityFault(identity, "/".join(map(str, key)), f"differ in {', '.join(same.columns[~row])}")
        for key, row in zip(both[~same.all(axis=1)], same[~same.all(axis=1)].to_numpy(), strict=True)
    ]


def check_events_run_forward(events: pd.DataFrame) -> list[IntegrityFault]:
    """Check that a report's later changes never occurred earlier, and none occurred after it was learnt."""
    before = events.groupby(list(KEY), sort=False)["occurred_at"].shift()
    wrong = events[(events["occurred_at"] < before) | (events["occurred_at"] > events["learnt_at"])]
    return [
        IntegrityFault("events run forward", f"{row.source}/{row.service_request_id}", f"change {row.change}")
        for row in wrong.itertuples()
    ]


def check_spans(spans: pd.DataFrame, events: pd.DataFrame, size_of: SizeOf) -> list[IntegrityFault]:
    """Check that each event's standing span lasts until its report's next event.

    :param spans: columns ``STORED_SPAN_COLUMNS``, as the store keeps them for past boards
    :param events: in order of ``change``
    :param size_of: the size class by which the store finds a span, from its begin and end
    """
    ends = events.groupby(list(KEY), sort=False)["occurred_at"].shift(-1)
    sizes = [
        size_of(begin.to_pydatetime(), None if pd.isna(end) else end.to_pydatetime())
        for begin, end in zip(events["occurred_at"], ends, strict=True)
    ]
    expected = events[["change", *EVENT_SPAN_COLUMNS]].assign(overtaken_at=ends, size=sizes)
    both = expected.merge(spans, on="change", how="outer", suffixes=("", "_kept"))
    wrong = both[~_all_equal(both, [name for name in expected.columns if name != "change"])]
    return [
        IntegrityFault("span = from event to event", f"change {row.change}", str(row))
        for row in wrong.itertuples()
    ]


def _all_equal(both: pd.DataFrame, names: list[str]) -> "pd.Series[bool]":
    """Return whether every named column of a row equals the stored one."""
    same = pd.Series(data=True, index=both.index)
    for left, right in ((both[name], both[f"{name}_kept"]) for name in names):
        same &= (left == right) | (left.isna() & right.isna())
    return same


def check_open_at(standings: pd.DataFrame, events: pd.DataFrame, as_of: datetime) -> list[IntegrityFault]:
    """Check that a past board counts as open the reports whose last event up to then left them open.

    :param standings: what the past board is built from
    """
    left, right = (_open_keys(table) for table in (standings, standings_at(events, as_of)))
    identity, moment = "open then = open by the events", as_of.isoformat()
    return [
        IntegrityFault(identity, "/".join(key), f"only in one of the two at {moment}")
        for key in sorted(left ^ right)
    ]


def _open_keys(standings: pd.DataFrame) -> set[tuple[str, str]]:
    opened = standings[standings["status"] == Status.OPEN]
    return set(zip(opened["source"], opened["service_request_id"], strict=True))


def check_closing_times(standings: pd.DataFrame) -> list[IntegrityFault]:
    """Check that open reports have no closing time."""
    wrong = standings[(standings["status"] == Status.OPEN) & standings["closed_datetime"].notna()]
    return [
        IntegrityFault(
            "open means not closed", f"{row.source}/{row.service_request_id}", str(row.closed_datetime)
        )
        for row in wrong.itertuples()
    ]


def check_verdicts(standings: pd.DataFrame) -> list[IntegrityFault]:
    """Check that the stored verdict of a resolved report follows from its moments.

    A closing that is a day, or a deadline from a filing that is one, may leave a late verdict unknown.
    """
    resolved = resolved_reports(standings)
    expected = verdicts(resolved["closed_datetime"], resolved["expected_datetime"])
    is_open_question = (resolved["verdict"] == Verdict.UNKNOWN) & _may_be_unknown(resolved)
    expected = expected.mask(is_open_question & (expected == Verdict.LATE), Verdict.UNKNOWN.value)
    return [
        IntegrityFault(
            "verdict follows from the moments", f"{row.source}/{row.service_request_id}", str(row.verdict)
        )
        for row in resolved[resolved["verdict"].isna() | (resolved["verdict"] != expected)].itertuples()
    ]


def _may_be_unknown(resolved: pd.DataFrame) -> "pd.Series[bool]":
    """Return of which reports a day may leave open whether they were closed in time."""
    first = resolved["closed_datetime"] - pd.Timedelta(TO_LAST_SECOND)
    is_day = (resolved["closed_basis"] == DAY_BASIS) & (first <= resolved["expected_datetime"])
    return is_day | resolved["provisional"]


def check_missing_reports(
    missing: Iterable[tuple[str, str, int]], open_keys: Collection[tuple[str, str]], pulls: pd.DataFrame
) -> list[IntegrityFault]:
    """Check that each report that its source no longer has is open, and was noted by a pull of that source.

    :param missing: source, number and pull of each
    :param open_keys: source and number of the open reports
    :param pulls: columns pull_id and source
    """
    known_pulls = set(zip(pulls["pull_id"], pulls["source"], strict=True))
    return [
        IntegrityFault("missing means open, since a pull", f"{source}/{report_id}", f"pull {pull_id}")
        for source, report_id, pull_id in missing
        if (source, report_id) not in open_keys or (pull_id, source) not in known_pulls
    ]


def check_policies(stored: Mapping[str, int], city: City) -> list[IntegrityFault]:
    """Check that every policy that judged a report is still configured: the judgement must be explainable.

    :param stored: policy ids with the number of their reports
    """
    configured = {policy.id for policy in city.policy}
    return [
        IntegrityFault(
            "a policy that judged is in the city's file", f"policy {name!r}", f"judged {number} reports"
        )
        for name, number in stored.items()
        if name not in configured
    ]


def check_flow(
    events: pd.DataFrame, since: datetime, until: datetime, place: str | None, areas: pd.DataFrame
) -> list[IntegrityFault]:
    """Check ``opening + new + reopened + moved_in - closed - withdrawn - moved_out = closing``."""
    in_area = True if place is None else is_in_area(events["area_code"], place, areas)
    area_flow = flow(events, since, until, in_area)
    where = f"{place or 'city'} from {since.isoformat()} to {until.isoformat()}"
    return [] if area_flow.balances() else [IntegrityFault("stock and flow", where, str(area_flow))]


def check_snapshot(snapshot: Snapshot) -> list[IntegrityFault]:
    """Check that a snapshot adds up: the reconciliation line, the areas and the parts of ``open``."""
    reconciliation, totals = snapshot.reconciliation, snapshot.totals
    sums = (
        ("open = on map + no location + outside", reconciliation["open"],
         reconciliation["on_map"] + reconciliation["no_location"] + reconciliation["outside"]),
        ("open in totals = open in the line", totals["open"], reconciliation["open"]),
        ("open in areas = on map", sum(area["open"] for area in snapshot.areas), reconciliation["on_map"]),
    )  # fmt: skip
    where = snapshot.as_of.isoformat()
    return [
        IntegrityFault(identity, where, f"{left} against {right}")
        for identity, left, right in sums
        if left != right
    ]


def check_flow_table(table: pd.DataFrame, city_flow: Flow, where: str) -> list[IntegrityFault]:
    """Check that every area of the table balances, and that together they are the whole city.

    Moves are not compared: a move from one area to another is none for the city.

    :param table: from :func:`data.core.history.replay.flow_table`
    :param city_flow: :func:`data.core.history.replay.flow` of the city between the same moments
    """
    gained = table["opening"] + table["new"] + table["reopened"] + table["moved_in"]
    balance = gained - table["closed"] - table["withdrawn"] - table["moved_out"]
    wrong = table[(balance != table["closing"]) | (table[WITHOUT_EVIDENCE] > table["closed"])]
    faults = [
        IntegrityFault("stock and flow per place", f"{row.Index} {where}", str(row))
        for row in wrong.itertuples()
    ]
    sums = {name: int(table[name].sum()) for name in FLOW_COLUMNS if not name.startswith("moved")}
    return faults + [
        IntegrityFault(
            f"{name} of all places = {name} of the city", where, f"{total} against {getattr(city_flow, name)}"
        )
        for name, total in sums.items()
        if total != getattr(city_flow, name)
    ]


def check_assignees(
    assignments: pd.DataFrame, events: pd.DataFrame, since: datetime, until: datetime
) -> list[IntegrityFault]:
    """Check that the times of a report's assignees add up to exactly the time it was open.

    :param assignments: from :func:`data.core.history.assignees.assignment_spans`, of the same events and
        moments
    """
    assigned = assignments.groupby(list(KEY))["held"].sum()
    opened = open_time(events, since, until).set_index(list(KEY))["open_time"]
    both = pd.concat([assigned, opened], axis=1).fillna(pd.Timedelta(0))
    wrong = both[both["held"] != both["open_time"]]
    return [
        IntegrityFault(
            "sum of holders = open time", "/".join(map(str, key)), f"{time_held} against {time_open}"
        )
        for key, time_held, time_open in wrong.itertuples(name=None)
    ]
