"""Which names of a map's areas come first, where there are more than the map has room for."""

from collections.abc import Sequence

from data.core.history.rows import AreaCountsRow

ALL_LABELS = 20  # up to so many areas all have their names


def label_order(areas: Sequence[AreaCountsRow], view: str = "") -> list[str]:
    """Return the codes of the ranked areas: the view's own, then by late and by open reports.

    Empty if the map has room for all names. The browser shows the first that fit.
    """
    late: dict[str, int] = {}
    open_: dict[str, int] = {}
    for area in areas:
        parent = area["parent"]
        late[parent] = late.get(parent, 0) + area["overdue"]
        open_[parent] = open_.get(parent, 0) + area["open"]
    if len(late) <= ALL_LABELS:
        return []
    return sorted(late, key=lambda code: (code != view, -late[code], -open_[code], code))
