"""The town's pages as somebody sees them: a camat, an operator, or nobody, before sign-in has its say."""

from pathlib import Path
from typing import Any

from bootstrap import World
from dashboard.web.authorization import Gate
from dashboard.web.context import Site
from data.core.access import Role, Who
from geo import AreaLayer
from tests.dashboard.web_contexts import BUSY, MovableTime, filed, open_moving_town, site_of, take
from tests.personas import BARAT, IN_ANGGREK, IN_BARITO, YOHANIS

OPERATOR = Who("operator", Role.OPERATOR)
CAMAT_BARAT = Who("camat.barat", Role.CAMAT, BARAT)
SAID = "Di depan rumah Ibu Maria Rumengan"  # what reporters write is not theirs to be passed on

# Barat at Monday noon: 1 late by 4 h, 2 by 28 h, 11 due in 1 h, 12 in 2 h, 13 in 45 h, 5 without a deadline,
# 14 sensitive and due in 164 h.
DESK = [
    *BUSY,
    filed(11, 11, "Banjir", IN_ANGGREK, post_desc=SAID),
    filed(12, 46, "Sampah", IN_BARITO),
    filed(13, 3, "Sampah", IN_ANGGREK),
    filed(14, 4, "Narkoba", IN_BARITO, profile_name=YOHANIS.name, post_desc="rumah kuning di ujung gang"),
]
FIRST_FIVE = ["11", "12", "2", "1", "13"]


class FixedGate(Gate):
    """The gate, asked by one person only."""

    def __init__(self, layer: AreaLayer, asking: Who) -> None:
        super().__init__(layer)
        self._asking = asking

    def who(self) -> Who:
        """Always the same."""
        return self._asking


def seen_by(asking: Who, site: Site) -> Site:
    """The site as that person is answered."""
    vars(site)["gate"] = FixedGate(site.layer, asking)
    return site


def desk_town(folder: Path, moving: MovableTime, rows: list[dict[str, Any]] | None = None) -> World:
    """The town with a desk's reports."""
    world = open_moving_town(folder, moving)
    wanted = DESK if rows is None else rows
    if wanted:
        assert take(world, folder, wanted)["new"] == len(wanted)
    return world


def desk_site(folder: Path, rows: list[dict[str, Any]] | None = None, asking: Who = OPERATOR) -> Site:
    """A board of that town, as that person is answered."""
    return seen_by(asking, site_of(desk_town(folder, MovableTime(), rows)))
