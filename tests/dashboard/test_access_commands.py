"""``python -m dashboard accounts`` and ``displays``, and the accounts of a practice city."""

import argparse
from pathlib import Path

import pytest

from bootstrap import World
from dashboard import commands
from dashboard.practice_accounts import is_first_executor, open_practice
from data.core.access import Role, Who
from data.services.auth.models import WrongError
from data.services.auth.passwords import PRACTICE
from data.services.auth.service import Accounts
from tests.dashboard.sign_in import accounts_of
from tests.personas import BARAT, CAMAT_BARAT, EXECUTOR_BARAT, OPERATOR, TIMUR

KECAMATAN = {BARAT: "Barat", TIMUR: "Timur"}
BOARD = "http://papan.uji"


@pytest.fixture
def accounts(quiet_town: World) -> Accounts:
    return accounts_of(quiet_town)


def run(accounts: Accounts, *words: str) -> int:
    parser = argparse.ArgumentParser()
    commands.add_parsers(parser.add_subparsers(dest="command"))
    return commands.run(parser.parse_args(words), accounts, KECAMATAN, BOARD)


def given(said: str) -> str:
    """The first password out of what a command said."""
    return said.split("first password: ")[1].split()[0]


def test_an_account_is_made_reset_listed_and_closed(
    accounts: Accounts, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(accounts, "accounts", "add", "camat.barat") == 0
    first = given(capsys.readouterr().out)
    assert accounts.sign_in("camat.barat", first, "").visitor.who == CAMAT_BARAT
    assert run(accounts, "accounts", "reset", "camat.barat") == 0
    second = given(capsys.readouterr().out)
    assert second != first
    run(accounts, "accounts", "list")
    assert capsys.readouterr().out == "camat.barat  camat  Barat  first password\n"
    run(accounts, "accounts", "disable", "camat.barat")
    run(accounts, "accounts", "list")
    assert "camat.barat  camat  Barat  closed" in capsys.readouterr().out
    with pytest.raises(WrongError):
        accounts.sign_in("camat.barat", second, "")
    done = [(line.act, line.object) for line in accounts.audit() if line.address == commands.HERE]
    assert done[::-1] == [(f"akun {act}", "camat.barat") for act in ("add", "reset", "disable")]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("accounts", "add", "camat.utara"), "kecamatan 'utara': allowed is barat, timur"),
        (("accounts", "reset", "camat.barat"), "no account 'camat.barat'"),
        (("accounts", "import", "tiada.csv"), "tiada.csv"),
        (("displays", "revoke", "lobi"), "no display 'lobi' has a token"),
    ],
)
def test_wrong_use_is_named(
    accounts: Accounts, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    assert run(accounts, *words) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("between", [",", ";"])
def test_a_csv_makes_every_good_row_and_names_every_bad_one(
    accounts: Accounts, tmp_path: Path, capsys: pytest.CaptureFixture[str], between: str
) -> None:
    rows = [
        "name,role,kecamatan", "camat.barat,,", "camat.utara,,", "sekcam,pelaksana,Timur", "camat.barat,,",
        "Camat Timur,,", "operator.1,,",
    ]  # fmt: skip
    file, out = tmp_path / "kantor.csv", tmp_path / "pertama.csv"
    file.write_text("\ufeff" + "\n".join(rows).replace(",", between), encoding="utf-8")
    assert run(accounts, "accounts", "import", str(file), "--passwords", str(out)) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "line 3: kecamatan 'utara': allowed is barat, timur",
        "line 5: account 'camat.barat' is there already",
        "line 6: name 'Camat Timur': small letters, digits, - and . only, such as camat.wenang",
        "3 made, 3 bad",
    ]
    assert out.stat().st_mode & 0o777 == 0o600
    head, *passwords = out.read_text(encoding="utf-8").splitlines()
    assert head == "name,first password"
    for line in passwords:
        name, password = line.split(",")
        assert accounts.sign_in(name, password, "").visitor.must_change
    assert {account.who for account in accounts.every()} == {
        CAMAT_BARAT, OPERATOR, Who("sekcam", Role.EXECUTOR, TIMUR),
    }  # fmt: skip


def test_passwords_are_never_written_over_a_file_and_then_no_account_is_made(
    accounts: Accounts, tmp_path: Path
) -> None:
    (tmp_path / "kantor.csv").write_text("name\ncamat.barat\n", encoding="utf-8")
    (out := tmp_path / "pertama.csv").write_text("penting", encoding="utf-8")
    assert run(accounts, "accounts", "import", str(tmp_path / "kantor.csv"), "--passwords", str(out)) == 2
    assert out.read_text(encoding="utf-8") == "penting"
    assert accounts.every() == []


def test_a_display_gets_an_address_once(accounts: Accounts, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(accounts, "displays", "add", "lobi") == 0
    address = capsys.readouterr().out.split()[-1]
    assert address.startswith(f"{BOARD}/layar?layar=")
    assert accounts.display(address.split("=")[1]).who == Who("lobi", Role.DISPLAY)
    run(accounts, "displays", "revoke", "lobi")
    run(accounts, "displays", "list")
    assert "lobi  since " in capsys.readouterr().out
    assert accounts.display(address.split("=")[1]).who.role is Role.NOBODY


def test_a_practice_city_gets_its_accounts_once(accounts: Accounts) -> None:
    accounts.practice = True
    told = open_practice(accounts, KECAMATAN)
    assert PRACTICE in told
    assert len(accounts.every()) == 2 + 3 * len(KECAMATAN)
    assert accounts.sign_in("camat.barat", PRACTICE, "").visitor.who == CAMAT_BARAT
    assert accounts.sign_in(EXECUTOR_BARAT.name, PRACTICE, "").visitor.must_change
    accounts.disable("operator.1")
    open_practice(accounts, KECAMATAN)
    assert [account.name for account in accounts.every() if account.disabled] == ["operator.1"]
    assert sum(is_first_executor(account.who) for account in accounts.every()) == len(KECAMATAN)
