"""One move on one report: whether it is possible, and the events that it makes."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from data.core.access import Who
from data.core.follow_up.workflow import BACK, RULES, Move, Need
from data.core.report.change import kind_of
from data.core.report.key import Key
from data.core.report.record import Place, Placement, Target
from data.core.report.standing import Event, Kind, Known, Standing
from data.core.report.stopwatch import Keeper, judged, retimed, stepped
from data.core.report.told import TOLD, told_by
from data.core.status import DONE, FIRST, Status, status_of

LOW_STARS = 2  # so few, and an operator looks whether the work was done


class Fault(StrEnum):
    """Why a move is refused, where it is not for want of something."""

    NOT_FROM_HERE = "not_from_here"
    NOT_FOR_ROLE = "not_for_role"
    SAME_PLACE = "same_place"
    SAME_CATEGORY = "same_category"
    ITSELF = "itself"
    IS_JOINED = "is_joined"


class ActError(Exception):
    """A move that cannot be made; ``fault`` is a :class:`Fault`, or the :class:`Need` that is missing."""

    def __init__(self, move: Move, fault: Fault | Need) -> None:
        super().__init__(f"{move}: {fault}")
        self.move, self.fault = move, fault


@dataclass(frozen=True)
class Acting:
    """What somebody does to a report.

    :param earlier: the state before the present one, to which a refused claim returns
    :param place: where the report really lies, for a move of place
    :param target: the deadline that the new category would have had at filing
    :param before: a picture from before the work is there, the reporter's own counts
    :param after: a picture of the work done comes with the move
    """

    move: Move
    who: Who
    at: datetime
    note: str = ""
    agency: str | None = None
    place: Place | None = None
    service_code: str | None = None
    target: Target | None = None
    original: Key | None = None
    stars: int | None = None
    before: bool = False
    after: bool = False
    earlier: str = FIRST


def acted(key: Key, known: Known, acting: Acting, keeper: Keeper) -> list[Event]:
    """The events of a move, at least one; none lies before what is known already.

    :raises ActError: the move is not possible from this state, not for this role, or lacks something
    """
    _check(key, known.standing, acting)
    at = max(acting.at, known.last_occurred_at)
    steps = _steps(known.standing, acting, at, keeper)
    *events, last = [Event(kind, at, at, standing) for kind, standing in steps]
    return [*events, replace(last, amended=_amended(known, acting))]


def _check(key: Key, standing: Standing, acting: Acting) -> None:
    """:raises ActError: see :func:`acted`"""
    rule = RULES[acting.move]
    if standing.status_description not in rule.frm:
        raise ActError(acting.move, Fault.NOT_FROM_HERE)
    if acting.who.role not in rule.roles:
        raise ActError(acting.move, Fault.NOT_FOR_ROLE)
    for need in rule.needs:
        if not _given(acting, need):
            raise ActError(acting.move, need)
    if acting.original == key:
        raise ActError(acting.move, Fault.ITSELF)
    if acting.move is Move.RECATEGORISE and acting.service_code == standing.service_code:
        raise ActError(acting.move, Fault.SAME_CATEGORY)
    if acting.place and acting.place.area_code == standing.area_code:
        raise ActError(acting.move, Fault.SAME_PLACE)


def _given(acting: Acting, need: Need) -> bool:
    if need is Need.AREA:
        return acting.place is not None and acting.place.area_code is not None
    if need is Need.STARS:
        return acting.stars in (1, 2, 3, 4, 5)
    value = getattr(acting, need.value)
    return bool(value.strip() if isinstance(value, str) else value)


def _steps(standing: Standing, acting: Acting, at: datetime, keeper: Keeper) -> list[tuple[Kind, Standing]]:
    """What the report becomes, step by step: its place or category first, then its state."""
    found: list[tuple[Kind, Standing]] = []
    if acting.move is Move.AGREE and acting.place:
        standing = judged(standing, **_placed(acting.place))
        found.append((Kind.MOVED, standing))
    if acting.move is Move.RECATEGORISE and acting.service_code and acting.target:
        moved = standing.but(service_code=acting.service_code)
        standing = judged(moved, **retimed(moved, acting.target, keeper))
        found.append((Kind.RECATEGORISED, standing))
    word = _word(standing, acting)
    if word == standing.status_description and acting.move is not Move.DISPOSE:
        return found or [(Kind.AMENDED, standing)]
    turned = stepped(standing, _turned(standing, word, acting, at), at, keeper)
    return [*found, (kind_of(standing, turned), turned)]


def _word(standing: Standing, acting: Acting) -> str:
    to = RULES[acting.move].to
    if to == BACK:
        return acting.earlier
    return to or standing.status_description


def _turned(before: Standing, word: str, acting: Acting, at: datetime) -> Standing:
    status = status_of(word)
    closes = status is Status.CLOSED
    reopens = before.status == Status.CLOSED and not closes
    return before.but(
        status=status,
        status_description=word,
        agency_responsible=_holder(before, word, acting),
        closed_datetime=at if closes else None,
        closed_basis="source" if closes else None,
        reopened=before.reopened + reopens,
        evidence=(before.evidence and not reopens) or word == DONE,
    )


def _holder(before: Standing, word: str, acting: Acting) -> str | None:
    """A move that asks for an agency hands over to it; a report that waits again is the kecamatan's."""
    if Need.AGENCY in RULES[acting.move].needs:
        return acting.agency
    return None if word == FIRST else before.agency_responsible


def _placed(place: Place) -> dict[str, Any]:
    """By the area that the command center names; the reporter's point contradicts it and stays in history."""
    return {"area_code": place.area_code, "placement": Placement.NAMED, "lat": None, "long": None}


def _amended(known: Known, acting: Acting) -> dict[str, Any]:
    """What the move adds to the report's descriptive fields; see :mod:`data.core.report.told`."""
    amended: dict[str, Any] = {} if TOLD in known.details else {TOLD: told_by(known.standing)}
    if RULES[acting.move].told and acting.note.strip():
        amended["status_notes"] = acting.note.strip()
    if acting.move is Move.RATE:
        amended["rating"] = acting.stars
    if acting.original:
        amended["joined_to"] = "/".join(acting.original)
    if acting.move is Move.REOPEN:
        amended["rating"], amended["joined_to"] = None, None
    return amended
