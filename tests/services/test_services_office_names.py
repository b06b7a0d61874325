"""The name of an account states its role and kecamatan."""

import pytest

from data.core.access import Role
from data.services.auth.office_names import OfficeNameError, parse_office_name

KECAMATAN = {"71.71.04": "Wenang", "71.71.11": "Paal Dua"}
GOOD = [
    ("operator.1", "", "", (Role.OPERATOR, None)),
    ("wakil.walikota", "", "", (Role.DEPUTY_MAYOR, None)),
    ("camat.wenang", "", "", (Role.CAMAT, "71.71.04")),
    ("camat.paal-dua", "", "", (Role.CAMAT, "71.71.11")),
    ("pelaksana.wenang.1", "", "", (Role.EXECUTOR, "71.71.04")),
    ("kominfo.dua", "operator", "", (Role.OPERATOR, None)),
    ("sekcam", "pelaksana", "Paal Dua", (Role.EXECUTOR, "71.71.11")),
    ("sekcam", "pelaksana", "71.71.11", (Role.EXECUTOR, "71.71.11")),
]
BAD = [
    ("Camat.Wenang", "", "", "small letters"), ("", "", "", "small letters"),
    ("a b", "", "", "small letters"),
    ("camat.wenang\x00", "", "", "small letters"), ("kominfo.1", "", "", "say the role"),
    ("camat.sario", "", "", "kecamatan 'sario': allowed is wenang, paal-dua"),
    ("camat", "", "", "kecamatan ''"), ("kominfo", "raja", "", "role 'raja': allowed is operator"),
    ("kominfo", "layar", "", "role 'layar'"), ("operator.1", "", "Wenang", "has the whole city"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "role", "kecamatan", "expected"), GOOD)
def test_role_and_kecamatan_follow_from_the_account_name(
    name: str, role: str, kecamatan: str, expected: object
) -> None:
    assert parse_office_name(name, KECAMATAN, role, kecamatan) == expected


@pytest.mark.parametrize(("name", "role", "kecamatan", "reason"), BAD)
def test_an_invalid_account_name_is_refused_with_what_is_allowed(
    name: str, role: str, kecamatan: str, reason: str
) -> None:
    with pytest.raises(OfficeNameError) as error:
        parse_office_name(name, KECAMATAN, role, kecamatan)
    assert reason in str(error.value)
