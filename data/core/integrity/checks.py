"""The identities that make the numbers trustworthy, each as a function that returns the rows at fault."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from data.core.clock.sla import verdicts
from data.core.config.city import City
from data.core.history.assignees import open_time
from data.core.history.counts import credited
from data.core.history.facts import KEY, STANDING_COLUMNS
from data.core.history.places import lies_in
from data.core.history.replay import FLOW_COLUMNS, WITHOUT_EVIDENCE, Flow, flow, standings_at
from data.core.snapshot.snapshot import Snapshot
from data.core.status import Status

AS_IN_THE_EVENT = ("occurred_at", "status", "closed_datetime", "received_at")
SPAN = ("change", *AS_IN_THE_EVENT, "overtaken_at", "size")
SizeOf = Callable[[datetime, datetime | None], int]


@dataclass(frozen=True)
class Fault:
    """One broken identity: which, where, and the figures that do not agree."""

    identity: str
    where: str
    figures: str


def check_ledger(pulls: pd.DataFrame) -> list[Fault]:
    """``read = new + changed + unchanged + rejected`` and ``stored = located + outside + no_location``.

    :param pulls: columns pull_id, source and the eight counts of the ledger
    """
    stored = pulls["new"] + pulls["changed"] + pulls["unchanged"]
    placed = pulls["located"] + pulls["outside"] + pulls["no_location"]
    sums = (
        ("read = new + changed + unchanged + rejected", pulls["read"], stored + pulls["rejected"]),
        ("new + changed + unchanged = located + outside + no_location", stored, placed),
    )
    return [
        Fault(identity, f"pull {row.pull_id} of {row.source}", f"{row.left} against {row.right}")
        for identity, left, right in sums
        for row in pulls.assign(left=left, right=right)[left != right].itertuples()
    ]


def check_state_follows_from_events(standings: pd.DataFrame, events: pd.DataFrame) -> list[Fault]:
    """The stored state of each report equals its last event, and neither stands without the other."""
    if events.empty and standings.empty:
        return []
    end = events["occurred_at"].max()
    left = standings[list(STANDING_COLUMNS)].set_index(list(KEY)).sort_index()
    right = standings_at(events, end).set_index(list(KEY)).sort_index()
    identity = "stored state = last event"
    lost = [Fault(identity, "/".join(map(str, key)), "only in one of the two")
            for key in left.index.symmetric_difference(right.index)]  # fmt: skip
    both = left.index.intersection(right.index)
    left, right = left.loc[both], right.loc[both]
    same = (left == right) | (left.isna() & right.isna())
    return lost + [
        Fault(identity, "/".join(map(str, key)), f"differ in {', '.join(same.columns[~row])}")
        for key, row in zip(both[~same.all(axis=1)], same[~same.all(axis=1)].to_numpy(), strict=True)
    ]


def check_events_run_forward(events: pd.DataFrame) -> list[Fault]:
    """Within one report, later changes never happened earlier, and nothing happened after we learnt it."""
    before = events.groupby(list(KEY), sort=False)["occurred_at"].shift()
    wrong = events[(events["occurred_at"] < before) | (events["occurred_at"] > events["learnt_at"])]
    return [
        Fault("events run forward", f"{row.source}/{row.service_request_id}", f"change {row.change}")
        for row in wrong.itertuples()
    ]


def check_spans(spans: pd.DataFrame, events: pd.DataFrame, size_of: SizeOf) -> list[Fault]:
    """Each event's standing held from when it occurred until its report's next event did.

    :param spans: columns ``SPAN``, as the store keeps them for past boards
    :param events: in order of ``change``
    :param size_of: the size class by which the store finds a span, from its begin and end
    """
    ends = events.groupby(list(KEY), sort=False)["occurred_at"].shift(-1)
    sizes = [
        size_of(begin.to_pydatetime(), None if pd.isna(end) else end.to_pydatetime())
        for begin, end in zip(events["occurred_at"], ends, strict=True)
    ]
    right = events[["change", *AS_IN_THE_EVENT]].assign(overtaken_at=ends, size=sizes)
    both = right.merge(spans, on="change", how="outer", suffixes=("", "_kept"))
    wrong = both[~_all_kept(both, [name for name in right.columns if name != "change"])]
    return [
        Fault("span = from event to event", f"change {row.change}", str(row)) for row in wrong.itertuples()
    ]


def _all_kept(both: pd.DataFrame, names: list[str]) -> "pd.Series[bool]":
    """Whether every named column of a row equals the kept one beside it."""
    same = pd.Series(data=True, index=both.index)
    for left, right in ((both[name], both[f"{name}_kept"]) for name in names):
        same &= (left == right) | (left.isna() & right.isna())
    return same


def check_open_then(standings: pd.DataFrame, events: pd.DataFrame, as_of: datetime) -> list[Fault]:
    """The reports that a past board counts as open are those whose last event up to then left them open.

    :param standings: what the past board is built from
    """
    left, right = (_open_keys(table) for table in (standings, standings_at(events, as_of)))
    identity, when = "open then = open by the events", as_of.isoformat()
    return [
        Fault(identity, "/".join(key), f"only in one of the two at {when}") for key in sorted(left ^ right)
    ]


def _open_keys(standings: pd.DataFrame) -> set[tuple[str, str]]:
    opened = standings[standings["status"] == Status.OPEN]
    return set(zip(opened["source"], opened["service_request_id"], strict=True))


def check_closing_times(standings: pd.DataFrame) -> list[Fault]:
    """An open report has no closing time."""
    wrong = standings[(standings["status"] == Status.OPEN) & standings["closed_datetime"].notna()]
    return [
        Fault("open means not closed", f"{row.source}/{row.service_request_id}", str(row.closed_datetime))
        for row in wrong.itertuples()
    ]


def check_verdicts(standings: pd.DataFrame) -> list[Fault]:
    """The stored verdict of a closed report is the one that its own moments give."""
    done = credited(standings)
    due = verdicts(done["closed_datetime"], done["expected_datetime"])
    return [
        Fault("verdict follows from the moments", f"{row.source}/{row.service_request_id}", str(row.verdict))
        for row in done[done["verdict"].isna() | (done["verdict"] != due)].itertuples()
    ]


def check_policies(stored: Mapping[str, int], city: City) -> list[Fault]:
    """Every policy that judged a report is still in the city's file: without it nobody can say why.

    :param stored: policy ids with the number of their reports
    """
    known = {policy.id for policy in city.policy}
    return [
        Fault("a policy that judged is in the city's file", f"policy {name!r}", f"judged {number} reports")
        for name, number in stored.items()
        if name not in known
    ]


def check_flow(
    events: pd.DataFrame, since: datetime, until: datetime, place: str | None, areas: pd.DataFrame
) -> list[Fault]:
    """``opening + new + reopened + moved_in - closed - withdrawn - moved_out = closing``."""
    here = True if place is None else lies_in(events["area_code"], place, areas)
    found = flow(events, since, until, here)
    where = f"{place or 'city'} from {since.isoformat()} to {until.isoformat()}"
    return [] if found.balances() else [Fault("stock and flow", where, str(found))]


def check_snapshot(snapshot: Snapshot) -> list[Fault]:
    """What one screen shows adds up: the reconciliation line, the areas and the parts of ``open``."""
    line, totals = snapshot.reconciliation, snapshot.totals
    sums = (
        ("open = on map + no location + outside", line["open"],
         line["on_map"] + line["no_location"] + line["outside"]),
        ("open in totals = open in the line", totals["open"], line["open"]),
        ("open in areas = on map", sum(area["open"] for area in snapshot.areas), line["on_map"]),
    )  # fmt: skip
    where = snapshot.as_of.isoformat()
    return [Fault(what, where, f"{left} against {right}") for what, left, right in sums if left != right]


def check_flow_table(table: pd.DataFrame, whole: Flow, where: str) -> list[Fault]:
    """Every place of the table balances, and together the places are the whole city.

    Only what moved from one place to another is more than the city's, for which it is no movement.

    :param table: from :func:`data.core.history.replay.flow_table`
    :param whole: :func:`data.core.history.replay.flow` of the city between the same moments
    """
    gained = table["opening"] + table["new"] + table["reopened"] + table["moved_in"]
    kept = gained - table["closed"] - table["withdrawn"] - table["moved_out"]
    wrong = table[(kept != table["closing"]) | (table[WITHOUT_EVIDENCE] > table["closed"])]
    found = [
        Fault("stock and flow per place", f"{row.Index} {where}", str(row)) for row in wrong.itertuples()
    ]
    sums = {name: int(table[name].sum()) for name in FLOW_COLUMNS if not name.startswith("moved")}
    return found + [
        Fault(f"{name} of all places = {name} of the city", where, f"{total} against {getattr(whole, name)}")
        for name, total in sums.items()
        if total != getattr(whole, name)
    ]


def check_holders(spans: pd.DataFrame, events: pd.DataFrame, since: datetime, until: datetime) -> list[Fault]:
    """What the holders of a report add up to is exactly the time it was open.

    :param spans: from :func:`data.core.history.assignees.spans`, of the same events and moments
    """
    left = spans.groupby(list(KEY))["held"].sum()
    right = open_time(events, since, until).set_index(list(KEY))["open_time"]
    both = pd.concat([left, right], axis=1).fillna(pd.Timedelta(0))
    wrong = both[both["held"] != both["open_time"]]
    return [
        Fault("sum of holders = open time", "/".join(map(str, key)), f"{held} against {whole}")
        for key, held, whole in wrong.itertuples(name=None)
    ]
