"""The state machine of a report, in one table: each move, from where, to where, by whom, and what it needs.

The words are those of :mod:`data.core.status`. Closing needs a picture from before and one from after the
work. "Bukan wilayah kami" is a right of reply: the office says so, and the report stays with it, its clock
running, until the command center agrees. Handing a report to somebody outside the city stops the
kecamatan's clock, so only the command center does it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.core.access import Role
from data.core.status import WORDS, Status


class Move(StrEnum):
    """What can be done to a report."""

    COORDINATE = "koordinasi"
    DISPOSE = "disposisi"
    START = "proses"
    ASK_REPORTER = "tanya_pelapor"
    ANSWER = "jawab"
    REFER = "teruskan"
    RESOLVE = "selesaikan"
    NOT_OURS = "bukan_wilayah"
    AGREE = "setujui_pindah"
    DISAGREE = "tolak_pindah"
    REJECT = "tolak"
    JOIN = "gabung"
    REOPEN = "buka_kembali"
    RECATEGORISE = "ubah_kategori"
    NOTE = "catat"
    RATE = "nilai"
    KEEP_CLOSED = "tetap_selesai"


class Need(StrEnum):
    """What a move asks for, under the name of the field that holds it."""

    NOTE = "note"
    AGENCY = "agency"
    BEFORE = "before"
    AFTER = "after"
    AREA = "area_code"
    CATEGORY = "service_code"
    ORIGINAL = "original"
    STARS = "stars"


STAY = None  # the move leaves the state as it is
BACK = "back"  # the move returns to the state before the present one


@dataclass(frozen=True)
class Rule:
    """One line of the table.

    :param frm: the words from which the move is possible
    :param to: the word it leads to, :data:`STAY` or :data:`BACK`
    """

    frm: frozenset[str]
    to: str | None
    roles: frozenset[Role]
    needs: tuple[Need, ...] = ()
    told: bool = False  # the note is for the reporter too


OPEN = frozenset(word.code for word in WORDS if word.status is Status.OPEN)
CLOSED = frozenset(word.code for word in WORDS if word.status is Status.CLOSED)
IN_HAND = frozenset({"koordinasi", "disposisi", "proses"})
AWAY = frozenset({"menunggu_pelapor", "diteruskan"})
WAITING = frozenset({"menunggu", "tidak_dikenal"})
HERE = WAITING | IN_HAND

CENTER = frozenset({Role.OPERATOR})
OFFICE = frozenset({Role.CAMAT, Role.EXECUTOR})
STAFF = CENTER | OFFICE
REPORTER = frozenset({Role.REPORTER})

RULES: Mapping[Move, Rule] = {
    Move.COORDINATE: Rule((HERE | AWAY) - {"koordinasi"}, "koordinasi", STAFF),
    Move.DISPOSE: Rule(HERE | AWAY, "disposisi", STAFF, (Need.AGENCY, Need.NOTE), told=True),
    Move.START: Rule((HERE | AWAY) - {"proses"}, "proses", STAFF),
    Move.ASK_REPORTER: Rule(HERE, "menunggu_pelapor", STAFF, (Need.NOTE,), told=True),
    Move.ANSWER: Rule(frozenset({"menunggu_pelapor"}), BACK, REPORTER, (Need.NOTE,)),
    Move.REFER: Rule(HERE | {"menunggu_pelapor"}, "diteruskan", CENTER, (Need.AGENCY, Need.NOTE), told=True),
    Move.RESOLVE: Rule(IN_HAND, "selesai", STAFF, (Need.BEFORE, Need.AFTER, Need.NOTE), told=True),
    Move.NOT_OURS: Rule(HERE, "salah_wilayah", OFFICE, (Need.NOTE,)),
    Move.AGREE: Rule(frozenset({"salah_wilayah"}), "menunggu", CENTER, (Need.AREA,)),
    Move.DISAGREE: Rule(frozenset({"salah_wilayah"}), BACK, CENTER, (Need.NOTE,)),
    Move.REJECT: Rule(HERE, "ditolak", CENTER, (Need.NOTE,), told=True),
    Move.JOIN: Rule(HERE, "duplikat", STAFF | REPORTER, (Need.ORIGINAL,)),
    Move.REOPEN: Rule(CLOSED, "menunggu", CENTER, (Need.NOTE,), told=True),
    Move.RECATEGORISE: Rule(OPEN, STAY, STAFF, (Need.CATEGORY,)),
    Move.NOTE: Rule(OPEN | CLOSED, STAY, STAFF, (Need.NOTE,)),
    Move.RATE: Rule(frozenset({"selesai"}), STAY, REPORTER, (Need.STARS,)),
    Move.KEEP_CLOSED: Rule(frozenset({"selesai"}), STAY, CENTER, (Need.NOTE,)),
}


def possible(status_description: str, role: Role) -> tuple[Move, ...]:
    """What somebody in this role can do to a report in this state, in the table's order."""
    return tuple(
        move for move, rule in RULES.items() if status_description in rule.frm and role in rule.roles
    )
