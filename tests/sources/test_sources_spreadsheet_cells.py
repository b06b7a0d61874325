"""What Excel makes of a cell by itself is no change; what a person wrote is one."""

import pytest

from data.sources.spreadsheet_cells import is_same_cell, protect, unprotect


@pytest.mark.parametrize(
    ("original", "cell"),
    [
        ("000417", "417"),
        ("1230000000000417", "1,23E+15"),
        ("1230000000000417", "1.23E+15"),
        ("1234567890123456789", "1234567890123450000"),
        ("123456789012", "1,23457E+11"),
        ("12E5", "1,20E+06"),
        ("1.4748", "1,4748"),
        ("124.842", "124842"),  # read as thousands
        ("1.474812345678", "1,474812346"),
        ("5.0", "5"),
        ("true", "BENAR"),
        ("False", "SALAH"),
        ("2026-11-05 09:15:00", "05/11/2026 09:15"),
        ("2026-11-05 09:15:07", "05/11/2026 09.15"),
        ("2026-11-05", "05/11/2026"),
        ("05/11/2026 09:15", "46331,3854166667"),
        ("3-11", "03-Nov"),
        ("2/2026", "Feb-26"),
        ("banjir \U0001f30a di Calaca", "banjir ?? di Calaca"),
        ("satu\r\ndua", "satu\ndua"),
        ("a" * 40_000, "a" * 32_767),
    ],
)
def test_what_excel_rewrites_is_no_change(original: str, cell: str) -> None:
    assert is_same_cell(original, cell)


@pytest.mark.parametrize(
    ("original", "cell"),
    [
        ("", "417"),
        ("000417", "418"),
        ("000417", ""),
        ("1230000000000417", "1,24E+15"),
        ("1.4748", "1.48"),
        ("124.842", "124.843"),
        ("true", "SALAH"),
        ("2026-11-05", "06/11/2026"),
        ("2026-11-05 09:15:00", "05/11/2026 09:16"),
        ("05/11/2026", "11/05/2026"),
        ("Lampu", "Lampu rusak"),
        ("K-416", "K-417"),
    ],
)
def test_what_a_person_writes_is_a_change(original: str, cell: str) -> None:
    assert not is_same_cell(original, cell)


@pytest.mark.parametrize(
    "text", ["000417", "1230000000000417", "3-11", "=1+1", "'000417", "''=1", "'tis", "JL 1"]
)
def test_a_protected_text_comes_back_as_it_was(text: str) -> None:
    assert unprotect(protect(text)) == text
    assert not protect(text)[0].isdigit() and protect(text)[0] != "="


@pytest.mark.parametrize("digits", [20, 32, 400])
def test_numbers_of_any_length_are_compared(digits: int) -> None:
    number = "1" * digits
    assert not is_same_cell(f"{number},5", f"{number},6")
    assert is_same_cell(f"{number},5", f"{number}.50")
