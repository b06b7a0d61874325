"""The rows of a long ranking that are looked at first: both ends, and between them what moved."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.core.ranking.rows import RankingRow

ALL_ROWS = 20  # a ranking up to this length is shown whole
END_ROWS = 5  # from each end of a longer one
MOVED_ROWS = 5


@dataclass(frozen=True)
class RankingExtract:
    """Rows of a ranking in its order, in three groups, and how many rows are in none.

    :param viewed: the row of the area in view, if no other group has it
    """

    first: tuple[RankingRow, ...] = ()
    moved: tuple[RankingRow, ...] = ()
    viewed: tuple[RankingRow, ...] = ()
    last: tuple[RankingRow, ...] = ()
    rest: int = 0


def choose_rows(ranking: Sequence[RankingRow], view: str = "") -> RankingExtract:
    """Return all rows of a short ranking; of a long one both ends, the largest changes, and the view's row.

    Areas with too few reports have no place in the order and are in the rest.
    """
    if len(ranking) <= ALL_ROWS:
        return RankingExtract(tuple(ranking))
    ranked = [row for row in ranking if row["on_time"] is not None]
    first = ranked[:END_ROWS]
    last = ranked[END_ROWS:][-END_ROWS:]
    middle = ranked[len(first) : len(ranked) - len(last)]
    moved = _most_changed(middle)
    shown = {row["code"] for row in (*first, *moved, *last)}
    viewed = [row for row in ranking if row["code"] == view and view not in shown]
    rest = len(ranking) - len(shown) - len(viewed)
    return RankingExtract(tuple(first), tuple(moved), tuple(viewed), tuple(last), rest)


def rate_change(row: RankingRow) -> float | None:
    """Return by how much a rate changed since the period before; None if it is not comparable."""
    now, before = row["on_time"], row["previous_on_time"]
    return None if now is None or before is None else now - before


def _most_changed(rows: Sequence[RankingRow]) -> list[RankingRow]:
    """Return the rows whose rates changed most, changes that chance does not explain before others."""
    changed = [row for row in rows if rate_change(row)]
    by_weight = sorted(changed, key=_change_weight, reverse=True)[:MOVED_ROWS]
    codes = {row["code"] for row in by_weight}
    return [row for row in rows if row["code"] in codes]


def _change_weight(row: RankingRow) -> tuple[bool, float]:
    return row["trend"] in ("better", "worse"), abs(rate_change(row) or 0.0)
