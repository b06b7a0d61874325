"""``python -m dashboard accounts`` and ``displays``, and the accounts of a practice city."""

from pathlib import Path

import pytest

from bootstrap import AppContext
from dashboard import commands
from dashboard.arguments import build_parser
from dashboard.practice_accounts import create_practice_accounts, is_first_executor
from data.core.access import Principal, Role
from data.services.auth.models import InvalidCredentialsError
from data.services.auth.passwords import PRACTICE_PASSWORD
from data.services.auth.service import AuthService
from tests.dashboard.sign_in import accounts_of
from tests.personas import BARAT, CAMAT_BARAT, EXECUTOR_BARAT, OPERATOR, TIMUR

KECAMATAN = {BARAT: "Barat", TIMUR: "Timur"}
BOARD_URL = "http://papan.uji"


@pytest.fixture
def accounts(empty_city: AppContext) -> AuthService:
    return accounts_of(empty_city)


def run(accounts: AuthService, *command_line: str) -> int:
    return commands.run(build_parser(None).parse_args(command_line), accounts, KECAMATAN, BOARD_URL)


def first_password(output: str) -> str:
    """Return the first password from a command's output."""
    return output.split("first password: ")[1].split()[0]


def test_account_is_created_reset_listed_and_disabled(
    accounts: AuthService, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(accounts, "accounts", "add", "camat.barat") == 0
    first = first_password(capsys.readouterr().out)
    assert accounts.sign_in("camat.barat", first, "").user.principal == CAMAT_BARAT
    assert run(accounts, "accounts", "reset", "camat.barat") == 0
    second = first_password(capsys.readouterr().out)
    assert second != first
    run(accounts, "accounts", "list")
    assert capsys.readouterr().out == "camat.barat  camat  Barat  first password\n"
    run(accounts, "accounts", "disable", "camat.barat")
    run(accounts, "accounts", "list")
    assert "camat.barat  camat  Barat  closed" in capsys.readouterr().out
    with pytest.raises(InvalidCredentialsError):
        accounts.sign_in("camat.barat", second, "")
    audited = [
        (line.act, line.object) for line in accounts.list_audit() if line.address == commands.CONSOLE_ADDRESS
    ]
    assert audited[::-1] == [(f"akun {action}", "camat.barat") for action in ("add", "reset", "disable")]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("accounts", "add", "camat.utara"), "kecamatan 'utara': allowed is barat, timur"),
        (("accounts", "reset", "camat.barat"), "no account 'camat.barat'"),
        (("accounts", "import", "tiada.csv"), "tiada.csv"),
        (("displays", "revoke", "lobi"), "no display 'lobi' has a token"),
    ],
)
def test_wrong_command_line_prints_the_problem(
    accounts: AuthService, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], problem: str
) -> None:
    assert run(accounts, *arguments) == 2
    assert problem in capsys.readouterr().err


@pytest.mark.parametrize("between", [",", ";"])
def test_csv_import_creates_valid_rows_and_reports_invalid_ones(
    accounts: AuthService, tmp_path: Path, capsys: pytest.CaptureFixture[str], between: str
) -> None:
    rows = [
        "name,role,kecamatan", "camat.barat,,", "camat.utara,,", "sekcam,pelaksana,Timur", "camat.barat,,",
        "Camat Timur,,", "operator.1,,",
    ]  # fmt: skip
    file, password_file = tmp_path / "kantor.csv", tmp_path / "pertama.csv"
    file.write_text("\ufeff" + "\n".join(rows).replace(",", between), encoding="utf-8")
    assert run(accounts, "accounts", "import", str(file), "--passwords", str(password_file)) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "line 3: kecamatan 'utara': allowed is barat, timur",
        "line 5: account 'camat.barat' is there already",
        "line 6: name 'Camat Timur': small letters, digits, - and . only, such as camat.wenang",
        "3 made, 3 bad",
    ]
    assert password_file.stat().st_mode & 0o777 == 0o600
    head, *passwords = password_file.read_text(encoding="utf-8").splitlines()
    assert head == "name,first password"
    for line in passwords:
        name, password = line.split(",")
        assert accounts.sign_in(name, password, "").user.must_change
    assert {account.principal for account in accounts.list_accounts()} == {
        CAMAT_BARAT, OPERATOR, Principal("sekcam", Role.EXECUTOR, TIMUR),
    }  # fmt: skip


def test_existing_password_file_is_kept_and_no_account_is_created(
    accounts: AuthService, tmp_path: Path
) -> None:
    (tmp_path / "kantor.csv").write_text("name\ncamat.barat\n", encoding="utf-8")
    (password_file := tmp_path / "pertama.csv").write_text("penting", encoding="utf-8")
    assert (
        run(accounts, "accounts", "import", str(tmp_path / "kantor.csv"), "--passwords", str(password_file))
        == 2
    )
    assert password_file.read_text(encoding="utf-8") == "penting"
    assert accounts.list_accounts() == []


def test_new_display_prints_its_address_once(
    accounts: AuthService, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(accounts, "displays", "add", "lobi") == 0
    address = capsys.readouterr().out.split()[-1]
    assert address.startswith(f"{BOARD_URL}/layar?layar=")
    assert accounts.authenticate_display(address.split("=")[1]).principal == Principal("lobi", Role.DISPLAY)
    run(accounts, "displays", "revoke", "lobi")
    run(accounts, "displays", "list")
    assert "lobi  since " in capsys.readouterr().out
    assert accounts.authenticate_display(address.split("=")[1]).principal.role is Role.ANONYMOUS


def test_practice_accounts_are_created_once(accounts: AuthService) -> None:
    accounts.practice = True
    output = create_practice_accounts(accounts, KECAMATAN)
    assert PRACTICE_PASSWORD in output
    assert len(accounts.list_accounts()) == 2 + 3 * len(KECAMATAN)
    assert accounts.sign_in("camat.barat", PRACTICE_PASSWORD, "").user.principal == CAMAT_BARAT
    assert accounts.sign_in(EXECUTOR_BARAT.name, PRACTICE_PASSWORD, "").user.must_change
    accounts.disable_account("operator.1")
    create_practice_accounts(accounts, KECAMATAN)
    assert [account.name for account in accounts.list_accounts() if account.disabled] == ["operator.1"]
    assert sum(is_first_executor(account.principal) for account in accounts.list_accounts()) == len(KECAMATAN)
