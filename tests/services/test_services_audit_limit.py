"""Refusals in the audit log: bounded by caller and in all, with a count of what was left out."""

from dataclasses import dataclass, field

import pytest
from argon2 import PasswordHasher

from data.config.clock import Clock
from data.core.access import ANONYMOUS, Permission, Principal
from data.services.auth.models import InvalidCredentialsError
from data.services.auth.passwords import PasswordService
from data.services.auth.refusal_limit import (
    MAX_REFUSALS,
    MAX_REFUSALS_PER_CALLER,
    WINDOW_SECONDS,
    RefusalLimit,
)
from data.services.auth.service import AuthService
from data.store.audit import MAX_TEXT_LENGTH, AuditEntry
from data.store.engine import migrate, open_engine
from tests.personas import CAMAT_BARAT

PASSWORD, WRONG = "kopi tubruk pagi", "salah sekali ini"


@dataclass
class AuditedBoard:
    """The accounts of a board, with a time of the limit that the test sets."""

    accounts: AuthService
    seconds: float = 0.0
    _seen: int = field(default=0)

    def refuse(self, address: str, target: str = "/rekap", principal: Principal = ANONYMOUS) -> None:
        permission = Permission.VIEW_REPORTS
        self.accounts.write_audit_once(principal, permission, target, "ditolak", address)

    def rows(self) -> list[AuditEntry]:
        """Return the rows since the last call, in their order."""
        rows = self.accounts.list_audit(10_000)
        new_rows, self._seen = rows[: len(rows) - self._seen], len(rows)
        return new_rows[::-1]


@pytest.fixture
def board(store_url: str) -> AuditedBoard:
    engine = open_engine(store_url)
    migrate(engine)
    passwords = PasswordService(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    accounts = AuthService(engine, Clock(), None, passwords)
    audited_board = AuditedBoard(accounts)
    accounts.refusals = RefusalLimit(lambda: audited_board.seconds)
    return audited_board


def test_one_address_writes_few_lines_a_minute(board: AuditedBoard) -> None:
    """Kind: rows that can never be deleted, as many as a stranger likes."""
    for number in range(MAX_REFUSALS_PER_CALLER + 50):
        board.refuse("10.0.0.7", f"/laporan/{number}")
    assert len(board.rows()) == MAX_REFUSALS_PER_CALLER
    board.refuse("10.0.0.8")
    assert len(board.rows()) == 1


def test_all_addresses_together_write_a_bounded_number(board: AuditedBoard) -> None:
    for number in range(MAX_REFUSALS + 50):
        board.refuse(f"10.0.{number // 250}.{number % 250}")
    assert len(board.rows()) == MAX_REFUSALS
    assert len(board.accounts._recent_audit_entries._entries) == MAX_REFUSALS
    assert len(board.accounts.refusals._by_caller) == MAX_REFUSALS


def test_one_line_says_how_many_were_left_out(board: AuditedBoard) -> None:
    for number in range(MAX_REFUSALS_PER_CALLER + 7):
        board.refuse("10.0.0.7", f"/laporan/{number}")
    board.accounts.write_left_out_refusals()
    assert board.rows()[-1].act == Permission.VIEW_REPORTS, "the minute is not over"
    board.seconds += WINDOW_SECONDS
    board.accounts.write_left_out_refusals()
    board.accounts.write_left_out_refusals()
    (row,) = board.rows()
    assert (row.who, row.act, row.outcome) == ("", "catatan dibatasi", "7 penolakan tidak dicatat")
    board.refuse("10.0.0.7", "/sumber")
    assert len(board.rows()) == 1, "the next minute has room again"


def test_what_was_left_out_is_said_when_the_process_ends(board: AuditedBoard) -> None:
    for number in range(MAX_REFUSALS_PER_CALLER + 3):
        board.refuse("10.0.0.7", f"/laporan/{number}")
    board.accounts.write_left_out_refusals(at_end=True)
    assert board.rows()[-1].outcome == "3 penolakan tidak dicatat"


def test_rows_of_people_who_are_signed_in_are_never_left_out(board: AuditedBoard) -> None:
    for number in range(MAX_REFUSALS + 50):
        board.refuse("10.0.0.7", f"/laporan/{number}", CAMAT_BARAT)
    assert len(board.rows()) == MAX_REFUSALS + 50
    board.refuse("10.0.0.7")
    assert len(board.rows()) == 1, "and use up nobody else's"


def test_refused_sign_ins_are_bounded_also_for_known_names(board: AuditedBoard) -> None:
    names = ["camat.barat", *[f"camat.kota-{number}" for number in range(59)]]
    board.accounts.create_account(CAMAT_BARAT, PASSWORD, must_change=False)
    for number, name in enumerate(names):
        with pytest.raises(InvalidCredentialsError):
            board.accounts.sign_in(name, WRONG, f"2001:db8:7:{number // 15:x}::1")
    rows = board.rows()
    assert len(rows) == 60, "15 from each network"
    assert rows[0].who == "camat.barat"
    for number in range(10):
        with pytest.raises(InvalidCredentialsError):
            board.accounts.sign_in(f"camat.desa-{number}", WRONG, f"2001:db8:7:{number % 2:x}::1")
    assert len(board.rows()) == 10
    board.refuse("2001:db8:7:0::1")
    assert board.rows() == []


def test_texts_are_cut_before_they_are_kept(board: AuditedBoard) -> None:
    long = "/" + "x" * 30_000
    board.refuse("10.0.0.7", long)
    board.refuse(long, "/rekap")
    board.refuse("10.0.0.7", long, CAMAT_BARAT)
    rows, keys = board.rows(), board.accounts._recent_audit_entries._entries
    assert max(len(row.object) for row in rows) == max(len(row.address) for row in rows) == MAX_TEXT_LENGTH
    assert max(map(len, keys)) < 3 * MAX_TEXT_LENGTH
    assert max(map(len, board.accounts.refusals._by_caller)) < MAX_TEXT_LENGTH
