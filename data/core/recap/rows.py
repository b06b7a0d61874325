"""Types of the rows of a recap."""

from typing import TypedDict


class RecapAreaRow(TypedDict):
    """The area that a recap is of; ``level`` is "area" (kelurahan) or "parent" (kecamatan)."""

    code: str
    name: str
    level: str
    parent_name: str


class RecapFiguresRow(TypedDict):
    """``OUTCOME`` and ``FLOW`` of one group; ``on_time`` is a share, None without a judged report."""

    received: int
    resolved: int
    resolved_on_time: int
    resolved_late: int
    overdue: int
    opening: int
    new: int
    reopened: int
    moved: int
    closed: int
    withdrawn: int
    closing: int
    judged: int
    on_time: float | None


class RecapGroupRow(RecapFiguresRow):
    """The figures of one row; ``name`` None where the core has no name for its key."""

    key: str
    name: str | None
