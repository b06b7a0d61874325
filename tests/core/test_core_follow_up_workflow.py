"""The state machine as a table that can be read aloud, and what it promises whatever the table says."""

import pytest

from data.core.access import Role
from data.core.follow_up.workflow import CLOSED, OPEN, RULES, STAFF, Move, Need, possible
from data.core.status import BY_CODE, WORDS

C, D, S, Q, F, R = "koordinasi", "disposisi", "proses", "tanya_pelapor", "teruskan", "selesaikan"
W, X, J, K, N = "bukan_wilayah", "tolak", "gabung", "ubah_kategori", "catat"

# The word a report stands at: what its office can do, and what the command center can.
TABLE = {
    "menunggu": ({C, D, S, Q, W, J, K, N}, {C, D, S, Q, F, X, J, K, N}),
    "tidak_dikenal": ({C, D, S, Q, W, J, K, N}, {C, D, S, Q, F, X, J, K, N}),
    "koordinasi": ({D, S, Q, R, W, J, K, N}, {D, S, Q, F, R, X, J, K, N}),
    "disposisi": ({C, D, S, Q, R, W, J, K, N}, {C, D, S, Q, F, R, X, J, K, N}),
    "proses": ({C, D, Q, R, W, J, K, N}, {C, D, Q, F, R, X, J, K, N}),
    "menunggu_pelapor": ({C, D, S, K, N}, {C, D, S, F, K, N}),
    "diteruskan": ({C, D, S, K, N}, {C, D, S, K, N}),
    "salah_wilayah": ({K, N}, {"setujui_pindah", "tolak_pindah", K, N}),
    "selesai": ({N}, {"buka_kembali", "tetap_selesai", N}),
    "ditolak": ({N}, {"buka_kembali", N}),
    "duplikat": ({N}, {"buka_kembali", N}),
}


@pytest.mark.parametrize("word", TABLE)
def test_each_state_has_exactly_the_moves_of_the_table(word: str) -> None:
    office, center = TABLE[word]
    assert set(possible(word, Role.CAMAT)) == office
    assert set(possible(word, Role.EXECUTOR)) == office
    assert set(possible(word, Role.OPERATOR)) == center


def test_every_state_stands_in_the_table() -> None:
    assert set(TABLE) == set(BY_CODE) == OPEN | CLOSED


@pytest.mark.parametrize("role", [Role.DEPUTY_MAYOR, Role.DISPLAY, Role.NOBODY])
def test_who_only_looks_moves_nothing(role: Role) -> None:
    assert [possible(word.code, role) for word in WORDS if possible(word.code, role)] == []


def test_a_reporter_joins_while_it_is_open_answers_what_he_is_asked_and_rates_what_is_done() -> None:
    found = {word.code: possible(word.code, Role.REPORTER) for word in WORDS}
    assert {word: moves for word, moves in found.items() if moves} == {
        **dict.fromkeys(("menunggu", "koordinasi", "disposisi", "proses", "tidak_dikenal"), (Move.JOIN,)),
        "menunggu_pelapor": (Move.ANSWER,),
        "selesai": (Move.RATE,),
    }


def test_nothing_is_done_without_a_picture_from_before_and_one_from_after() -> None:
    leading = [move for move, rule in RULES.items() if rule.to == "selesai"]
    assert leading == [Move.RESOLVE]
    assert {Need.BEFORE, Need.AFTER} <= set(RULES[Move.RESOLVE].needs)


def test_only_the_command_center_hands_a_report_out_of_the_city_or_takes_it_off_the_count() -> None:
    reserved = {move for move, rule in RULES.items() if rule.to in ("diteruskan", "ditolak")}
    assert {RULES[move].roles for move in reserved} == {frozenset({Role.OPERATOR})}


def test_every_move_leads_to_a_state_that_there_is_and_is_somebodys() -> None:
    for rule in RULES.values():
        assert rule.to in {None, "back", *BY_CODE}
        assert rule.roles
        assert rule.roles <= STAFF | {Role.REPORTER}
